import { findMarks } from "../check/expected.ts";
import type { Snapshot } from "../check/snapshot.ts";
import type { TortureMigration } from "../draw/migration.ts";

/**
 * What a person would choose who has looked into the database: skip: the statement it stopped at is done · resume: it is
 * not · clear: that statement begins a transaction of the file's own, and what it did is to be undone first.
 */
export type Repair = "resume" | "skip" | "clear";

/** The choice for `migration`, of which the ledger does not know how far it came. */
export function chooseRepair(migration: TortureMigration, snapshot: Snapshot): Repair {
  const reached = snapshot.ledger.find(({ version }) => version === migration.version)?.statements_done ?? 0;
  const { done } = findMarks(migration, snapshot);
  const isDone = done.some((index) => migration.statements[index]?.unit === reached);
  if (!isDone) return "resume";
  return migration.statements.filter(({ unit }) => unit === reached).length > 1 ? "clear" : "skip";
}
