import { MigrateError } from "../errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { rowKey, rowKeysOf } from "../ledger/row-key.ts";
import type { Step } from "../plan/plan.ts";
import { connectionLost } from "./judge-stop.ts";
import { doneState, type MigrationOutcome, type Outcome } from "./outcome.ts";

/**
 * `outcome` as the ledger, read afterwards, has it: what was heard to be committed and is not there was lost with the
 * server that committed it, and what was unknown and is among the `done` of this run is done. The same value where
 * nothing differs.
 */
export function reconcile(outcome: Outcome, { rows }: Ledger, done: ReadonlySet<Step>): Outcome {
  const completed = rows.filter(({ status }) => status === "completed");
  const onRecord = new Set(completed.map(({ version }) => rowKey(version)));
  const isOnRecord = ({ file }: Step) => rowKeysOf(file).some((key) => onRecord.has(key));
  const migrations = outcome.migrations.map((migration): MigrationOutcome => {
    const { step, state } = migration;
    if (state === "applied" && !isOnRecord(step)) return lostCommit(migration);
    if (state === "taken-back" && isOnRecord(step)) return lostCommit(migration);
    if (state === "unknown" && done.has(step)) return { ...migration, state: doneState(step), error: null };
    return migration;
  });
  if (migrations.every((migration, index) => migration === outcome.migrations[index])) return outcome;
  return { migrations, failure: failureOf(migrations, outcome) };
}

const LOST = "It was committed, and the server that answers now does not have it.";

const lostCommit = (migration: MigrationOutcome): MigrationOutcome => ({
  ...migration,
  state: "rolled-back",
  error: LOST,
});

function failureOf(migrations: readonly MigrationOutcome[], { failure }: Outcome): MigrateError | null {
  const lost = migrations.find(({ error }) => error === LOST);
  if (lost !== undefined) return commitLost(lost.step, failure);
  if (failure?.code !== "STATE_UNKNOWN" || migrations.some(({ state }) => state === "unknown"))
    return failure;
  const notRun = migrations.find(({ state }) => state === "not-run");
  return notRun === undefined ? null : connectionLost(notRun.step, failure.cause);
}

/** COMMIT_LOST: the server told that `step` was committed, and the one that answers now does not have it. */
function commitLost({ file, source }: Step, cause: MigrateError | null): MigrateError {
  return new MigrateError(
    "COMMIT_LOST",
    `${source.file} was committed, and the server that answers now does not have it: another one has taken over that had not received it yet.`,
    {
      version: file.version.text,
      hint: "What the ledger has now is what there is: run again, it goes on from there. Synchronous replication keeps what was committed through a failover.",
    },
    { cause },
  );
}
