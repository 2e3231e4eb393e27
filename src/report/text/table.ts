import { clip, forLogLine } from "../foreign-text.ts";
import { cutToWidth, displayWidth, wrapToWidth } from "./display-width.ts";
import type { Paint } from "./paint.ts";

type Style = Paint[keyof Paint];

/** One migration in a table for people; foreign text allowed. */
export interface TableRow {
  readonly sign: string;
  readonly title: string;
  readonly state: string;
  /** Of sign and state. */
  readonly style: Style;
  /** Columns behind them, empty texts where a row has none. */
  readonly details: readonly string[];
  /** Lines of their own, such as an error. */
  readonly beneath: readonly Beneath[];
}

/** prose: broken into lines where it is too wide · link: whole, as a part of it leads nowhere. */
export interface Beneath {
  readonly text: string;
  readonly kind: "prose" | "link";
  readonly style: Style;
}

/** Titles are not cut shorter than this to keep a migration on one line. */
const LEAST_TITLE = 24;

/** Nobody reads a table on a screen that is narrower: there it is laid out for this one. */
const LEAST_WIDTH = 40;

/** What a hostile row could fill a log with; names of files are never so long. */
const CELL_LIMIT = 400;

/**
 * Rows as lines of at most `widthColumns`, links aside: a migration a line; where that does not fit, titles cut; where that
 * would leave too little of them, the details in lines beneath each. null: as wide as it comes, and nothing cut.
 */
export function renderTable(
  rows: readonly TableRow[],
  widthColumns: number | null,
  paint: Paint,
): readonly string[] {
  const safe = rows.map(makeHarmless);
  const width = widthColumns === null ? Number.POSITIVE_INFINITY : Math.max(LEAST_WIDTH, widthColumns);
  const widths = makeWidths(safe);
  const rest =
    2 + 2 + widths.state + widths.details.reduce((sum, detail) => sum + (detail > 0 ? 2 + detail : 0), 0);
  const title = Math.min(widths.title, width - rest);
  const isStacked = title < Math.min(widths.title, LEAST_TITLE);
  return safe.flatMap((row) => [
    ...(isStacked ? stacked(row, widths, width, paint) : [oneLine(row, { ...widths, title }, paint)]),
    ...row.beneath.flatMap((line) => renderBeneath(line, width)),
  ]);
}

interface Widths {
  readonly title: number;
  readonly state: number;
  readonly details: readonly number[];
}

function makeWidths(rows: readonly TableRow[]): Widths {
  const details: number[] = [];
  for (const row of rows) {
    for (const [index, text] of row.details.entries())
      details[index] = Math.max(details[index] ?? 0, displayWidth(text));
  }
  return {
    title: Math.max(0, ...rows.map((row) => displayWidth(row.title))),
    state: Math.max(0, ...rows.map((row) => displayWidth(row.state))),
    details,
  };
}

function oneLine(row: TableRow, widths: Widths, paint: Paint): string {
  const details = row.details.flatMap((text, index) => {
    const width = widths.details[index] ?? 0;
    return width === 0 ? [] : [padded(text, width)];
  });
  // Without blanks at the end, painted or not.
  const behind = details.join("  ").trimEnd();
  const state = behind === "" ? row.style(row.state) : row.style(padded(row.state, widths.state));
  const title = padded(cutToWidth(row.title, widths.title), widths.title);
  return `${row.style(row.sign)} ${title}  ${state}${behind === "" ? "" : `  ${paint.faint(behind)}`}`;
}

function stacked(row: TableRow, widths: Widths, width: number, paint: Paint): readonly string[] {
  const room = Math.min(widths.title, width - 4 - widths.state);
  const title = padded(cutToWidth(row.title, room), room);
  const details = row.details.filter((text) => text !== "").join("  ");
  const lines = details === "" ? [] : wrapToWidth(details, width, 4, 4);
  return [
    `${row.style(row.sign)} ${title}  ${row.style(row.state)}`,
    ...lines.map((line) => paint.faint(line)),
  ];
}

function renderBeneath({ text, kind, style }: Beneath, width: number): readonly string[] {
  const lines = kind === "link" ? [text] : wrapToWidth(text, width - 5, 0, 0);
  return lines.map((line) => `     ${style(line)}`);
}

const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - displayWidth(text)));

function makeHarmless(row: TableRow): TableRow {
  const cell = (text: string) => clip(forLogLine(text), CELL_LIMIT);
  return {
    ...row,
    title: cell(row.title),
    state: cell(row.state),
    details: row.details.map(cell),
    beneath: row.beneath.map((line) => ({ ...line, text: forLogLine(clip(line.text, 500)) })),
  };
}
