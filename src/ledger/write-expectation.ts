import { identifier, literal } from "../database/quote.ts";
import { sendTransaction } from "../database/send-transaction.ts";
import type { Session } from "../database/session.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { exactlyOne } from "./exactly-one.ts";
import { type ExpectedObject, type KeptRelation, missingQuery, parseMissing } from "./expectation.ts";
import { listingQuery, withoutGone } from "./expectation-statements.ts";
import { readFirst } from "./reading.ts";
import { historyInsert, UP } from "./record.ts";
import { type RepairWriting, sendRecord } from "./send-record.ts";

/** The longest that a catalog is listed: it is never what a run waits for. */
const LIMIT_MS = 20_000;

/** What stands now: one read-only round trip. */
export async function readListing(
  session: Session,
  { ledger, role }: Pick<Inputs, "ledger" | "role">,
): Promise<readonly KeptRelation[]> {
  const query = `SET LOCAL search_path = pg_catalog; SET LOCAL statement_timeout = ${LIMIT_MS}; ${listingQuery(ledger)}`;
  const [row] = await readFirst(session, query, ledger, role);
  return (row?.["listing"] ?? []) as readonly KeptRelation[];
}

/** What is expected and gone: one read-only round trip. Nothing where nothing is kept, or a run is under way. */
export async function readGone(
  session: Session,
  { ledger, role }: Pick<Inputs, "ledger" | "role">,
): Promise<readonly ExpectedObject[]> {
  return parseMissing((await readFirst(session, missingQuery(ledger), ledger, role))[0] ?? {});
}

/** Takes `gone` off what is expected, with the history. Rejects as `sendRecord` does. */
export async function writeGone(
  session: Session,
  gone: readonly ExpectedObject[],
  remark: string,
  writing: RepairWriting,
): Promise<void> {
  const { recorder } = writing;
  const change = exactlyOne(
    withoutGone(recorder.ledger, gone),
    "a run is under way, or nothing is kept of what is expected",
  );
  const entry = { ...UP, action: "'repair'", status: "'completed'", error: literal(remark) };
  const about = { version: { text: null }, checksum: null };
  await sendRecord(session, [change, historyInsert(recorder, about, entry)], writing);
}

/**
 * Sends `statements` about what is expected in one transaction and one round trip. Its COMMIT does not wait for the disk: what
 * a run writes after it takes it there, and after its end a run that knows nothing of it concludes again. Rejects with what the
 * server says; the session is usable afterwards.
 */
export async function writeExpectation(
  session: Session,
  statements: readonly string[],
  { role, lock }: Pick<Inputs, "role" | "lock">,
): Promise<void> {
  await sendTransaction(session, [
    "BEGIN",
    "SET LOCAL search_path = pg_catalog",
    "SET LOCAL synchronous_commit = off",
    `SET LOCAL lock_timeout = ${literal(`${lock.lockTimeoutMs}ms`)}`,
    `SET LOCAL statement_timeout = ${LIMIT_MS}`,
    // Of a table that is there already.
    "SET LOCAL client_min_messages = warning",
    ...(role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`]),
    ...statements,
    "COMMIT",
  ]);
}
