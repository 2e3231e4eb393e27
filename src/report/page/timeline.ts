import type { Deploy, DeployResult } from "./deploys.ts";
import { makeTicks, type Tick } from "./time-axis.ts";

/** Deploys of one result that are drawn at one place. */
export interface TimelineMark {
  readonly result: DeployResult;
  /** Of the width, 0 to 1. */
  readonly at: number;
  /** Of the height, above 0 to 1. */
  readonly height: number;
  readonly migrations: number;
  /** How many widths of a mark it is drawn aside of others at the same place: below 0 where it is earlier. */
  readonly aside: number;
  /** Newest first; never empty. */
  readonly deploys: readonly Deploy[];
}

/** A timeline as figures: where what is drawn. Only of deploys with a time. */
export interface Timeline {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of the width; at the end, or before it where a clock was ahead. */
  readonly nowAt: number;
  /** Ascending by time; what failed comes after what did not, so that it is drawn above it. */
  readonly marks: readonly TimelineMark[];
  readonly ticks: readonly (Tick & { readonly at: number })[];
  /** Numbers of migrations for which a line is drawn. */
  readonly levels: readonly { readonly migrations: number; readonly height: number }[];
  /** What is pending; null: nothing is. */
  readonly pending: { readonly migrations: number; readonly height: number } | null;
}

/** Deploys closer than this part of the width are one mark. */
const CELLS = 240;
const MOST_TICKS = 7;
/** So that a deploy of this minute is not an axis of milliseconds. */
const SHORTEST_MS = 60 * 60_000;
const LEVELS = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000];

/** The timeline of `deploys` up to `nowMs`; null where none of them has a time. */
export function makeTimeline(deploys: readonly Deploy[], pending: number, nowMs: number): Timeline | null {
  const starts = deploys.flatMap(({ startMs }) => startMs ?? []);
  if (starts.length === 0) return null;
  const untilMs = starts.reduce((a, b) => Math.max(a, b), nowMs);
  const fromMs = starts.reduce((a, b) => Math.min(a, b), untilMs - SHORTEST_MS);
  const placeOf = (atMs: number) => (atMs - fromMs) / (untilMs - fromMs);
  const cells = makeCells(deploys, placeOf);
  const top = Math.max(3, pending, ...cells.map(({ migrations }) => migrations));
  // Most deploys have few migrations, and the first one often hundreds: equal ratios are equal distances.
  const heightOf = (migrations: number) => Math.log(1 + migrations) / Math.log(1 + top);
  return {
    ...{ fromMs, untilMs, nowAt: placeOf(nowMs) },
    marks: cells.map((cell, index) => ({
      ...cell,
      height: heightOf(cell.migrations),
      aside: cells
        .slice(0, index)
        .filter((other) => isBeside(other, cell))
        .reduce((sum, other) => sum + (cell.at < other.at ? -1 : 1), 0),
    })),
    ticks: makeTicks(fromMs, untilMs, MOST_TICKS).map((tick) => ({ ...tick, at: placeOf(tick.atMs) })),
    levels: levelsUpTo(top).map((migrations) => ({ migrations, height: heightOf(migrations) })),
    pending: pending === 0 ? null : { migrations: pending, height: heightOf(pending) },
  };
}

type Cell = Omit<TimelineMark, "height" | "aside">;

/** About the width of a mark, of the width of the picture. */
const NEAR = 0.012;

const isBeside = (a: Cell, b: Cell): boolean =>
  a.result !== b.result && a.migrations === b.migrations && Math.abs(a.at - b.at) < NEAR;

const RESULTS: readonly DeployResult[] = ["recorded", "applied", "taken-back", "failed"];

function makeCells(deploys: readonly Deploy[], placeOf: (atMs: number) => number): readonly Cell[] {
  const cells = new Map<string, Deploy[]>();
  for (const deploy of deploys) {
    if (deploy.startMs === null) continue;
    const key = `${deploy.result} ${Math.round(placeOf(deploy.startMs) * CELLS)}`;
    const cell = cells.get(key) ?? [];
    cell.push(deploy);
    cells.set(key, cell);
  }
  const marks = [...cells.values()].map((own) => ({
    result: own[0]?.result ?? "applied",
    at: placeOf(own[0]?.startMs ?? 0),
    migrations: own.reduce((sum, { entries }) => sum + entries.length, 0),
    deploys: own,
  }));
  return marks.toSorted((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result) || a.at - b.at);
}

/** At most four, the highest that fit. */
const levelsUpTo = (top: number): readonly number[] => {
  const fitting = LEVELS.filter((level) => level <= top);
  const every = Math.ceil(fitting.length / 4);
  return fitting.filter((_, index) => (fitting.length - 1 - index) % every === 0);
};
