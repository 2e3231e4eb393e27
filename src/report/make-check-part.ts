import type { Trip } from "../rehearsal/check-run.ts";
import type { DraftCheck } from "./draft.ts";
import type { ReportCheck, ReportTrip } from "./report-check.ts";

/** The report's part about a check. */
export function makeCheckPart({ base, trips }: DraftCheck): ReportCheck {
  const files = [...(base?.changes.files ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    base: base && { name: base.name, commit: base.commit },
    changed: files.map(([file, change]) => ({
      file,
      change,
      lines: change === "edited" ? (base?.changes.lines.get(file) ?? null) : null,
    })),
    trips: trips.filter(isOfPullRequest).map(makeTrip),
  };
}

function isOfPullRequest({ entry: { origin, back, verify } }: Trip): boolean {
  return origin === "pull-request" || back !== null || verify.length > 0;
}

function makeTrip({ entry, back, why, answered }: Trip): ReportTrip {
  const { version, name } = entry.step.file;
  return { version: version.text, name, origin: entry.origin, back, why, answered };
}
