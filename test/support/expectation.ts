import type { LedgerName } from "../../src/inputs/inputs.ts";
import {
  expectationTable,
  type KeptRelation,
  missingQuery,
  parseMissing,
} from "../../src/ledger/expectation.ts";
import { describeExpected } from "../../src/report/expected-words.ts";
import type { TestDatabase } from "./servers.ts";

/** The ledger where nothing else is said. */
export const LEDGER: LedgerName = { schema: "public", table: "schema_migrations" };

/** What is expected and gone, as `column public.users.email`. */
export async function goneOf(database: TestDatabase, ledger = LEDGER): Promise<string[]> {
  const [row = {}] = await database.query(missingQuery(ledger));
  return parseMissing(row).map(describeExpected);
}

/** Relations that are expected, each with its columns and indexes, as `table public.users id,email users_pkey`. */
export async function expectedOf(database: TestDatabase, ledger = LEDGER): Promise<string[]> {
  const [row] = await database.query<{ expected: readonly KeptRelation[] }>(
    `SELECT expected FROM ${expectationTable(ledger)} WHERE ledger = $1`,
    [ledger.table],
  );
  return (row?.expected ?? []).map(([kind, schema, relation, columns, indexes]) =>
    `${kind} ${schema}.${relation} ${columns.join(",")} ${indexes.join(",")}`.trimEnd(),
  );
}

/** True while a run is under way, or after one was cut off. */
export async function isBegun(database: TestDatabase, ledger = LEDGER): Promise<boolean> {
  const [row] = await database.query(
    `SELECT before IS NOT NULL AS begun FROM ${expectationTable(ledger)} WHERE ledger = $1`,
    [ledger.table],
  );
  return row?.["begun"] === true;
}
