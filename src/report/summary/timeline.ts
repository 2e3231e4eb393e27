import { renderDuration } from "../../amounts.ts";
import { forMermaid, inCodeFence } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import { rehearsedMs } from "../step-times.ts";

/** Mermaid refuses diagrams over 50,000 characters, and nobody reads more bars than this. */
const MOST_BARS = 40;

const DONE: ReadonlySet<string> = new Set(["applied", "taken-back"]);

interface Bar {
  readonly label: string;
  /** A task's mark in Mermaid: `crit` is red, `done` grey, `active` blue. */
  readonly mark: "crit" | "done" | "active";
  readonly durationMs: number;
}

/**
 * A Mermaid Gantt chart in a fence: how long each migration took, rehearsed and applied, one after the other. Of many
 * the slowest, in their order. Empty when nothing was timed.
 */
export function renderTimeline(report: Report): string {
  const sections = [
    { name: "Rehearsed", all: makeRehearsedBars(report) },
    { name: report.command === "down" ? "Taken back" : "Applied", all: makeAppliedBars(report) },
  ].flatMap(({ name, all }) => (all.length === 0 ? [] : [{ name, all, bars: slowest(all) }]));
  if (sections.length === 0) return "";
  const longestMs = Math.max(
    ...sections.map(({ bars }) => bars.reduce((sum, bar) => sum + bar.durationMs, 0)),
  );
  const axis = longestMs < 60_000 ? "%S.%L s" : "%M:%S";
  const lines = ["gantt", "  dateFormat x", `  axisFormat ${axis}`, "  todayMarker off"];
  for (const { name, bars } of sections) lines.push(`  section ${name}`, ...renderBars(bars));
  const isCut = sections.some(({ all, bars }) => all.length > bars.length);
  const note = isCut ? `\n\n_The ${MOST_BARS} slowest migrations, one after the other._` : "";
  return `### Timeline\n\n${inCodeFence(lines.join("\n"), "mermaid")}${note}`;
}

function renderBars(bars: readonly Bar[]): readonly string[] {
  let startMs = 0;
  return bars.map(({ label, mark, durationMs }) => {
    // A bar of no length is not drawn.
    const widthMs = Math.max(1, Math.round(durationMs));
    const line = `  ${label} ${renderDuration(durationMs)} :${mark}, ${startMs}, ${widthMs}ms`;
    startMs += widthMs;
    return line;
  });
}

function makeRehearsedBars(report: Report): readonly Bar[] {
  return (report.plan?.steps ?? []).flatMap((step): Bar[] => {
    const durationMs = rehearsedMs(step);
    const isFailed = report.rehearsal?.failure?.version === step.version;
    if (durationMs === null) return [];
    return [{ label: forMermaid(renderTitle(step)), mark: isFailed ? "crit" : "active", durationMs }];
  });
}

function makeAppliedBars(report: Report): readonly Bar[] {
  return report.migrations.flatMap((migration): Bar[] => {
    const { state, durationMs } = migration;
    if (durationMs === null || state === "not-run") return [];
    return [
      { label: forMermaid(renderTitle(migration)), mark: DONE.has(state) ? "done" : "crit", durationMs },
    ];
  });
}

function slowest(bars: readonly Bar[]): readonly Bar[] {
  const kept = new Set(bars.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, MOST_BARS));
  return bars.filter((bar) => kept.has(bar));
}
