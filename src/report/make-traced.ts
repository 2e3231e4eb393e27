import type { StatementTrace, TracedLock } from "../rehearsal/trace/statement-trace.ts";
import type { ReportLock, ReportStatement } from "./report-statement.ts";

/** A transaction that holds more (it goes through all partitions) is told by the strongest of them. */
const MOST_LOCKS = 100;

/** What a report says that a statement did; null: that is not known. */
export function makeTraced(
  trace: StatementTrace | null,
): Pick<ReportStatement, "locks" | "lockCount" | "indexLocks" | "rewrites" | "scans" | "invalid" | "basis"> {
  if (trace === null) return { locks: [], rewrites: [], scans: [] };
  const { locks, rewrites, scans, invalid, basis } = trace;
  // Weaker ones on an index say nothing that those on its table do not.
  const indexLocks = trace.indexLocks.filter(({ mode }) => mode === "AccessExclusiveLock");
  return {
    locks: locks.slice(0, MOST_LOCKS).map(makeLock),
    ...(locks.length > MOST_LOCKS ? { lockCount: locks.length } : {}),
    ...(indexLocks.length === 0 ? {} : { indexLocks: indexLocks.slice(0, MOST_LOCKS).map(makeLock) }),
    rewrites,
    scans,
    ...(invalid.length === 0 ? {} : { invalid }),
    basis,
  };
}

const makeLock = ({ relation, kind, mode, heldSince, onTarget, table }: TracedLock): ReportLock => ({
  relation,
  mode,
  heldSince: heldSince + 1,
  kind,
  onTarget,
  ...(table === null ? {} : { table }),
});
