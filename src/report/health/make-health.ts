import type { Health, HealthProblem } from "./health.ts";
import type { Standing } from "./standing.ts";

/** The health of what was found. */
export function makeHealth({ report, missing }: Standing): Health {
  const { ledger } = report;
  const problems: HealthProblem[] = [];
  if (report.failure !== null) problems.push({ code: report.failure.code, message: "It could not be read." });
  if (ledger !== null && ledger.pending.length > 0)
    problems.push({ code: "MIGRATIONS_PENDING", message: `Pending: ${ledger.pending.join(", ")}.` });
  if (missing.length > 0) problems.push({ code: "SCHEMA_MISSING", message: `${missing.length} are gone.` });
  return {
    status: problems.length === 0 ? "healthy" : "unhealthy",
    database: ledger === null ? "disconnected" : "connected",
    migrations: ledger && {
      applied: ledger.applied,
      latest: ledger.currentVersion,
      pending: ledger.pending,
    },
    ...(problems.length === 0 ? {} : { problems }),
  };
}
