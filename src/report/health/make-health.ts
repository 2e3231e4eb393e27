import type { ErrorCode } from "../../errors.ts";
import type { ExpectedObject } from "../../ledger/expectation.ts";
import { describeExpected } from "../expected-words.ts";
import type { Report } from "../report.ts";
import type { StatusState } from "../report-record.ts";
import type { Health, HealthProblem } from "./health.ts";
import { HEALTH_CODES, type HealthCode } from "./health-codes.ts";
import { makeProblem } from "./make-problem.ts";
import type { Sight } from "./standing.ts";

/** The health of what was found. */
export function makeHealth({ report, missing, database }: Sight): Health {
  const failures = database === "silent" ? [makeProblem("HEALTH_TIMEOUT")] : failuresOf(report);
  const states = statesOf(report);
  const found = [...failures, ...states, ...refusalsOf(report, states), ...missingOf(missing)];
  const pending = report.ledger?.pending ?? [];
  const isUnsaid = found.length === 0 && pending.length > 0;
  const problems = isUnsaid ? [makeProblem("MIGRATIONS_PENDING", pending)] : found;
  return withProblems(
    {
      status: "healthy",
      database: database === "connected" ? "connected" : "disconnected",
      migrations: report.ledger && {
        applied: report.ledger.applied,
        latest: report.ledger.currentVersion,
        pending: report.ledger.pending,
      },
    },
    problems,
  );
}

/** `health` with `problems` behind its own. */
export function withProblems(health: Health, problems: readonly HealthProblem[]): Health {
  const all = [...(health.problems ?? []), ...problems];
  return all.length === 0 ? health : { ...health, status: "unhealthy", problems: all };
}

/** One of each code, however many faults the files have. */
function failuresOf({ failure, problems, ledger }: Report): readonly HealthProblem[] {
  const failures = problems.length > 0 ? problems : failure === null ? [] : [failure];
  const codes = failures.map(({ code }) => codeOfFailure(code));
  // Nothing that is not known to be well is well.
  if (codes.length === 0 && ledger === null) codes.push("INTERNAL");
  return [...new Set(codes)].map((code) => makeProblem(code));
}

function codeOfFailure(code: ErrorCode): HealthCode {
  if (OF_FILES.test(code)) return "FILES_INVALID";
  if (code === "CONNECTION_LOST" || code === "CANCELLED") return "CONNECTION_FAILED";
  return isOurs(code) ? code : "INTERNAL";
}

const OF_FILES = /^(?:FILE_|LAYOUT_|HEADER_|VERSION_DUPLICATE$|DOWN_WITHOUT_UP$|VERIFY_WITHOUT_UP$|INPUT_)/;

const isOurs = (code: string): code is HealthCode => Object.hasOwn(HEALTH_CODES, code);

/** What each state of a migration is a reason for; null: for nothing. */
const CODE_OF_STATE: Readonly<Record<StatusState, HealthCode | null>> = {
  failed: "MIGRATION_FAILED",
  running: "PLAN_UNFINISHED",
  edited: "PLAN_EDITED",
  missing: "PLAN_MISSING",
  ahead: "PLAN_AHEAD",
  late: "PLAN_LATE",
  pending: "MIGRATIONS_PENDING",
  again: "MIGRATIONS_PENDING",
  applied: null,
  gone: null,
};

function statesOf({ status }: Report): readonly HealthProblem[] {
  const codes = [...new Set(Object.values(CODE_OF_STATE))].filter((code) => code !== null);
  // A row without a version is the ledger's damage, and said as that.
  const versioned = status.filter(({ version }) => version.trim() !== "");
  return codes.flatMap((code) => {
    const these = versioned
      .filter(({ state }) => CODE_OF_STATE[state] === code)
      .map(({ version }) => version);
    return these.length === 0 ? [] : [makeProblem(code, these)];
  });
}

/** Refusals that come from the state of a migration. */
const BY_STATES: ReadonlySet<string | null> = new Set(Object.values(CODE_OF_STATE));

/** What `up` would refuse, where `states` do not say it. */
function refusalsOf({ plan }: Report, states: readonly HealthProblem[]): readonly HealthProblem[] {
  const left = (plan?.refusals ?? []).filter(({ code }) => states.length === 0 || !BY_STATES.has(code));
  const codeOf = (code: ErrorCode): HealthCode => (isOurs(code) ? code : "PLAN_REFUSED");
  return [...new Set(left.map(({ code }) => codeOf(code)))].map((code) => {
    const own = left.filter((refusal) => codeOf(refusal.code) === code);
    return makeProblem(
      code,
      own.map((refusal) => refusal.version ?? refusal.code),
    );
  });
}

function missingOf(missing: readonly ExpectedObject[]): readonly HealthProblem[] {
  if (missing.length === 0) return [];
  return [makeProblem("SCHEMA_MISSING", missing.map(describeExpected).toSorted())];
}
