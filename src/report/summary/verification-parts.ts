import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportVerification } from "../report-verification.ts";
import { renderHeld, stateOf, worstFirst } from "../verification-words.ts";
import { renderName, renderPlace } from "./names.ts";

/** Each file of questions with its answers, on the target and in the rehearsal; those that do not hold first. */
export function makeVerificationParts({ verification = [], rehearsal }: Report): readonly ListPart[] {
  return [
    ...makeTable("### Verified on the target", verification),
    ...makeTable("### Verified in the rehearsal", rehearsal?.verification ?? []),
  ];
}

function makeTable(title: string, all: readonly ReportVerification[]): readonly ListPart[] {
  if (all.length === 0) return [];
  const items = worstFirst(all).map(renderRow);
  const before = `${title}\n\n| Migration | Questions | Asked by |\n| --- | --- | --- |`;
  return [{ before, items, between: "\n", after: "", rank: 2, noun: "file of questions" }];
}

const SIGNS = { fails: "❌", open: "⚠️", holds: "✅" } as const;

function renderRow(verification: ReportVerification): string {
  const { file, problems, unjudged, notAsked } = verification;
  const whys = [
    ...problems.map(({ message }) => message),
    ...unjudged.map(({ line, why }) => `Line ${line}: ${why}`),
    ...(notAsked === null ? [] : [notAsked]),
  ];
  const [first] = whys;
  const why = first === undefined ? "" : `: ${forMarkdown(clip(first, 500))}`;
  const asked = `${SIGNS[stateOf(verification)]} ${renderHeld(verification)}${why}`;
  const { line = 1, column = 1 } = problems[0]?.at ?? unjudged[0] ?? {};
  return `| ${renderName(renderTitle(verification))} | ${asked} | ${renderPlace({ file, line, column })} |`;
}
