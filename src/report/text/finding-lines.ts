import { clip, forLog, forLogLine } from "../foreign-text.ts";
import { makeExcerpt } from "../make-excerpt.ts";
import { makeFindings } from "../make-findings.ts";
import type { Report, ReportFailure } from "../report.ts";
import { TROUBLESHOOTING } from "../troubleshooting.ts";
import type { Paint } from "./paint.ts";

const CONTEXT_LINES = 3;
const MESSAGE_LIMIT = 8_000;

/** Everything that stopped the run: code and place, message, the lines of the statement with a caret, hint. */
export function renderFindingLines(report: Report, paint: Paint): readonly string[] {
  const findings = makeFindings(report);
  return findings.flatMap((finding, index) => [
    ...(index === 0 ? [] : [""]),
    ...renderFinding(report, finding, paint),
  ]);
}

function renderFinding(report: Report, finding: ReportFailure, paint: Paint): readonly string[] {
  const { code, at, sqlState, message, hint } = finding;
  const place = at === null ? "" : ` at ${forLogLine(at.file)}:${at.line}:${at.column}`;
  const state = sqlState === null ? "" : ` (SQLSTATE ${forLogLine(sqlState)})`;
  const excerpt = makeExcerpt(report, finding, CONTEXT_LINES).map((line) => clip(line, 1_000));
  return [
    `${report.result === "planned" ? paint.caution(`• ${code}`) : paint.bad(`✗ ${code}`)}${place}${state}`,
    ...indent(forLog(clip(message, MESSAGE_LIMIT))),
    ...(excerpt.length === 0 ? [] : ["", ...excerpt.map((line) => `    ${paintExcerpt(line, paint)}`)]),
    ...(excerpt.length === 0 || hint === null ? [] : [""]),
    ...(hint === null ? [] : indent(forLog(clip(hint, MESSAGE_LIMIT))).map((line) => paint.caution(line))),
  ];
}

function paintExcerpt(line: string, paint: Paint): string {
  return / \| \s*\^$/.test(line) ? paint.bad(line) : paint.faint(line);
}

/** What to do about the first finding, from the table of error codes; empty after a good run. */
export function renderNextLines(report: Report): readonly string[] {
  const [first] = makeFindings(report);
  return first === undefined ? [] : ["What to do:", ...indent(TROUBLESHOOTING[first.code].whatToDo)];
}

function indent(text: string): readonly string[] {
  return text.split("\n").map((line) => `  ${line}`.trimEnd());
}
