import { partsOf, relationsOf, type TortureMigration } from "../draw/migration.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a snapshot has of one migration. */
export interface Found {
  /** Of the statements that leave something: which of them are done, by their index in the file. */
  readonly done: readonly number[];
  readonly notDone: readonly number[];
  /** Marks that are there more than once, in words. */
  readonly doubles: readonly string[];
}

/** Looks for all that `migration` leaves. An index that cannot be used does not count as done. */
export function findMarks(migration: TortureMigration, snapshot: Snapshot): Found {
  const { version, statements } = migration;
  const [done, notDone]: [number[], number[]] = [[], []];
  for (const [index, { leaves }] of statements.entries()) {
    if (leaves.kind === "none") continue;
    const isThere =
      leaves.kind === "mark"
        ? snapshot.marks.has(`${version} ${leaves.part}`)
        : leaves.kind === "table"
          ? snapshot.tables.has(leaves.name)
          : snapshot.indexes.get(leaves.name) === "valid";
    (isThere ? done : notDone).push(index);
  }
  const doubles = partsOf(migration).flatMap((part) => {
    const count = snapshot.marks.get(`${version} ${part}`) ?? 0;
    return count > 1 ? [`the mark ${version} ${part} is there ${count} times`] : [];
  });
  return { done, notDone, doubles };
}

/** Versions that the ledger has as completed. */
export function completedIn({ ledger }: Snapshot): ReadonlySet<string> {
  return new Set(ledger.filter(({ status }) => status === "completed").map(({ version }) => version));
}

/** Versions that `actor` has completed, by the history. */
export function completedBy(actor: string, { history }: Snapshot): ReadonlySet<string> {
  const own = history.filter(
    ({ executed_by, action, status }) => executed_by === actor && action === "up" && status === "completed",
  );
  return new Set(own.map(({ version }) => version));
}

/** Versions that the ledger has as begun and not ended. */
export function unfinishedIn({ ledger }: Snapshot): readonly string[] {
  return ledger.filter(({ status }) => status !== "completed").map(({ version }) => version);
}

/** Names of all indexes that `migrations` leave. */
export function indexesOf(migrations: readonly TortureMigration[]): readonly string[] {
  return migrations.flatMap((migration) => relationsOf(migration, "index"));
}
