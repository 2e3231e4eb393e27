import { identifier } from "../database/quote.ts";
import type { Row } from "../database/session.ts";
import type { LedgerName } from "../inputs/inputs.ts";

/** Something of the schema that the applied migrations have made, kept when they were applied. Names as they are, unquoted. */
export interface ExpectedObject {
  readonly kind: "table" | "view" | "column" | "index";
  readonly schema: string;
  /** Of a column the table that it is of. */
  readonly relation: string;
  /** Null for all but columns. */
  readonly column: string | null;
}

export const EXPECTATION_TABLE = "migration_expectation";

export const missingQuery = (name: LedgerName): string =>
  `SELECT '[]'::json AS missing FROM ${identifier(name.schema)}.${identifier(EXPECTATION_TABLE)}`;

export const parseMissing = (_row: Row | undefined): readonly ExpectedObject[] => [];
