import { readSchema } from "../../database/read-schema.ts";
import type { Schema, SchemaScope } from "../../database/schema.ts";
import type { LedgerName } from "../../inputs/inputs.ts";
import { namesBeside } from "../../ledger/names-beside.ts";
import type { Aside } from "../site.ts";

/** All of a site's schema but the ledger and what stands beside it: a way back is not asked to leave that alone. */
export function ownScope(major: number, ledger: LedgerName): SchemaScope {
  const leftOut = namesBeside(ledger).map((name) => ({ schema: ledger.schema, name }));
  return { major, ledgerSchema: ledger.schema, leftOut, owners: [] };
}

/** Reads that of a database on the site, whose server is of `major`; with the right to see everything. */
export async function readOwnSchema(database: Aside, major: number, ledger: LedgerName): Promise<Schema> {
  const session = await database.openBuilder();
  return readSchema(session, ownScope(major, ledger)).finally(() => session.close());
}
