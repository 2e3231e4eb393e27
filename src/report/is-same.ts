import type { Report } from "./report.ts";

/**
 * True where all of the target was compared with what its applied files make (`baseline`: all files that it would
 * record), and no difference was found.
 */
export function isSame({ command, rehearsal }: Report): boolean {
  if (rehearsal === null || rehearsal.drift.length > 0 || rehearsal.driftUnknown !== null) return false;
  if (command !== "baseline") return true;
  return rehearsal.ok && rehearsal.site !== "none" && rehearsal.notRehearsed.length === 0;
}

/** What the target was compared with: a baseline's files need not be applied. */
export const filesOf = ({ command }: Report): string => (command === "baseline" ? "files" : "applied files");

/** True where a reader would miss an answer: a plan up, tried on a site. */
export const isDriftAsked = ({ command, rehearsal }: Report): boolean =>
  command !== "baseline" && command !== "down" && rehearsal !== null && rehearsal.site !== "none";

/** True of a dry run with nothing pending: nothing was run on the site but what is applied, to compare the target with. */
export const isOnlyCompared = ({ command, plan, rehearsal }: Report): boolean =>
  command === "plan" && rehearsal !== null && plan?.steps.length === 0;
