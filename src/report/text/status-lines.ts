import { renderDuration } from "../../amounts.ts";
import { STATUS_WORDS } from "../migration-states.ts";
import { renderMoment } from "../render-moment.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportStatusRow, StatusState } from "../report-record.ts";
import type { Paint } from "./paint.ts";
import { renderTable, type TableRow } from "./table.ts";

/**
 * What `status` found, one line a migration: `✓ 001_create_users  applied  2026-06-01 08:00:00Z by deploy, 12 ms`; at most
 * `widthColumns` wide, null: no limit.
 */
export function renderStatusLines(
  report: Report,
  paint: Paint,
  widthColumns: number | null,
): readonly string[] {
  const rows = report.status.map((row): TableRow => {
    const { sign, word } = STATUS_WORDS[row.state];
    const style = paintOf(row.state, paint);
    return { sign, title: renderTitle(row), state: word, style, details: [renderWhen(row)], beneath: [] };
  });
  return renderTable(rows, widthColumns, paint);
}

function renderWhen({ appliedAt, appliedBy, executionTimeMs, origin }: ReportStatusRow): string {
  const at = appliedAt === null ? "" : renderMoment(appliedAt);
  const by = appliedBy === null ? "" : ` by ${appliedBy}`;
  const took = executionTimeMs === null ? "" : `, ${renderDuration(executionTimeMs)}`;
  const how = origin === null ? "" : ` (${origin}; checksum of the file as it was then)`;
  return `${at}${by}${took}${how}`;
}

function paintOf(state: StatusState, paint: Paint): Paint[keyof Paint] {
  if (state === "applied") return paint.good;
  if (state === "gone") return paint.faint;
  return state === "pending" || state === "again" ? paint.caution : paint.bad;
}
