import type { LedgerName } from "../inputs/inputs.ts";

/** Names of what a ledger is made of, all in its schema: its table, its history, its view and its function. */
export const namesBeside = ({ table }: LedgerName): readonly string[] => [
  table,
  "migration_history",
  "migration_status_view",
  "get_migration_status",
];
