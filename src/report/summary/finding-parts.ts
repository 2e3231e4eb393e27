import type { ErrorCode } from "../../errors.ts";
import type { Part } from "../fit-to-bytes.ts";
import { clip, forMarkdown, inCode, inCodeFence } from "../foreign-text.ts";
import { makeExcerpt } from "../make-excerpt.ts";
import { makeFindings } from "../make-findings.ts";
import type { Report, ReportFailure } from "../report.ts";
import { TROUBLESHOOTING } from "../troubleshooting.ts";
import { renderName, renderPlace } from "./names.ts";

const MESSAGE_LIMIT = 4_000;
const EXCERPT_LINES = 15;

/** What stopped the run: the first finding whole, with its statement; the others as a list that may be cut. */
export function makeFindingParts(report: Report): readonly Part[] {
  const [first, ...others] = makeFindings(report);
  if (first === undefined) return [];
  const title = report.result === "planned" ? "Before it can be applied" : "What is wrong";
  const statement = renderStatement(report, first);
  const lead = [`### ${title}`, renderFinding(first)];
  if (others.length === 0) return [...lead, statement];
  const items = others.map(renderFinding);
  const list = { items, between: "\n", after: "", rank: 1, noun: "finding" } as const;
  // One list where nothing stands between: a blank line would set all its items apart.
  if (statement === "") return [`### ${title}`, { ...list, before: renderFinding(first) }];
  return [...lead, statement, { ...list, before: "" }];
}

function renderFinding(finding: ReportFailure): string {
  const facts = [
    ...(finding.at === null ? [] : [renderPlace(finding.at)]),
    ...(finding.version === null ? [] : [`migration ${renderName(finding.version)}`]),
    ...(finding.sqlState === null ? [] : [`SQLSTATE ${inCode(clip(finding.sqlState, 20))}`]),
  ];
  const lines = [
    `- **${finding.code}**${facts.length === 0 ? "" : ` · ${facts.join(" · ")}`}`,
    forMarkdown(clip(finding.message, MESSAGE_LIMIT)),
    ...(finding.hint === null ? [] : [`→ ${forMarkdown(clip(finding.hint, MESSAGE_LIMIT))}`]),
  ];
  return lines.join("<br>");
}

function renderStatement(report: Report, finding: ReportFailure): string {
  const excerpt = makeExcerpt(report, finding, EXCERPT_LINES);
  return excerpt.length === 0 ? "" : inCodeFence(clip(excerpt.join("\n"), 20_000), "text");
}

/** What to do next, from the table of error codes; empty when nothing went wrong, as of a plan that only needs the phrase. */
export function renderNextSteps(report: Report): string {
  const findings = makeFindings(report);
  if (findings.length === 0 || report.result === "planned") return "";
  const codes = Array.from(new Set(findings.map(({ code }) => code))).slice(0, 5);
  return ["### What to do next", ...codes.map(renderAdvice)].join("\n\n");
}

function renderAdvice(code: ErrorCode): string {
  const { title, whatItMeans, whatToDo } = TROUBLESHOOTING[code];
  return `**${code}**, ${title}. ${whatItMeans}\n\n${whatToDo}`;
}
