import { identifier, literal } from "../database/quote.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "./ledger.ts";
import { makeLedgerDdl } from "./make-ledger-ddl.ts";
import type { Recorder } from "./record.ts";
import { clearByHand, completeByHand, type OnRecord } from "./record-resume.ts";
import { ROW_GONE } from "./row-gone.ts";

/** What is recorded of a migration that was left half-way, on its way there or back, without running anything. */
export interface Repair extends OnRecord {
  readonly direction: "up" | "down";
  /** done: what was under way counts as done · clear: as not begun. */
  readonly resolve: "done" | "clear";
  /** For the history. */
  readonly remark: string;
}

/** What a repair is written with; `ledger` as it was read just before. */
export interface RepairWriting {
  readonly recorder: Recorder;
  readonly ledger: Ledger;
  readonly inputs: Pick<Inputs, "role" | "lock">;
}

/**
 * Records `repair`, with the history, in one transaction and one round trip. Rejects with LEDGER_CHANGED where the row is
 * not as it was read, and with what the server says else, such as a lost connection.
 */
export async function writeRepair(session: Session, repair: Repair, writing: RepairWriting): Promise<void> {
  try {
    await session.queries(makeRepairStatements(repair, writing).join(";\n"));
  } catch (error) {
    // Always: the status of the transaction comes after its error.
    await session.query("ROLLBACK").catch(() => {});
    if (serverErrorOf(error)?.sqlState !== ROW_GONE) throw error;
    throw new MigrateError(
      "LEDGER_CHANGED",
      "The row of this migration has changed since it was read. Nothing was written.",
      { hint: "Look at `repair` again: another run may be at it." },
      { cause: error },
    );
  }
}

function makeRepairStatements(
  repair: Repair,
  { recorder, ledger, inputs }: RepairWriting,
): readonly string[] {
  const { direction, resolve, remark } = repair;
  // Taken back is what was not applied, and the other way round.
  const isApplied = (resolve === "done") === (direction === "up");
  const asOf = direction === "up" ? "file" : "record";
  return [
    "BEGIN",
    "SET LOCAL search_path = pg_catalog",
    `SET LOCAL lock_timeout = ${literal(`${inputs.lock.lockTimeoutMs}ms`)}`,
    ...(inputs.role === null ? [] : [`SET LOCAL ROLE ${identifier(inputs.role)}`]),
    ...makeLedgerDdl(ledger, recorder.ledger),
    ...(isApplied ? completeByHand(recorder, repair, asOf, remark) : clearByHand(recorder, repair, remark)),
    "COMMIT",
  ];
}
