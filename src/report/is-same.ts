import type { Report } from "./report.ts";

/** True where a baseline has compared all of the target with what the files make, and found no difference. */
export function isSame({ command, rehearsal }: Report): boolean {
  if (command !== "baseline" || rehearsal?.ok !== true) return false;
  return rehearsal.site !== "none" && rehearsal.drift.length === 0 && rehearsal.notRehearsed.length === 0;
}
