import { makeChecksum } from "../../../src/files/checksum.ts";
import type { TortureMigration } from "../draw/migration.ts";
import { completedIn, findMarks, indexesOf, unfinishedIn } from "./expected.ts";
import type { LedgerEntry, Snapshot } from "./snapshot.ts";

/**
 * What is wrong with a database that nobody works on: whether the ledger, the history and what the migrations have left
 * say the same of each, and nothing is there twice. Sentences; empty: nothing is.
 */
export function checkState(migrations: readonly TortureMigration[], snapshot: Snapshot): readonly string[] {
  const known = new Set(migrations.map(({ version }) => version));
  const strangers = snapshot.ledger.filter(({ version }) => !known.has(version));
  return [
    ...strangers.map(({ version }) => `the ledger has a row for ${version}, which no file has`),
    ...migrations.flatMap((migration) => checkMigration(migration, snapshot)),
    ...checkOrder(migrations, snapshot),
  ];
}

/** What is missing in a database in which all is applied; `checkState` has told the rest. */
export function checkFinished(
  migrations: readonly TortureMigration[],
  snapshot: Snapshot,
): readonly string[] {
  const completed = completedIn(snapshot);
  const ours = new Set(indexesOf(migrations));
  const pending = migrations.filter(({ version }) => !completed.has(version));
  const invalid = [...snapshot.indexes].filter(([, state]) => state === "invalid");
  const left = [...snapshot.indexes.keys()].filter((name) => name.startsWith("marks_") && !ours.has(name));
  return [
    ...pending.map(({ version }) => `${version} is not completed in the end`),
    ...unfinishedIn(snapshot).map((version) => `${version} is unfinished in the end`),
    ...invalid.map(([name]) => `the index ${name} is there, and invalid, in the end`),
    ...left.map((name) => `the index ${name} is of no file`),
  ];
}

function checkMigration(migration: TortureMigration, snapshot: Snapshot): readonly string[] {
  const { version, sql } = migration;
  const row = snapshot.ledger.find((entry) => entry.version === version);
  const { doubles } = findMarks(migration, snapshot);
  const completions = snapshot.history.filter(
    (entry) => entry.version === version && entry.action === "up" && entry.status === "completed",
  ).length;
  const expected = row?.status === "completed" ? 1 : 0;
  return [
    ...doubles,
    ...(completions === expected
      ? []
      : [
          `the history has ${version} as completed ${completions} times, the ledger as ${row?.status ?? "pending"}`,
        ]),
    ...(row !== undefined && row.checksum !== makeChecksum(sql) ? [`${version} has a wrong checksum`] : []),
    ...checkLeft(migration, row, snapshot).map((words) => `${version} (${migration.kind}): ${words}`),
  ];
}

function checkLeft(
  migration: TortureMigration,
  row: LedgerEntry | undefined,
  snapshot: Snapshot,
): readonly string[] {
  const { done, notDone } = findMarks(migration, snapshot);
  const list = (indexes: readonly number[]) =>
    indexes.map((index) => migration.statements[index]?.sql).join("; ");
  if (row === undefined)
    return done.length === 0 ? [] : [`the ledger does not have it, but it left: ${list(done)}`];
  if (row.status === "completed")
    return notDone.length === 0 ? [] : [`it is completed, but this is not there: ${list(notDone)}`];
  if (migration.mode === "transaction")
    return [`the ledger has it as ${row.status}, which only others can be`];
  return checkUnfinished(migration, row.statements_done ?? 0, done, notDone);
}

/** The ledger never says too much, and too little by the statement under way at most. */
function checkUnfinished(
  { statements }: TortureMigration,
  reached: number,
  done: readonly number[],
  notDone: readonly number[],
): readonly string[] {
  const tooMuch = notDone.filter((index) => index < reached);
  const underWay = statements[reached];
  const tooLittle = done.filter((index) => {
    if (index < reached) return false;
    return underWay === undefined || underWay.counted === "with" || statements[index]?.unit !== underWay.unit;
  });
  const words = (index: number) => `statement ${index + 1} (${statements[index]?.sql})`;
  return [
    ...tooMuch.map((index) => `the ledger says ${reached} statements are done, but ${words(index)} is not`),
    ...tooLittle.map((index) => `the ledger says ${reached} statements are done, but ${words(index)} is too`),
  ];
}

/** Migrations are applied in their order: none is there while an earlier one is not. */
function checkOrder(migrations: readonly TortureMigration[], snapshot: Snapshot): readonly string[] {
  const completed = completedIn(snapshot);
  const firstPending = migrations.findIndex(({ version }) => !completed.has(version));
  if (firstPending < 0) return [];
  const later = migrations.slice(firstPending + 1).filter(({ version }) => completed.has(version));
  return later.map(
    ({ version }) => `${version} is completed, and ${migrations[firstPending]?.version} before it is not`,
  );
}
