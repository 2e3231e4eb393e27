import { renderDuration } from "../../amounts.ts";
import { renderMoment } from "../render-moment.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportHistoryEntry } from "../report-record.ts";
import type { Paint } from "./paint.ts";
import { type Beneath, renderTable, type TableRow } from "./table.ts";

/**
 * What `history` found, newest first: `✓ 001_users  up completed  2026-06-01 08:00:00Z by deploy, 12 ms  batch 3`; beneath it
 * the error, or what a person chose, the backup and the run. At most `widthColumns` wide but for the run's URL, null: no limit.
 */
export function renderHistoryLines(
  report: Report,
  paint: Paint,
  widthColumns: number | null,
): readonly string[] {
  const rows = (report.history ?? []).map((entry) => makeRow(entry, paint));
  return renderTable(rows, widthColumns, paint);
}

function makeRow(entry: ReportHistoryEntry, paint: Paint): TableRow {
  const { version, name, action, status, executedAt, executedBy, executionTimeMs, batch, environment } =
    entry;
  const hasFailed = status === "failed";
  const at = executedAt === null ? "" : renderMoment(executedAt);
  const by = executedBy === null ? "" : ` by ${executedBy}`;
  const took = executionTimeMs === null ? "" : `, ${renderDuration(executionTimeMs)}`;
  return {
    sign: hasFailed ? "✗" : "✓",
    title: renderTitle({ version, name: name ?? "" }),
    state: `${action ?? ""} ${status ?? ""}`.trim(),
    style: hasFailed ? paint.bad : paint.good,
    details: [
      `${at}${by}${took}`,
      [batch === null ? "" : `batch ${batch}`, environment ?? ""].join(" ").trim(),
    ],
    beneath: makeBeneath(entry, paint),
  };
}

/** Of what did not fail the message is a remark: what a person chose or accepted. */
function makeBeneath(
  { error, backup, runUrl, status }: ReportHistoryEntry,
  paint: Paint,
): readonly Beneath[] {
  const style = status === "failed" ? paint.bad : paint.faint;
  return [
    ...(error === null ? [] : [{ text: error, kind: "prose", style } as const]),
    ...(backup === undefined
      ? []
      : [{ text: `backup ${backup}`, kind: "prose", style: paint.faint } as const]),
    ...(runUrl === null ? [] : [{ text: runUrl, kind: "link", style: paint.faint } as const]),
  ];
}
