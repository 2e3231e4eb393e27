import { identifier, literal } from "../database/quote.ts";
import { sendTransaction } from "../database/send-transaction.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { makeLedgerDdl } from "../ledger/make-ledger-ddl.ts";
import type { Recorder } from "../ledger/record.ts";
import { recordUnrun } from "../ledger/record-unrun.ts";
import { type Adoption, adoptedFiles } from "./adoption.ts";

/** What an adoption is written with. */
export interface AdoptionWriting {
  readonly recorder: Recorder;
  /** Ours, as it was read just before. */
  readonly ledger: Ledger;
  readonly inputs: Pick<Inputs, "role" | "lock">;
}

/**
 * Writes our ledger and a row for each adopted file, in one transaction and one round trip; the other tool's table is not
 * touched. Rejects with LEDGER_FORBIDDEN, LEDGER_CHANGED, RUN_LOCKED, and with what a lost connection gives.
 */
export async function writeAdoption(
  session: Session,
  adoption: Adoption,
  writing: AdoptionWriting,
): Promise<void> {
  try {
    await sendTransaction(session, makeAdoptionStatements(adoption, writing));
  } catch (error) {
    throw writeError(error);
  }
}

/** The transaction as it is sent. */
export function makeAdoptionStatements(
  adoption: Adoption,
  { recorder, ledger, inputs }: AdoptionWriting,
): readonly string[] {
  const origin = `adopted from ${adoption.ledger.tool.name}`;
  return [
    "BEGIN",
    "SET LOCAL search_path = pg_catalog",
    `SET LOCAL lock_timeout = ${literal(`${inputs.lock.lockTimeoutMs}ms`)}`,
    `SET LOCAL statement_timeout = ${literal(`${inputs.lock.statementTimeoutMs}ms`)}`,
    ...(inputs.role === null ? [] : [`SET LOCAL ROLE ${identifier(inputs.role)}`]),
    ...makeLedgerDdl(ledger, recorder.ledger),
    ...adoptedFiles(adoption).flatMap(({ file, entry }) =>
      recordUnrun(recorder, file, { action: "adopt", origin, ran: entry, remark: null }),
    ),
    "COMMIT",
  ];
}

function writeError(error: unknown): unknown {
  const server = serverErrorOf(error);
  const cause = { cause: error };
  const details = { sqlState: server?.sqlState };
  switch (server?.sqlState) {
    case "42501":
      return new MigrateError(
        "LEDGER_FORBIDDEN",
        `The ledger could not be written: ${server.message}. Nothing was written.`,
        {
          ...details,
          hint: "The database user needs the right to create in the ledger's schema. Grant it, or name another schema with `ledger-schema`, or a role with `role`.",
        },
        cause,
      );
    case "23505":
      return new MigrateError(
        "LEDGER_CHANGED",
        `The ledger was filled meanwhile: ${server.message}. Nothing was written.`,
        { ...details, hint: "Run `status` to see what is on record now." },
        cause,
      );
    case "55P03":
      return new MigrateError(
        "RUN_LOCKED",
        "Another session holds a lock on the ledger's tables. Nothing was written.",
        { ...details, hint: "Run again when it is done, or raise `lock-timeout`." },
        cause,
      );
    default:
      return error;
  }
}
