import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeDeploys } from "../../../../src/report/page/deploys.ts";
import { makeTicks } from "../../../../src/report/page/time-axis.ts";
import { makeTimeline } from "../../../../src/report/page/timeline.ts";
import { makeEntry, NOW_MS } from "./page-values.ts";

const DAY = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();
const timelineOf = (entries: Parameters<typeof makeDeploys>[0], pending = 0) =>
  makeTimeline(makeDeploys(entries, []), pending, NOW_MS);

describe("the timeline", () => {
  test("of nothing, and of runs without a time, is none", () => {
    expect(timelineOf([])).toBeNull();
    expect(timelineOf([makeEntry("1", { executedAt: null })])).toBeNull();
  });

  test("of one run of this second has an axis of an hour", () => {
    const timeline = timelineOf([makeEntry("1", { executedAt: iso(NOW_MS) })]);
    expect(timeline).toMatchObject({ fromMs: NOW_MS - 3_600_000, untilMs: NOW_MS, nowAt: 1 });
    expect(timeline?.marks).toMatchObject([{ at: 1, migrations: 1, height: expect.closeTo(0.5) }]);
  });

  test("of 434 migrations in a minute has one mark, as high as there is room", () => {
    const entries = Array.from({ length: 434 }, (_, index) =>
      makeEntry(String(index), { executedAt: iso(NOW_MS - DAY + index * 100) }),
    );
    expect(timelineOf(entries)?.marks).toMatchObject([{ migrations: 434, height: 1 }]);
    expect(timelineOf(entries)?.levels.map(({ migrations }) => migrations)).toEqual([3, 30, 300]);
  });

  test("of three years of a run a day has a mark for what can be told apart, and all migrations in them", () => {
    const entries = Array.from({ length: 1_095 }, (_, index) =>
      makeEntry(String(index), { batch: index, executedAt: iso(NOW_MS - index * DAY) }),
    );
    const marks = timelineOf(entries)?.marks ?? [];
    expect(marks.length).toBeLessThanOrEqual(241);
    expect(marks.reduce((sum, { migrations }) => sum + migrations, 0)).toBe(1_095);
  });

  test("a failure is never hidden in a mark of what went through, and is drawn above and beside it", () => {
    const entries = [
      makeEntry("2", { batch: 2, status: "failed", executedAt: iso(NOW_MS - 1_000) }),
      makeEntry("1", { batch: 1, executedAt: iso(NOW_MS - 2_000) }),
    ];
    expect(timelineOf(entries)?.marks).toMatchObject([
      { result: "applied", aside: 0 },
      { result: "failed", aside: 1 },
    ]);
    const before = [
      makeEntry("2", { batch: 2 }),
      makeEntry("1", { status: "failed", executedAt: iso(NOW_MS - 3_601_000) }),
    ];
    expect(timelineOf(before)?.marks[1]).toMatchObject({ result: "failed", aside: -1 });
  });

  test("a run of a clock that is ahead is right of now, and all stays on the picture", () => {
    const timeline = timelineOf([makeEntry("1", { executedAt: iso(NOW_MS + DAY) })]);
    expect(timeline?.nowAt).toBeLessThan(1);
    expect(timeline?.marks[0]?.at).toBe(1);
  });

  test("what is pending has the height of what was applied", () => {
    const timeline = timelineOf([makeEntry("1"), makeEntry("2")], 2);
    expect(timeline?.pending?.height).toBe(timeline?.marks[0]?.height);
  });
});

describe("the axis", () => {
  test.each([
    ["an hour", 3_600_000, ["1 Jun, 11:00", "11:10", "11:20", "11:30", "11:40", "11:50", "12:00"]],
    ["a day", DAY, ["31 May, 12:00", "18:00", "1 Jun", "06:00", "12:00"]],
    ["a week", 7 * DAY, ["26 May", "27 May", "28 May", "29 May", "30 May", "31 May", "1 Jun"]],
    ["a month", 30 * DAY, ["4 May", "11 May", "18 May", "25 May", "1 Jun"]],
    ["a year", 365 * DAY, ["Jul", "Sep", "Nov", "Jan 2026", "Mar", "May"]],
    ["three years", 1_096 * DAY, ["Jul 2023", "Jan 2024", "Jul 2024", "Jan 2025", "Jul 2025", "Jan 2026"]],
    ["ten years", 3_653 * DAY, ["2018", "2020", "2022", "2024", "2026"]],
  ])("of %s has round moments", (_, spanMs, labels) => {
    expect(makeTicks(NOW_MS - spanMs, NOW_MS, 7).map(({ label }) => label)).toEqual(labels);
  });

  test("of any two moments has at most as many as asked for, in order and within", () => {
    const moment = fc.integer({ min: -8.64e15, max: 8.64e15 });
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        const [fromMs, untilMs] = [Math.min(a, b), Math.max(a, b) + 1];
        const at = makeTicks(fromMs, untilMs, 7).map(({ atMs }) => atMs);
        expect(at.length).toBeLessThanOrEqual(8);
        expect(at).toEqual(at.toSorted((x, y) => x - y));
        for (const atMs of at) expect(atMs >= fromMs && atMs <= untilMs).toBe(true);
      }),
    );
  });
});
