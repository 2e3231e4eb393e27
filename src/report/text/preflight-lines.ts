import { renderNumber } from "../../amounts.ts";
import { forLogLine } from "../foreign-text.ts";
import { renderAnswer, renderQuestion } from "../preflight-words.ts";
import type { Report } from "../report.ts";
import type { ReportPreflight } from "../report-preflight.ts";
import type { Paint } from "./paint.ts";

/** Most questions that a log shows. */
const MOST_QUESTIONS = 50;

/** What was asked of the target's rows, a line a question; empty where nothing was. */
export function renderPreflightLines({ preflight }: Report, paint: Paint): readonly string[] {
  const lines = preflight.slice(0, MOST_QUESTIONS).map((row) => renderRow(row, paint));
  const more = preflight.length - lines.length;
  return more <= 0
    ? lines
    : [...lines, paint.faint(`  and ${renderNumber(more)} more questions: the report has all`)];
}

function renderRow(row: ReportPreflight, paint: Paint): string {
  const { sign, style } = SIGNS[row.answer];
  const place = `${forLogLine(row.file)}:${row.line}`;
  return `${paint[style](sign)} ${forLogLine(renderQuestion(row))} ${paint[style](forLogLine(renderAnswer(row)))} ${paint.faint(place)}`;
}

const SIGNS = {
  holds: { sign: "✓", style: "good" },
  violated: { sign: "✗", style: "bad" },
  "not-answered": { sign: "•", style: "caution" },
} as const;
