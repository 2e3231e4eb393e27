import { literal } from "../database/quote.ts";
import type { LedgerRow } from "./ledger.ts";
import { ROW_GONE } from "./row-gone.ts";

/** `change`, an UPDATE or DELETE, which raises ROW_GONE with `message` where it does not change exactly one row. */
export function exactlyOne(change: string, message: string): string {
  const body = `DECLARE taken bigint; BEGIN ${change}; GET DIAGNOSTICS taken = ROW_COUNT;
IF taken <> 1 THEN RAISE EXCEPTION USING ERRCODE = ${literal(ROW_GONE)}, MESSAGE = ${literal(message)}; END IF; END`;
  return `DO ${literal(body)}`;
}

/**
 * The row exactly as it was read: whoever takes it up again changes its run and its time, and so a second one who read it
 * too finds none. Times were read to the millisecond.
 */
export function isAsRead({ version, status, statementsDone, batch, appliedAt }: LedgerRow): string {
  const at = appliedAt === null ? "NULL" : `${literal(appliedAt.toISOString())}::timestamptz`;
  return [
    `version = ${literal(version)}`,
    `pg_catalog.lower(coalesce(status::text, 'completed')) = ${literal(status)}`,
    `statements_done IS NOT DISTINCT FROM ${statementsDone ?? "NULL"}`,
    `batch IS NOT DISTINCT FROM ${batch ?? "NULL"}`,
    `pg_catalog.date_trunc('milliseconds', applied_at::timestamptz) IS NOT DISTINCT FROM ${at}`,
  ].join(" AND ");
}
