import { renderCount, renderNumber } from "../amounts.ts";
import { makeFindings } from "./make-findings.ts";
import { renderStateCounts, STATUS_WORDS } from "./migration-states.ts";
import type { Report } from "./report.ts";
import type { ReportHistoryEntry, StatusState } from "./report-record.ts";
import type { ReportVerification } from "./report-verification.ts";
import { TROUBLESHOOTING } from "./troubleshooting.ts";
import { renderAllHeld } from "./verification-words.ts";

/** The result in a few words of our own, nothing foreign in it. */
export interface Headline {
  /** good: go on · caution: nothing is wrong, somebody has to act · bad: the step failed. */
  readonly tone: "good" | "caution" | "bad";
  readonly emoji: string;
  readonly sign: string;
  readonly words: string;
}

const GOOD = { tone: "good", emoji: "✅", sign: "✓" } as const;
const CAUTION = { tone: "caution", emoji: "📋", sign: "•" } as const;
const BAD = { tone: "bad", emoji: "❌", sign: "✗" } as const;

/** What happened, as the first thing a reader sees. */
export function makeHeadline(report: Report): Headline {
  if (report.command === "status" && report.status.length > 0) return makeStatusHeadline(report);
  if (report.history !== undefined && report.exitCode === 0) return makeHistoryHeadline(report.history);
  const adopted = makeAdoptionHeadline(report) ?? makeRepairHeadline(report) ?? makeCheckHeadline(report);
  if (adopted !== null) return adopted;
  if (report.command === "verify" && report.exitCode === 0)
    return { ...GOOD, words: makeVerified(report.verification ?? []) };
  const counts = renderStateCounts(report);
  switch (report.result) {
    case "applied":
      return {
        ...GOOD,
        words: `${makeDone(report)}${verifiedAfter(report)}${pendingAfter(report, "still")}`,
      };
    case "nothing-to-do":
      return makeNothingToDoHeadline(report);
    case "planned":
      return makePlanned(report);
    case "created":
      return { ...GOOD, words: `Created a migration: ${countFiles(report)}` };
    case "rolled-back":
      return { ...GOOD, words: `Took back ${countOf(report, "taken-back")}${pendingAfter(report, "now")}` };
    case "refused":
      return { ...BAD, emoji: "⛔", words: `Refused: ${makeReason(report)}. ${nothingDone(report)}` };
    case "failed":
      return { ...BAD, words: `Failed: ${makeReason(report)}. ${counts || nothingDone(report)}` };
    case "cancelled":
      return { ...BAD, emoji: "🛑", words: `Cancelled. ${counts || nothingDone(report)}` };
    case "unknown":
      return {
        ...BAD,
        emoji: "❓",
        words: `State unknown: ${makeReason(report)}. ${counts || nothingDone(report)}`,
      };
  }
}

function makeDone(report: Report): string {
  if (report.command !== "baseline") return `Applied ${countOf(report, "applied")}`;
  return `Recorded ${countOf(report, "recorded")} as applied, none was run${acceptedDrift(report)}`;
}

function acceptedDrift({ rehearsal }: Report): string {
  const count = rehearsal?.drift.length ?? 0;
  return count === 0 ? "" : `, ${renderCount(count, "difference")} accepted`;
}

/** Null where there is no adoption, or it was stopped: then what stopped it is the news. */
function makeAdoptionHeadline({ adoption, result }: Report): Headline | null {
  if (!adoption) return null;
  const taken = adoption.rows.filter(({ state }) => state === "applied").length;
  const what = `${renderCount(taken, "migration")} of ${adoption.tool}`;
  if (result === "applied") return { ...GOOD, words: `Took over ${what}, none was run` };
  if (result === "planned") return { ...CAUTION, words: `Adoption: ${what} to take over, nothing written` };
  if (result === "nothing-to-do") return { ...GOOD, words: `Nothing to adopt: ${what}, all on record` };
  return null;
}

/** Null where it is no repair, or something was run or stopped it: then that is the news. */
function makeRepairHeadline({ repair, result, migrations }: Report): Headline | null {
  if (repair === undefined || migrations.length > 0) return null;
  if (repair.acceptance !== undefined) return makeAcceptanceHeadline(result);
  if (repair.gone !== undefined) return makeGoneHeadline(result, repair.gone.objects.length);
  const [first] = repair.unfinished;
  if (result === "nothing-to-do" || first === undefined)
    return result === "nothing-to-do"
      ? { ...GOOD, words: "Nothing to repair: nothing is left half-way" }
      : null;
  const count = renderCount(repair.unfinished.length, "migration");
  if (result === "planned") return { ...CAUTION, words: `Repair: ${count} left half-way, nothing changed` };
  if (result === "applied") return { ...GOOD, words: `Repaired ${count}: recorded as chosen, none was run` };
  return null;
}

function makeAcceptanceHeadline(result: Report["result"]): Headline | null {
  if (result === "nothing-to-do")
    return { ...GOOD, words: "Nothing to accept: the file is as it is on record" };
  if (result === "planned") return { ...CAUTION, words: "Repair: 1 edited file to accept, nothing changed" };
  if (result === "applied")
    return { ...GOOD, words: "Repaired: the checksum of the edited file is on record, none was run" };
  return null;
}

function makeGoneHeadline(result: Report["result"], count: number): Headline | null {
  const what = renderCount(count, "thing");
  if (result === "nothing-to-do")
    return { ...GOOD, words: "Nothing to accept: all that is expected of the schema is there" };
  if (result === "planned")
    return { ...CAUTION, words: `Repair: ${what} gone from the schema, nothing changed` };
  if (result === "applied") return { ...GOOD, words: `Repaired: ${what} no longer expected, none was run` };
  return null;
}

/** Null where it is no check, or it could not be brought to its end. */
function makeCheckHeadline(report: Report): Headline | null {
  const { check, plan, rehearsal, result } = report;
  if (check === undefined) return null;
  if (result === "nothing-to-do")
    return { ...GOOD, words: "Nothing to check: no migration is new or changed" };
  if (result === "refused" || result === "failed")
    return { ...BAD, words: `Check failed: ${makeReason(report)}` };
  if (result !== "planned") return null;
  const count = renderCount(plan?.steps.length ?? 0, "migration");
  if (rehearsal?.ok !== true)
    return { ...CAUTION, words: `Check of the files alone: ${count}, none was run` };
  const back = check.trips.filter((trip) => trip.back === "restored").length;
  const tried = back === 0 ? "" : `, ${renderNumber(back)} taken back and applied again`;
  return { ...GOOD, words: `Check passed: ${count} run from zero${tried}` };
}

/** Of a run of `verify` that has nothing to complain of. */
function makeVerified(verifications: readonly ReportVerification[]): string {
  if (verifications.length === 0) return "Nothing to verify: nothing was asked";
  return `Verified: ${renderAllHeld(verifications)}`;
}

/** Of a run that applied something: what was asked after it holds, or it would have failed. */
function verifiedAfter({ verification = [] }: Report): string {
  return verification.length === 0 ? "" : `, ${renderAllHeld(verification)}`;
}

function countOf(report: Report, state: "applied" | "recorded" | "taken-back"): string {
  return renderCount(report.migrations.filter((migration) => migration.state === state).length, "migration");
}

function pendingAfter({ ledger }: Report, how: "still" | "now"): string {
  const count = ledger?.pending.length ?? 0;
  return count === 0 ? "" : `, ${renderNumber(count)} ${how} pending`;
}

/** A target that somebody changed by hand is none to be content with. */
function makeNothingToDoHeadline(report: Report): Headline {
  const words = makeNothingToDo(report);
  const count = report.rehearsal?.drift.length ?? 0;
  if (count === 0) return { ...GOOD, words };
  return { ...CAUTION, words: `${words}, but ${renderCount(count, "difference")} to what their files make` };
}

function makeNothingToDo(report: Report): string {
  if (report.ledger === null) return "Nothing to do";
  if (report.command === "down") {
    const left = report.ledger.applied.length;
    return left === 0
      ? "Nothing to take back: no migration is applied"
      : `Nothing to take back, ${renderNumber(left)} applied`;
  }
  if (report.ledger.pending.length > 0)
    return `Nothing to do in the range asked for${pendingAfter(report, "still")}`;
  return `Nothing to do: all ${renderCount(report.ledger.applied.length, "migration")} applied`;
}

function makePlanned(report: Report): Headline {
  if (report.created !== undefined)
    return { ...CAUTION, words: `Dry run: a migration of ${countFiles(report)}, nothing was written` };
  const steps = renderCount(report.plan?.steps.length ?? 0, "migration");
  const none = `none ${doneWord(report)}${report.command === "baseline" ? acceptedDrift(report) : ""}`;
  const rehearsed = report.rehearsal?.ok === true ? "and rehearsed" : "but not rehearsed";
  if ((report.gate?.needs.length ?? 0) > 0) {
    return {
      ...CAUTION,
      emoji: "🔐",
      words: `Waiting for confirmation: ${steps} planned ${rehearsed}, ${none}`,
    };
  }
  return { ...CAUTION, words: `Dry run: ${steps} planned ${rehearsed}, ${none}` };
}

const countFiles = ({ created = [] }: Report): string => renderCount(created.length, "file");

function makeReason(report: Report): string {
  const findings = makeFindings(report);
  if (report.problems.length > 1) return renderCount(report.problems.length, "problem");
  const [first] = findings;
  return first === undefined ? "no reason was recorded" : TROUBLESHOOTING[first.code].title;
}

function nothingDone(report: Report): string {
  if (report.command === "verify" && report.verification !== undefined)
    return renderAllHeld(report.verification);
  return `Nothing was ${doneWord(report)}`;
}

/** What the command does to a migration: some of them run nothing. */
function doneWord({ command }: Report): string {
  if (command === "down") return "taken back";
  if (command === "verify") return "asked";
  if (command === "create") return "written";
  return command === "baseline" || command === "adopt" || command === "repair" ? "recorded" : "applied";
}

function makeHistoryHeadline(entries: readonly ReportHistoryEntry[]): Headline {
  if (entries.length === 0) return { ...GOOD, words: "History: nothing was run here yet" };
  const failed = entries.filter(({ status }) => status === "failed").length;
  const words = `History: ${renderNumber(entries.length)} ${entries.length === 1 ? "entry" : "entries"}`;
  return { ...GOOD, words: failed === 0 ? words : `${words}, ${renderNumber(failed)} of them failed` };
}

/** States in which nothing is to be done, and those in which `up` does it. */
const DONE: ReadonlySet<StatusState> = new Set(["applied", "gone"]);
const RUNNABLE: ReadonlySet<StatusState> = new Set(["pending", "again"]);

function makeStatusHeadline(report: Report): Headline {
  const states = Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[];
  const counts = states.flatMap((state) => {
    const count = report.status.filter((row) => row.state === state).length;
    return count === 0 ? [] : [`${renderNumber(count)} ${STATUS_WORDS[state].word}`];
  });
  const words = `Status: ${counts.join(", ")}`;
  if (report.status.every(({ state }) => DONE.has(state))) return { ...GOOD, words };
  const needsHand = report.status.some(({ state }) => !DONE.has(state) && !RUNNABLE.has(state));
  return needsHand ? { ...BAD, words } : { ...CAUTION, words };
}
