import { forLogLine } from "../foreign-text.ts";
import { ADOPTION_WORDS } from "../migration-states.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportAdoptionRow } from "../report-record.ts";
import { renderColumns } from "./columns.ts";
import type { Paint } from "./paint.ts";

/** What another tool has on record, a line a migration: `✓ 001_create_users  taken over  dbmate: 001`. Empty without. */
export function renderAdoptionLines({ adoption }: Report, paint: Paint): readonly string[] {
  if (!adoption) return [];
  const rows = adoption.rows.map((row) => {
    const { sign, word } = ADOPTION_WORDS[row.state];
    const style = paintOf(row.state, paint);
    return [
      { text: sign, paint: style },
      { text: titleOf(row) },
      { text: word, paint: style },
      { text: row.foreign === null ? "" : `${adoption.tool}: ${row.foreign}` },
      { text: row.appliedAt ?? "", paint: paint.faint },
    ];
  });
  return [`Ledger of ${forLogLine(adoption.tool)}: ${forLogLine(adoption.table)}`, ...renderColumns(rows)];
}

/** How to go on after a mapping that was only shown; empty otherwise. */
export function renderAdoptionNext({ adoption, result }: Report): readonly string[] {
  if (!adoption || result !== "planned") return [];
  return ["Nothing was written. To record it: the same with `apply` (`--apply` on the command line)."];
}

const titleOf = ({ version, name }: ReportAdoptionRow): string =>
  version === null ? "–" : renderTitle({ version, name: name ?? "" });

function paintOf(state: ReportAdoptionRow["state"], paint: Paint): Paint[keyof Paint] {
  if (state === "applied") return paint.good;
  if (state === "pending" || state === "undone" || state === "bookkeeping") return paint.faint;
  return state === "late" ? paint.caution : paint.bad;
}
