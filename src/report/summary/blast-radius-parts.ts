import { renderBytes, renderCount, renderDuration } from "../../amounts.ts";
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
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown, inCode } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { ReportBlastRadius, ReportTouched, ReportTransaction } from "../report-blast-radius.ts";
import { renderName } from "./names.ts";

/** What the plan touches on the target: a table of its tables, then who is in the way, replication and disk. */
export function makeBlastRadiusParts({ blastRadius }: Report): readonly ListPart[] {
  if (!blastRadius) return [];
  const { relations, incomplete } = blastRadius;
  const gaps = incomplete.map((reason) => `- ⚠️ ${forMarkdown(clip(reason, 500))}`);
  if (relations.length === 0) return gaps.length === 0 ? [] : [listOf("### What it touches\n", gaps, "gap")];
  return [makeTable(blastRadius), listOf("", [...makeNotes(blastRadius), ...gaps], "note")];
}

const listOf = (before: string, items: readonly string[], noun: string): ListPart => ({
  before,
  items,
  between: "\n",
  after: "",
  rank: 2,
  noun,
});

function makeTable(radius: ReportBlastRadius): ListPart {
  const isLong = hasLongWork(radius);
  const work = isLong ? ["A scan", "A rewrite", "An index build"] : [];
  const titles = ["Relation", "Rows", "Size", "With", "Writes/s", ...work, "In the way"];
  const aligns = ["---", "--:", "--:", "---", "--:", ...work.map(() => "--:"), "---"];
  const head = [titles, aligns].map(renderRow).join("\n");
  const rows = radius.relations.map((touched) => {
    const ranges = isLong ? [touched.scan, touched.rewrite, touched.indexBuild].map(renderRange) : [];
    return renderRow([
      renderName(touched.relation),
      renderRows(touched),
      renderSize(touched),
      describeParts(touched) || "–",
      renderWrites(touched),
      ...ranges,
      renderInTheWay(touched, radius.transactions),
    ]);
  });
  return listOf(`### What it touches\n\n${head}`, rows, "relation");
}

const renderRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function renderSize({ sizeBytes, totalBytes }: ReportTouched): string {
  const total = renderBytes(totalBytes);
  const rows = renderBytes(sizeBytes);
  return total === rows ? total : `${total} (rows: ${rows})`;
}

function renderInTheWay({ relation }: ReportTouched, transactions: readonly ReportTransaction[]): string {
  const found = transactions.filter(({ locks }) => locks.some((lock) => lock.relation === relation));
  return found.length === 0 ? "–" : `⚠️ ${renderCount(found.length, "transaction")}`;
}

function makeNotes(radius: ReportBlastRadius): readonly string[] {
  const { transactions, moreTransactions, replication, countedMs, relations } = radius;
  const [largest] = relations;
  const isLong = largest !== undefined && hasLongWork(radius);
  const standbys = (replication?.standbys ?? []).map(describeStandby);
  const slots = (replication?.slots ?? []).map(describeSlot);
  return [
    ...transactions.map(renderTransaction),
    ...(moreTransactions === 0 ? [] : [`- ⚠️ and ${renderCount(moreTransactions, "more open transaction")}`]),
    ...[...standbys, ...slots].map((text) => `- ${forMarkdown(text)}`),
    ...(isLong ? [`- ${renderBases(largest)}`, `- ${describeSpace(radius)}`] : []),
    ...(countedMs === null ? [] : [`- writes were counted for ${renderDuration(countedMs)}`]),
  ];
}

function renderTransaction(transaction: ReportTransaction): string {
  const query = transaction.query === null ? "" : `: ${inCode(clip(transaction.query, 200))}`;
  return `- ⚠️ ${forMarkdown(describeTransaction(transaction))}${query}`;
}

/** What the times are reckoned with: the same for all relations. */
function renderBases({ scan, rewrite, indexBuild }: ReportTouched): string {
  const bases = [
    ["a scan", scan],
    ["a rewrite", rewrite],
    ["an index build", indexBuild],
  ] as const;
  const words = bases.flatMap(([what, range]) =>
    range === null ? [] : [`${what} ${clip(range.basis, 100)}`],
  );
  return forMarkdown(`times if a statement does so: ${words.join(", ")}`);
}
