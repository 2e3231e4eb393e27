import { renderBytes, renderCount } from "../../amounts.ts";
import {
  describeParts,
  describeSlot,
  describeSpace,
  describeStandby,
  describeTransaction,
  hasLongWork,
  renderRange,
  renderRows,
  renderWrites,
} from "../blast-radius-words.ts";
import { clip, forLogLine } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { ReportBlastRadius, ReportTouched } from "../report-blast-radius.ts";
import { type Cell, renderColumns } from "./columns.ts";
import type { Paint } from "./paint.ts";

/** Most tables that a log shows. */
const MOST_RELATIONS = 30;

/** What the plan touches on the target, a line a table, then what is in its way; empty where nothing is. */
export function renderBlastRadiusLines({ blastRadius }: Report, paint: Paint): readonly string[] {
  if (!blastRadius) return [];
  const { relations, transactions, moreTransactions, incomplete } = blastRadius;
  const work = hasLongWork(blastRadius) ? [workCell] : [];
  const shown = relations.slice(0, MOST_RELATIONS);
  const tables = renderColumns(
    shown.map((touched) => [...makeCells(touched), ...work.map((cell) => cell(touched))]),
  );
  const more = relations.length - shown.length;
  const warnings = [
    ...transactions.map(
      (transaction) =>
        `${describeTransaction(transaction)}${transaction.query === null ? "" : `: ${clip(transaction.query, 200)}`}`,
    ),
    ...(moreTransactions === 0 ? [] : [`and ${renderCount(moreTransactions, "more open transaction")}`]),
    ...incomplete.map((reason) => clip(reason, 500)),
  ];
  return [
    ...tables,
    ...(more === 0 ? [] : [`• and ${renderCount(more, "more table")}: the report has all`]),
    ...warnings.map((text) => `  ${paint.caution("!")} ${forLogLine(text)}`),
    ...makeNotes(blastRadius).map((text) => `  ${paint.faint("•")} ${forLogLine(text)}`),
  ];
}

function makeNotes(radius: ReportBlastRadius): readonly string[] {
  return [
    ...(radius.replication?.standbys ?? []).map(describeStandby),
    ...(radius.replication?.slots ?? []).map(describeSlot),
    ...(hasLongWork(radius) ? [describeSpace(radius)] : []),
  ];
}

const workCell = ({ scan, rewrite }: ReportTouched): Cell => ({
  text: `scan ${renderRange(scan)}, rewrite ${renderRange(rewrite)}`,
});

function makeCells(touched: ReportTouched): readonly Cell[] {
  const rows = touched.rows === null ? "rows unknown" : `${renderRows(touched)} rows`;
  return [
    { text: "•" },
    { text: `touches ${touched.relation}` },
    { text: rows, align: "end" },
    { text: renderBytes(touched.totalBytes), align: "end" },
    { text: describeParts(touched) },
    { text: touched.writesPerSecond === null ? "" : `writes/s ${renderWrites(touched)}` },
  ];
}
