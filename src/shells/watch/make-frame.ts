import { renderMoment } from "../../report/render-moment.ts";
import type { Report } from "../../report/report.ts";
import { wrapToWidth } from "../../report/text/display-width.ts";

/** A screen of a terminal, in characters. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** What is on the screen: `failed` beside `good`, the last look that did not fail, where there was one. */
export interface Shown {
  readonly good: Report | null;
  readonly failed: Report | null;
}

/**
 * Lines for one screen, none wider than it, and no more than it has: what there is, why that is not known now, and how this
 * ends. Where there are too many, of a status the oldest migrations are left out, of a history the oldest entries.
 */
export function makeFrame(
  { good, failed }: Shown,
  { columns, rows }: ScreenSize,
  render: (report: Report, widthColumns: number) => string,
): readonly string[] {
  // The last column stays free: what a terminal does behind it is not the same everywhere.
  const width = Math.max(1, columns - 1);
  const linesOf = (report: Report) =>
    render(report, width)
      .trimEnd()
      .split("\n")
      .flatMap((line) => wrapToWidth(line, width, 0, 0));
  const failure = failed === null ? [] : linesOf(failed);
  const looked = renderMoment((failed ?? good)?.startedAt ?? "");
  const footer = wrapToWidth(`${looked}, every 2 s; Ctrl-C ends it.`, width, 0, 0);
  const below = [...(good === null || failed === null ? [] : [""]), ...failure, "", ...footer];
  const room = Math.max(1, rows - below.length);
  const body =
    good === null ? [] : cutToRows(linesOf(good), room, good.command === "history" ? "end" : "start");
  return [...body, ...below].slice(-Math.max(1, rows));
}

/** `lines` in at most `rows`, the last one always among them; cut at their start or end, which is said in a line. */
export function cutToRows(lines: readonly string[], rows: number, at: "start" | "end"): readonly string[] {
  if (lines.length <= rows) return lines;
  const left = Math.max(0, rows - 1);
  const hidden = `… ${lines.length - left} more lines`;
  if (at === "start") return [hidden, ...lines.slice(lines.length - left)];
  return [...lines.slice(0, Math.max(0, left - 1)), hidden, ...lines.slice(-1)].slice(-rows);
}
