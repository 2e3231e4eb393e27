import { renderDuration } from "../../../amounts.ts";
import { forLogLine } from "../../../report/foreign-text.ts";
import type { EndedRun, RunUnderWay } from "./api-run.ts";

/** A line for the server's log, redacted already and harmless: a run has begun. */
export const tellOfStart = (run: RunUnderWay): string => `${nameOf(run)} begins.`;

/** The same of its end. */
export function tellOfEnd(run: EndedRun): string {
  const { result, exitCode, durationMs, failure } = run.report;
  const why = failure === null ? "" : `, ${failure.code}`;
  return `${nameOf(run)}: ${result} in ${renderDuration(durationMs)} (exit code ${exitCode}${why}).`;
}

const nameOf = ({ by, dryRun }: RunUnderWay): string =>
  `API: ${dryRun ? "dry run" : "up"} for ${forLogLine(by)}`;
