import pg from "pg";
import type { LedgerName } from "../inputs/inputs.ts";

/** `name` as an SQL identifier, always in double quotes. */
export const identifier = (name: string): string => pg.escapeIdentifier(name);

/** `value` as an SQL string constant; null as NULL. */
export const literal = (value: string | null): string =>
  value === null ? "NULL" : pg.escapeLiteral(value).trim();

/** The ledger's table, schema-qualified and quoted. */
export const ledgerTable = (name: LedgerName): string =>
  `${identifier(name.schema)}.${identifier(name.table)}`;

/** The history's table beside the ledger, schema-qualified and quoted. */
export const historyTable = (name: LedgerName): string =>
  `${identifier(name.schema)}.${identifier("migration_history")}`;
