import { renderNumber } from "../../amounts.ts";
import type { ErrorCode } from "../../errors.ts";
import type { Health, HealthProblem } from "../health/health.ts";
import { STATUS_WORDS } from "../migration-states.ts";
import type { Report } from "../report.ts";
import type { StatusState } from "../report-record.ts";
import { TROUBLESHOOTING } from "../troubleshooting.ts";
import type { Page } from "./page.ts";

/** What the page says first. */
export interface Verdict {
  /** good: nothing is to be done · caution: something is pending, and nothing else · bad: somebody has to look. */
  readonly tone: "good" | "caution" | "bad";
  /** `2 pending`: for the heading and the window's title. */
  readonly words: string;
  /** One sentence more. */
  readonly meaning: string;
  /** What is wrong, and what to do about each; empty where nothing is. */
  readonly problems: readonly VerdictProblem[];
}

/** A problem in words. */
export interface VerdictProblem {
  readonly message: string;
  /** A sentence or more, code in backticks; null: none is known. */
  readonly next: string | null;
}

/** The verdict over what was found. */
export function makeVerdict({ standing, health }: Pick<Page, "standing" | "health">): Verdict {
  const { status, ledger } = standing.report;
  const problems = (health.problems ?? []).flatMap((problem) => makeProblems(problem, standing.report));
  if (ledger === null) return notRead(health, problems);
  if (health.status === "healthy") return healthy(ledger.applied.length);
  const gone = standing.missing.length;
  const counts = [
    ...(gone === 0 ? [] : [`${renderNumber(gone)} gone from the schema`]),
    ...countStates(status.map(({ state }) => state)),
  ];
  const isOnlyPending = (health.problems ?? []).every(({ code }) => code === "MIGRATIONS_PENDING");
  return {
    tone: isOnlyPending ? "caution" : "bad",
    words: counts.join(", ") || "Not healthy",
    meaning: isOnlyPending
      ? "The database is behind the code: no deploy should go on until they are applied."
      : "The database is not where the code expects it.",
    problems,
  };
}

function notRead({ database }: Health, problems: readonly VerdictProblem[]): Verdict {
  if (database === "disconnected")
    return {
      tone: "bad",
      words: "Database not reached",
      meaning: "What is applied and what is pending is not known until it answers.",
      problems,
    };
  const meaning = "What is applied and what is pending could not be read.";
  return { tone: "bad", words: "Not known", meaning, problems };
}

function healthy(count: number): Verdict {
  const all = count === 1 ? "its one migration is" : `all ${renderNumber(count)} migrations are`;
  const meaning =
    count === 0 ? "There is nothing to apply." : `The database is where the code expects it: ${all} applied.`;
  return { tone: "good", words: "Healthy", meaning, problems: [] };
}

/** The gravest first. */
const UNWELL = ["failed", "running", "edited", "missing", "ahead", "late", "pending", "again"] as const;

/** `1 failed`, `2 pending`: which states need attention, and how often. */
function countStates(states: readonly StatusState[]): readonly string[] {
  return UNWELL.flatMap((state) => {
    const count = states.filter((own) => own === state).length;
    return count === 0 ? [] : [`${renderNumber(count)} ${STATUS_WORDS[state].word}`];
  });
}

/** What to do about what has no entry of its own in Troubleshooting, or another one here. */
const NEXT: Readonly<Record<string, string>> = {
  MIGRATIONS_PENDING:
    "Run the deploy's migration step, or `migrate-action up`. `migrate-action plan` tries it out first, and changes nothing.",
  MIGRATION_FAILED: TROUBLESHOOTING.PLAN_UNFINISHED.whatToDo,
  PLAN_REFUSED: "`migrate-action plan` says what is in the way and where, and changes nothing.",
  SCHEMA_MISSING:
    "Find out who removed it, or which dump was restored, before anything is deployed. Bring it back from a backup, or by a new migration: `up` does not run again what is applied. Where it was on purpose, `repair` with `accept-drift: true` expects it no longer.",
  SCHEMA_DIFFERS: TROUBLESHOOTING.DRIFT.whatToDo,
  CONNECTION_FAILED:
    "Check that the server runs and has a connection free, that host and port are right, and that no firewall is in between.",
  HEALTH_TIMEOUT:
    "Is it overloaded, is somebody holding a lock on the ledger, or does a firewall drop what is sent? `SELECT pid, state, wait_event_type, query FROM pg_stat_activity;` shows what it is doing.",
  INTERNAL: "The log of the server has more. Load the page again; if it stays, report it.",
};

function makeProblems({ code, message }: HealthProblem, report: Report): readonly VerdictProblem[] {
  if (code === "FILES_INVALID") return fileProblems(report);
  const entry = isErrorCode(code) ? TROUBLESHOOTING[code].whatToDo : null;
  return [{ message, next: NEXT[code] ?? entry }];
}

/** Most faults of files that are shown at once. */
const SHOWN = 10;

/** Of files everything may be said: who reads this page has to open them. */
function fileProblems({ failure, problems }: Report): readonly VerdictProblem[] {
  const all = problems.length > 0 || failure === null ? problems : [failure];
  return all.slice(0, SHOWN).map(({ code, message, hint }) => ({
    message,
    next: hint ?? TROUBLESHOOTING[code].whatToDo,
  }));
}

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(TROUBLESHOOTING, code);
