import { fitToCharacters, type Part } from "./fit-to-bytes.ts";
import { clip, inCode } from "./foreign-text.ts";
import { renderHeading } from "./render-summary.ts";
import type { Report } from "./report.ts";
import { makeBlastRadiusParts } from "./summary/blast-radius-parts.ts";
import { makeCheckParts } from "./summary/check-parts.ts";
import { renderFacts } from "./summary/facts.ts";
import { makeFindingParts, renderNextSteps } from "./summary/finding-parts.ts";
import { renderGlance } from "./summary/glance.ts";
import { makeHazardParts } from "./summary/hazard-parts.ts";
import { makeNoticeParts, makeRehearsalParts } from "./summary/note-parts.ts";
import { makePlanParts } from "./summary/plan-parts.ts";
import { makePreflightParts } from "./summary/preflight-parts.ts";
import { makeStateParts } from "./summary/state-parts.ts";
import { makeVerificationParts } from "./summary/verification-parts.ts";

/** More is refused by GitHub. Source: the error of its REST API, "body is too long (maximum is 65536 characters)". */
export const COMMENT_LIMIT_CHARACTERS = 65_536;

/** What stands around the report in a comment. */
export interface CommentFrame {
  /** A line that no reader sees, by which the comment is found again. */
  readonly marker: string;
  /** Where the whole summary is; null: nowhere. */
  readonly runUrl: string | null;
}

/**
 * The comment on a pull request as GitHub-flavoured Markdown: the summary without its SQL. At most 65,536 UTF-16 units,
 * begins with the marker, ends with a line feed.
 */
export function renderComment(report: Report, { marker, runUrl }: CommentFrame): string {
  const parts: Part[] = [
    renderHeading(report),
    renderGlance(report),
    ...makeFindingParts(report),
    ...makeStateParts(report),
    ...makePlanParts(report),
    ...makeHazardParts(report),
    ...makePreflightParts(report),
    ...makeCheckParts(report),
    ...makeVerificationParts(report),
    ...makeBlastRadiusParts(report),
    ...makeRehearsalParts(report),
    ...makeNoticeParts(report),
    renderNextSteps(report),
    renderFacts(report),
    renderFooter(report, runUrl),
  ];
  const head = `${marker}\n`;
  return (
    head +
    clip(
      fitToCharacters(parts, COMMENT_LIMIT_CHARACTERS - head.length),
      COMMENT_LIMIT_CHARACTERS - head.length,
    )
  );
}

function renderFooter({ tool, command, startedAt }: Report, runUrl: string | null): string {
  const words = [
    `${inCode(`${tool.name} ${tool.version}`)} ${inCode(command)}`,
    `started ${inCode(startedAt)}`,
    // Our own environment's, made of three of its variables; a URL that is none of GitHub's form is no link.
    ...(runUrl !== null && /^https?:\/\/[\w.:/-]+$/.test(runUrl)
      ? [`[the run, with all of its SQL](${runUrl})`]
      : []),
  ];
  return `<sub>${words.join(" · ")}</sub>`;
}
