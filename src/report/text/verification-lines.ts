import { renderNumber } from "../../amounts.ts";
import { clip, forLogLine } from "../foreign-text.ts";
import { renderTitle } from "../render-title.ts";
import type { Report } from "../report.ts";
import type { ReportVerification } from "../report-verification.ts";
import { renderHeld, stateOf, worstFirst } from "../verification-words.ts";
import type { Paint } from "./paint.ts";

/** Most files of questions that a log shows; those that do not hold come first. */
const MOST_FILES = 50;

/** A line for each file of questions that the target was asked; empty where none was to be. */
export function renderVerificationLines({ verification = [] }: Report, paint: Paint): readonly string[] {
  return renderFiles("Verified on the target:", verification, paint);
}

/** The same for the site of the rehearsal. */
export function renderSiteVerificationLines({ rehearsal }: Report, paint: Paint): readonly string[] {
  return renderFiles("Verified in the rehearsal:", rehearsal?.verification ?? [], paint);
}

function renderFiles(title: string, all: readonly ReportVerification[], paint: Paint): readonly string[] {
  if (all.length === 0) return [];
  const shown = all.length <= MOST_FILES ? all : worstFirst(all).slice(0, MOST_FILES);
  const more = all.length - shown.length;
  const rest = more === 0 ? [] : [paint.faint(`  and ${renderNumber(more)} more files: the report has all`)];
  return [paint.faint(title), ...shown.flatMap((one) => renderFile(one, paint)), ...rest];
}

const SIGNS = {
  holds: { sign: "✓", style: "good" },
  fails: { sign: "✗", style: "bad" },
  open: { sign: "•", style: "caution" },
} as const;

/** Most questions that are named as not judged. */
const MOST_OPEN = 3;

function renderFile(verification: ReportVerification, paint: Paint): readonly string[] {
  const { sign, style } = SIGNS[stateOf(verification)];
  const { file, unjudged, notAsked } = verification;
  const title = `${forLogLine(renderTitle(verification))}: ${renderHeld(verification)}`;
  const why = notAsked === null ? "" : ` (${forLogLine(clip(notAsked, 500))})`;
  const open = unjudged
    .slice(0, MOST_OPEN)
    .map(({ line, why: reason }) => `    ${forLogLine(`${file}:${line}: ${clip(reason, 500)}`)}`);
  return [`  ${paint[style](`${sign} ${title}`)}${why} ${paint.faint(forLogLine(file))}`, ...open];
}
