import { renderDuration } from "../../amounts.ts";
import { forMermaid, inCodeFence } from "../foreign-text.ts";
import { type Blocked, makeHeldLocks, renderMode, startsOf } from "../held-locks.ts";
import type { ReportStep } from "../report.ts";
import type { ReportStatement } from "../report-statement.ts";

/** Nobody reads more bars than this, and Mermaid refuses diagrams over 50,000 characters. */
const MOST_BARS = 24;

/** A task's mark in Mermaid: `crit` is red, `active` blue, `done` grey. */
const MARKS: Readonly<Record<Blocked, string>> = {
  all: "crit",
  writes: "active",
  changes: "done",
  nothing: "done",
};

const WORDS: Readonly<Record<Blocked, string>> = {
  all: "no reads, no writes",
  writes: "no writes",
  changes: "blocks neither",
  nothing: "",
};

/**
 * A Mermaid Gantt chart in a fence: the statements of a step one after the other, and beneath the locks that block
 * something, each from the statement that took it to the end of its transaction. Empty where none blocks anything.
 */
export function renderLockChart(step: ReportStep): string {
  const locks = makeHeldLocks(step).filter(({ blocks }) => blocks !== "nothing");
  if (locks.length === 0) return "";
  const starts = startsOf(step.statements);
  const shown = locks.slice(0, MOST_BARS);
  const lines = [
    "gantt",
    "  dateFormat x",
    `  axisFormat ${axisFor(starts.at(-1) ?? 0)}`,
    "  todayMarker off",
  ];
  lines.push("  section Statements", ...statementBars(step.statements, starts));
  lines.push("  section Locks");
  for (const { relation, mode, blocks, startMs, heldMs } of shown) {
    const label = `${renderMode(mode)} on ${plainName(relation)} ${renderDuration(heldMs)}, ${WORDS[blocks]}`;
    lines.push(bar(label, MARKS[blocks], startMs, heldMs));
  }
  const isCut = locks.length > shown.length || step.statements.length > MOST_BARS;
  const note = isCut ? `\n\n_The first ${MOST_BARS} statements and locks._` : "";
  return `${inCodeFence(lines.join("\n"), "mermaid")}${note}`;
}

function statementBars(statements: readonly ReportStatement[], starts: readonly number[]): readonly string[] {
  return statements.slice(0, MOST_BARS).map(({ line, sql, durationMs }, index) => {
    const words = /^\s*((?:[A-Za-z]+\s+){0,1}[A-Za-z]+)/.exec(sql)?.[1] ?? "";
    return bar(
      `line ${line} ${plainName(words)} ${renderDuration(durationMs ?? 0)}`,
      "done",
      starts[index] ?? 0,
      durationMs ?? 0,
    );
  });
}

/** Not at the beginning of a line, where it would need the `_` against Mermaid's commands. */
const plainName = (text: string): string => forMermaid(text).replace(/^_/, "");

/** A bar of no length is not drawn. */
function bar(label: string, mark: string, startMs: number, durationMs: number): string {
  return `  ${label} :${mark}, ${Math.round(startMs)}, ${Math.max(1, Math.round(durationMs))}ms`;
}

const axisFor = (lengthMs: number): string => (lengthMs < 60_000 ? "%S.%L s" : "%M:%S");
