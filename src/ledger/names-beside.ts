import type { LedgerName } from "../inputs/inputs.ts";

import { EXPECTATION_TABLE } from "./expectation.ts";

/** Names of what a ledger is made of, all in its schema: its table, its history, what is expected, its view and its function. */
export const namesBeside = ({ table }: LedgerName): readonly string[] => [
  table,
  "migration_history",
  EXPECTATION_TABLE,
  "migration_status_view",
  "get_migration_status",
];
