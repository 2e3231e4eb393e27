import { identifier } from "../database/quote.ts";
import { READING_MODE, READING_SETTINGS } from "../database/reading-settings.ts";
import { sendTransaction } from "../database/send-transaction.ts";
import { serverErrorOf } from "../database/server-error.ts";
import type { Row, Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { LedgerName } from "../inputs/inputs.ts";

/**
 * The head of a message that reads the ledger. Rows that a policy would hide are an error, never a ledger with less in it:
 * what it does not have would be run again. Source: PostgreSQL manual, row_security.
 */
export const BEGIN_READING = [
  `BEGIN ${READING_MODE}`,
  ...READING_SETTINGS,
  "SET LOCAL row_security = off",
].join("; ");

/** Sets `role` for the message; null: the session's own. */
export const setRole = (role: string | null): string =>
  role === null ? "" : `SET LOCAL ROLE ${identifier(role)};`;

/**
 * The first rows that `query` gives, read as `role`; [] when it gives none. Rejects with LEDGER_FORBIDDEN where the role
 * may not read what it names; the session is usable afterwards.
 */
export async function readFirst(
  session: Session,
  query: string,
  name: LedgerName,
  role: string | null,
): Promise<readonly Row[]> {
  try {
    const message = [BEGIN_READING, `${setRole(role)} ${query}`, "COMMIT"];
    const results = await sendTransaction(session, message);
    return results.find((rows) => rows.length > 0) ?? [];
  } catch (error) {
    if (serverErrorOf(error)?.sqlState !== "42501") throw error;
    throw await forbidden(session, name, role, error);
  }
}

async function forbidden(
  session: Session,
  { schema, table }: LedgerName,
  role: string | null,
  cause: unknown,
): Promise<MigrateError> {
  const [row] = await session.query("SELECT current_user::text AS who").catch(() => []);
  const who = identifier(role ?? String(row?.["who"] ?? "the user"));
  const tables = [table, "migration_history"].map((one) => `${identifier(schema)}.${identifier(one)}`);
  const server = serverErrorOf(cause);
  const isHidden = server?.message.includes("row-level security") === true;
  const grants = `GRANT USAGE ON SCHEMA ${identifier(schema)} TO ${who}; GRANT SELECT, INSERT, UPDATE ON ${tables.join(", ")} TO ${who};`;
  const hint = isHidden
    ? `A ledger of which rows are hidden would be taken for a shorter one. As the owner: ALTER TABLE … DISABLE ROW LEVEL SECURITY; or ALTER ROLE ${who} BYPASSRLS;`
    : `As the owner: ${grants} Or name a role that may with \`role\`.`;
  return new MigrateError(
    "LEDGER_FORBIDDEN",
    `The ledger ${tables[0]} could not be read: ${server?.message}.`,
    { hint, sqlState: server?.sqlState },
    { cause },
  );
}
