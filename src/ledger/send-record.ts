import { identifier, literal } from "../database/quote.ts";
import { sendTransaction } from "../database/send-transaction.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "./ledger.ts";
import { makeLedgerDdl } from "./make-ledger-ddl.ts";
import type { Recorder } from "./record.ts";
import { ROW_GONE } from "./row-gone.ts";

/** What a repair is written with; `ledger` as it was read just before. */
export interface RepairWriting {
  readonly recorder: Recorder;
  readonly ledger: Ledger;
  readonly inputs: Pick<Inputs, "role" | "lock">;
}

/**
 * Sends `statements`, which change a row and write its history, in one transaction and one round trip; what the ledger
 * lacks is made before. Rejects with LEDGER_CHANGED where the row is not as it was read, and with what the server says
 * else, such as a lost connection.
 */
export async function sendRecord(
  session: Session,
  statements: readonly string[],
  { recorder, ledger, inputs }: RepairWriting,
): Promise<void> {
  const message = [
    "BEGIN",
    "SET LOCAL search_path = pg_catalog",
    `SET LOCAL lock_timeout = ${literal(`${inputs.lock.lockTimeoutMs}ms`)}`,
    ...(inputs.role === null ? [] : [`SET LOCAL ROLE ${identifier(inputs.role)}`]),
    ...makeLedgerDdl(ledger, recorder.ledger),
    ...statements,
    "COMMIT",
  ];
  try {
    await sendTransaction(session, message);
  } catch (error) {
    if (serverErrorOf(error)?.sqlState !== ROW_GONE) throw error;
    throw new MigrateError(
      "LEDGER_CHANGED",
      "The row of this migration has changed since it was read. Nothing was written.",
      { hint: "Look at `repair` again: another run may be at it." },
      { cause: error },
    );
  }
}
