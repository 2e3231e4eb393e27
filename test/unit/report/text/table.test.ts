import { describe, expect, test } from "vitest";
import { renderText } from "../../../../src/report/render-text.ts";
import type { ReportHistoryEntry, ReportStatusRow } from "../../../../src/report/report-record.ts";
import { displayWidth } from "../../../../src/report/text/display-width.ts";
import { renderHistoryLines } from "../../../../src/report/text/history-lines.ts";
import { ANSI_PAINT, PLAIN_PAINT } from "../../../../src/report/text/paint.ts";
import { renderStatusLines } from "../../../../src/report/text/status-lines.ts";
import { makeReport } from "../make-report.ts";

const applied = (version: string, name: string, more: Partial<ReportStatusRow> = {}): ReportStatusRow => ({
  ...{ version, name, state: "applied", appliedAt: "2026-06-01T08:00:12.345Z", appliedBy: "deploy" },
  ...{ executionTimeMs: 12, origin: null },
  ...more,
});
const pending = (version: string, name: string) =>
  applied(version, name, { state: "pending", appliedAt: null, appliedBy: null, executionTimeMs: null });

const LONG = "add_household_time_zone_and_much_more_that_nobody_can_read_at_once";
const ROWS = [applied("001", "users"), applied("016", LONG), pending("017", "日本語の移行")];

const status = (rows: readonly ReportStatusRow[], width: number | null) =>
  renderStatusLines(makeReport("status", { status: rows }), PLAIN_PAINT, width);

const entry = (more: Partial<ReportHistoryEntry> = {}): ReportHistoryEntry => ({
  ...{ version: "001", name: "users", action: "up", status: "completed" },
  ...{ executedAt: "2026-06-01T08:00:12.345Z", executedBy: "deploy", executionTimeMs: 12 },
  ...{ batch: 3, environment: "staging", runUrl: null, error: null },
  ...more,
});

describe("status", () => {
  test("is one line a migration where nobody looks, nothing cut however long it is", () => {
    const title = `016_${LONG}`;
    expect(status(ROWS, null)).toEqual([
      `✓ ${"001_users".padEnd(title.length)}  applied  2026-06-01 08:00:12Z by deploy, 12 ms`,
      `✓ ${title}  applied  2026-06-01 08:00:12Z by deploy, 12 ms`,
      `✗ 017_日本語の移行${" ".repeat(title.length - 16)}  pending`,
    ]);
  });

  test("at 80 columns cuts the long name, and nothing else", () => {
    expect(status(ROWS, 80)).toEqual([
      "✓ 001_users                       applied  2026-06-01 08:00:12Z by deploy, 12 ms",
      "✓ 016_add_household_time_zone_a…  applied  2026-06-01 08:00:12Z by deploy, 12 ms",
      "✗ 017_日本語の移行                pending",
    ]);
  });

  test("at 60 columns has the details beneath", () => {
    expect(status(ROWS, 60)).toEqual([
      "✓ 001_users                                          applied",
      "    2026-06-01 08:00:12Z by deploy, 12 ms",
      "✓ 016_add_household_time_zone_and_much_more_that_n…  applied",
      "    2026-06-01 08:00:12Z by deploy, 12 ms",
      "✗ 017_日本語の移行                                   pending",
    ]);
  });

  test.each([40, 60, 80, 120, 200])("has at %i columns no wider line, whatever is on record", (width) => {
    const rows = [
      ...ROWS,
      applied("018", "x", { origin: "adopted from node-pg-migrate" }),
      applied("019", "👩‍👩‍👧‍👦".repeat(50), { appliedBy: "日本".repeat(100) }),
      applied("020", "y".repeat(250), { appliedBy: "github-actions[bot] of a long name" }),
    ];
    for (const line of status(rows, width)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    const text = renderText(makeReport("status", { status: rows }), ANSI_PAINT, width);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test("sums up in its last line, each part that does not fit in one of its own", () => {
    const last = (width: number | null) =>
      renderText(makeReport("status", { status: ROWS }), PLAIN_PAINT, width)
        .split("\n\n")
        .at(-1);
    expect(last(null)).toBe(
      "• Status: 2 applied, 1 pending · households@db.internal.example (staging) · 61 ms\n",
    );
    expect(last(80)).toBe(
      "• Status: 2 applied, 1 pending · households@db.internal.example (staging)\n  61 ms\n",
    );
    expect(last(60)).toBe(
      "• Status: 2 applied, 1 pending\n  households@db.internal.example (staging) · 61 ms\n",
    );
  });
});

describe("history", () => {
  const history = (entries: readonly ReportHistoryEntry[], width: number | null) =>
    renderHistoryLines(makeReport("history", { history: entries }), PLAIN_PAINT, width);

  test("says what, when, by whom, for how long, in which run, and how it ended", () => {
    const entries = [
      entry({ runUrl: "https://github.com/o/r/actions/runs/7" }),
      entry({ version: "002", status: "failed", error: "division by zero", executionTimeMs: null }),
    ];
    expect(history(entries, null)).toEqual([
      "✓ 001_users  up completed  2026-06-01 08:00:12Z by deploy, 12 ms  batch 3 staging",
      "     https://github.com/o/r/actions/runs/7",
      "✗ 002_users  up failed     2026-06-01 08:00:12Z by deploy         batch 3 staging",
      "     division by zero",
    ]);
    expect(history(entries, 60)).toEqual([
      "✓ 001_users  up completed",
      "    2026-06-01 08:00:12Z by deploy, 12 ms  batch 3 staging",
      "     https://github.com/o/r/actions/runs/7",
      "✗ 002_users  up failed",
      "    2026-06-01 08:00:12Z by deploy  batch 3 staging",
      "     division by zero",
    ]);
  });

  test("breaks an error into lines, and never a URL", () => {
    const url = `https://github.com/${"o".repeat(80)}/actions/runs/7`;
    const lines = history([entry({ status: "failed", error: "a long word ".repeat(20), runUrl: url })], 60);
    expect(lines).toContain(`     ${url}`);
    expect(lines.filter((line) => displayWidth(line) > 60)).toEqual([`     ${url}`]);
    expect(lines.join(" ").match(/long/g)).toHaveLength(20);
  });

  test("shows what a person chose without alarm", () => {
    const report = makeReport("history", { history: [entry({ action: "repair", error: "done: m/1.sql" })] });
    const [, remark] = renderHistoryLines(report, ANSI_PAINT, null);
    expect(remark).toBe(`     ${ANSI_PAINT.faint("done: m/1.sql")}`);
  });
});
