import { renderDuration } from "../../amounts.ts";
import { clip, forLogLine } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, ReportHistoryEntry } from "../report.ts";
import { renderColumns } from "./columns.ts";
import type { Paint } from "./paint.ts";

/** What `history` found, newest first: `✓ 001_users  up  2026-06-01T08:00:00.000Z by deploy, 12 ms  batch 3`; errors beneath. */
export function renderHistoryLines(report: Report, paint: Paint): readonly string[] {
  const entries = report.history ?? [];
  const lines = renderColumns(entries.map((entry) => makeCells(entry, paint)));
  return lines.flatMap((line, index) => {
    const { error = null, runUrl = null } = entries[index] ?? {};
    return [
      line,
      ...(error === null ? [] : [`     ${paint.bad(forLogLine(clip(error, 500)))}`]),
      ...(runUrl === null ? [] : [`     ${paint.faint(forLogLine(clip(runUrl, 500)))}`]),
    ];
  });
}

function makeCells(entry: ReportHistoryEntry, paint: Paint) {
  const { version, name, action, status, executedAt, executedBy, executionTimeMs, batch, environment } =
    entry;
  const hasFailed = status === "failed";
  const by = executedBy === null ? "" : ` by ${executedBy}`;
  const took = executionTimeMs === null ? "" : `, ${renderDuration(executionTimeMs)}`;
  const style = hasFailed ? paint.bad : paint.good;
  return [
    { text: hasFailed ? "✗" : "✓", paint: style },
    { text: renderTitle({ version, name: name ?? "" }) },
    { text: `${action ?? ""} ${status ?? ""}`.trim(), paint: style },
    { text: `${executedAt ?? ""}${by}${took}`, paint: paint.faint },
    {
      text: [batch === null ? "" : `batch ${batch}`, environment ?? ""].join(" ").trim(),
      paint: paint.faint,
    },
  ];
}
