import type { Answered } from "../preflight/make-answered.ts";
import type { ReportPreflight } from "./report-preflight.ts";

/** The question and its answer for a report. */
export function makePreflightRow({ question, answer }: Answered): ReportPreflight {
  const { step, line, column, keyColumns } = question;
  const isViolated = answer.answer === "violated";
  return {
    version: step.file.version.text,
    file: step.source.file,
    line,
    column,
    question: question.question,
    answer: answer.answer,
    count: isViolated ? answer.count : null,
    isExact: isViolated ? answer.isExact : true,
    keyColumns,
    keys: isViolated ? answer.keys : [],
    why: answer.answer === "not-answered" ? answer.why : null,
  };
}
