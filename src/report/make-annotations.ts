import { clip, forLog, forLogLine, makeVisible } from "./foreign-text.ts";
import { hazardLink } from "./hazard-link.ts";
import { makeFindings } from "./make-findings.ts";
import { isOnChangedLine } from "./on-changed-lines.ts";
import type { Report, ReportFailure, ReportHazard } from "./report.ts";
import { HAZARD_LEVELS, standingHazards } from "./standing-hazards.ts";

/** A remark on a line of a file, or on the whole run where `file` is null. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** At most 4,096 characters: more is cut by GitHub without a sign. */
  readonly message: string;
  readonly title: string;
  readonly file: string | null;
  /** 1-based; null without a file. No end line: GitHub drops columns where it differs. */
  readonly line: number | null;
  readonly column: number | null;
}

const MESSAGE_LIMIT = 4_096;
const TITLE_LIMIT = 200;
/** Of each level in one step; GitHub drops the rest. */
const MOST_OF_A_LEVEL = 10;

/**
 * At most 10 of each level, errors first, the failure at their head: what stopped the run, hazards, notices, gaps. Where
 * the changed lines of a pull request are known, hazards and gaps on others are left to the summary.
 */
export function makeAnnotations(report: Report): readonly Annotation[] {
  const level = report.exitCode === 0 ? "warning" : "error";
  const all = [
    ...makeFindings(report).map((finding) => onTheRun(annotateFinding(finding, level), report)),
    ...annotateHazards(report).filter((annotation) => isOnChangedLine(report, annotation)),
    ...report.notices.map((notice) => annotate("warning", "migrate-action", notice, null)),
    ...annotateGaps(report).filter((annotation) => isOnChangedLine(report, annotation)),
    ...annotateUnjudged(report).filter((annotation) => isOnChangedLine(report, annotation)),
  ];
  return (["error", "warning", "notice"] as const).flatMap((wanted) =>
    all.filter((annotation) => annotation.level === wanted).slice(0, MOST_OF_A_LEVEL),
  );
}

/** What stopped the run is always told: on the run as a whole where the pull request has not changed the line. */
function onTheRun(annotation: Annotation, report: Report): Annotation {
  return isOnChangedLine(report, annotation)
    ? annotation
    : { ...annotation, file: null, line: null, column: null };
}

function annotate(
  level: Annotation["level"],
  title: string,
  message: string,
  at: { readonly file: string; readonly line: number; readonly column: number | null } | null,
): Annotation {
  // A path with characters that hide or end lines cannot be given as one: it is told in words.
  const place = at !== null && makeVisible(at.file) === at.file ? at : null;
  const words = place === at ? message : `${forLogLine(at?.file ?? "")}:${at?.line}: ${message}`;
  return {
    level,
    message: clip(forLog(words), MESSAGE_LIMIT),
    title: clip(forLogLine(title), TITLE_LIMIT),
    file: place?.file ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
  };
}

function annotateFinding(finding: ReportFailure, level: Annotation["level"]): Annotation {
  const { code, message, hint, version, at, sqlState } = finding;
  const title = [code, ...(version === null ? [] : [`in ${version}`])].join(" ");
  const state = sqlState === null ? "" : ` (SQLSTATE ${sqlState})`;
  // Room for the hint: what to do is worth more than the end of a long message.
  const text = `${clip(message, 3_000)}${state}${hint === null ? "" : `\n${hint}`}`;
  return annotate(level, title, text, at);
}

const LEVEL_OF = {
  error: "error",
  high: "warning",
  medium: "warning",
  info: "notice",
} as const satisfies Record<ReportHazard["level"], Annotation["level"]>;

function annotateHazards(report: Report): readonly Annotation[] {
  const steps = report.plan?.steps ?? [];
  return HAZARD_LEVELS.flatMap((level) =>
    steps.flatMap(({ file, hazards }) =>
      standingHazards(hazards)
        .filter((hazard) => hazard.level === level)
        .map(({ rule, message, instead, line, column }) => {
          const safe = instead === null ? [] : [clip(instead, 2_000)];
          const text = [clip(message, 1_500), ...safe, hazardLink(rule)].join("\n");
          return annotate(LEVEL_OF[level], rule, text, { file, line, column });
        }),
    ),
  );
}

function annotateGaps(report: Report): readonly Annotation[] {
  const files = new Map((report.plan?.steps ?? []).map(({ version, file }) => [version, file]));
  return (report.rehearsal?.notRehearsed ?? []).map(({ version, line, why }) => {
    const file = files.get(version);
    return annotate("notice", "Not rehearsed", why, file === undefined ? null : { file, line, column: null });
  });
}

function annotateUnjudged({ rehearsal }: Report): readonly Annotation[] {
  return (rehearsal?.verification ?? []).flatMap(({ file, unjudged }) =>
    unjudged.map(({ line, column, why }) =>
      annotate("notice", "Not judged in the rehearsal", why, { file, line, column }),
    ),
  );
}
