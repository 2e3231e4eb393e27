import { ENVIRONMENT_ORDER, renderKind } from "../environment-words.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import type { Report } from "../report.ts";
import type { ReportEnvironmentCheck } from "../report-environment.ts";

/** What is around the target, as a table: what does not hold first. */
export function makeEnvironmentParts({ environment = [] }: Report): readonly ListPart[] {
  if (environment.length === 0) return [];
  const items = ENVIRONMENT_ORDER.flatMap((state) =>
    environment.filter((check) => check.state === state),
  ).map(renderRow);
  const before = "### Environment\n\n| | Checked | Found |\n| --- | --- | --- |";
  return [{ before, items, between: "\n", after: "", rank: 2, noun: "check" }];
}

const SIGNS = {
  violated: "❌",
  warning: "⚠️",
  "not-readable": "❔",
  holds: "✅",
} as const satisfies Record<ReportEnvironmentCheck["state"], string>;

function renderRow(check: ReportEnvironmentCheck): string {
  const { state, message } = check;
  return `| ${SIGNS[state]} | ${renderKind(check)} | ${forMarkdown(clip(message, 1_000))} |`;
}
