import { renderCount, renderNumber } from "./amounts.ts";
import { makeFindings } from "./make-findings.ts";
import { renderStateCounts, STATUS_WORDS } from "./migration-states.ts";
import type { Report } from "./report.ts";
import { TROUBLESHOOTING } from "./troubleshooting.ts";

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
  const counts = renderStateCounts(report.migrations);
  switch (report.result) {
    case "applied":
      return { ...GOOD, words: `Applied ${countOf(report, "applied")}${stillPending(report)}` };
    case "recorded":
      return {
        ...GOOD,
        words: `Recorded ${countOf(report, "recorded")} as applied, without running anything${stillPending(report)}`,
      };
    case "nothing-to-do":
      return { ...GOOD, words: makeNothingToDo(report) };
    case "planned":
      return makePlanned(report);
    case "rolled-back":
      return { ...GOOD, words: `Rolled back ${countOf(report, "rolled-back")}` };
    case "refused":
      return { ...BAD, emoji: "⛔", words: `Refused: ${makeReason(report)}. Nothing was applied` };
    case "failed":
      return { ...BAD, words: `Failed: ${makeReason(report)}. ${sentence(counts)}` };
    case "cancelled":
      return { ...BAD, emoji: "🛑", words: `Cancelled. ${sentence(counts)}` };
    case "unknown":
      return { ...BAD, emoji: "❓", words: `State unknown: ${makeReason(report)}. ${sentence(counts)}` };
  }
}

function countOf(report: Report, state: "applied" | "recorded" | "rolled-back"): string {
  return renderCount(report.migrations.filter((migration) => migration.state === state).length, "migration");
}

function stillPending(report: Report): string {
  const count = report.ledger?.pending.length ?? 0;
  return count === 0 ? "" : `, ${renderNumber(count)} still pending`;
}

function makeNothingToDo(report: Report): string {
  if (report.ledger === null) return "Nothing to do";
  if (report.ledger.pending.length > 0) return `Nothing to do in the range asked for${stillPending(report)}`;
  return `Nothing to do: all ${renderCount(report.ledger.applied.length, "migration")} applied`;
}

function makePlanned(report: Report): Headline {
  const steps = renderCount(report.plan?.steps.length ?? 0, "migration");
  const rehearsed = report.rehearsal?.ok === true ? "and rehearsed" : "but not rehearsed";
  if ((report.gate?.needs.length ?? 0) > 0) {
    return {
      ...CAUTION,
      emoji: "🔐",
      words: `Waiting for confirmation: ${steps} planned ${rehearsed}, none applied`,
    };
  }
  return { ...CAUTION, words: `Dry run: ${steps} planned ${rehearsed}, none applied` };
}

function makeReason(report: Report): string {
  const findings = makeFindings(report);
  if (report.problems.length > 1) return renderCount(report.problems.length, "problem");
  const [first] = findings;
  return first === undefined ? "no reason was recorded" : TROUBLESHOOTING[first.code].title;
}

function sentence(counts: string): string {
  return counts === "" ? "Nothing was applied" : counts;
}

function makeStatusHeadline(report: Report): Headline {
  const states = Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[];
  const counts = states.flatMap((state) => {
    const count = report.status.filter((row) => row.state === state).length;
    return count === 0 ? [] : [`${renderNumber(count)} ${STATUS_WORDS[state].word}`];
  });
  const words = `Status: ${counts.join(", ")}`;
  if (report.status.every(({ state }) => state === "applied")) return { ...GOOD, words };
  const needsHand = report.status.some(({ state }) => state !== "applied" && state !== "pending");
  return needsHand ? { ...BAD, words } : { ...CAUTION, words };
}
