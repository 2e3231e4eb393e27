import { renderDuration } from "../../amounts.ts";
import { forLogLine } from "../foreign-text.ts";
import { STATUS_WORDS } from "../migration-states.ts";
import { renderTitle } from "../render-title.ts";
import type { Report, StatusState } from "../report.ts";
import { renderColumns } from "./columns.ts";
import type { Paint } from "./paint.ts";

/** What `status` found, one line a migration: `✓ 001_create_users  applied  2026-06-01T08:00:00.000Z by deploy, 12 ms`. */
export function renderStatusLines(report: Report, paint: Paint): readonly string[] {
  return renderColumns(
    report.status.map(({ version, name, state, appliedAt, appliedBy, executionTimeMs, origin }) => {
      const { sign, word } = STATUS_WORDS[state];
      const by = appliedBy === null ? "" : `by ${appliedBy}`;
      const took = executionTimeMs === null ? "" : `, ${renderDuration(executionTimeMs)}`;
      const how = origin === null ? "" : ` (${forLogLine(origin)}; checksum of the file as it was then)`;
      const when = `${appliedAt ?? ""} ${by}${took}${how}`;
      return [
        { text: sign, paint: paintOf(state, paint) },
        { text: renderTitle({ version, name }) },
        { text: word, paint: paintOf(state, paint) },
        { text: when, paint: paint.faint },
      ];
    }),
  );
}

function paintOf(state: StatusState, paint: Paint): Paint[keyof Paint] {
  if (state === "applied") return paint.good;
  if (state === "gone") return paint.faint;
  return state === "pending" || state === "again" ? paint.caution : paint.bad;
}
