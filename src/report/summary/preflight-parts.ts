import type { ListPart } from "../fit-to-bytes.ts";
import { forMarkdown } from "../foreign-text.ts";
import { renderAnswer, renderQuestion } from "../preflight-words.ts";
import type { Report } from "../report.ts";
import type { ReportPreflight } from "../report-preflight.ts";
import { renderPlace } from "./names.ts";

/** What was asked of the target's rows, as a table: what is in the way first. */
export function makePreflightParts({ preflight }: Report): readonly ListPart[] {
  if (preflight.length === 0) return [];
  const items = ORDER.flatMap((answer) => preflight.filter((row) => row.answer === answer)).map(renderRow);
  const head = "| | Question | Found | Asked by |\n| --- | --- | --- | --- |";
  const before = `### Data of the target\n\n${head}`;
  return [{ before, items, between: "\n", after: "", rank: 2, noun: "question" }];
}

const ORDER = ["violated", "not-answered", "holds"] as const satisfies readonly ReportPreflight["answer"][];

const SIGNS = { violated: "❌", "not-answered": "⚠️", holds: "✅" } as const satisfies Record<
  ReportPreflight["answer"],
  string
>;

function renderRow(row: ReportPreflight): string {
  const { file, line, column, answer } = row;
  const cells = [
    SIGNS[answer],
    forMarkdown(renderQuestion(row)),
    forMarkdown(renderAnswer(row)),
    renderPlace({ file, line, column }),
  ];
  return `| ${cells.join(" | ")} |`;
}
