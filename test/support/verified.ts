import type { Report } from "../../src/report/report.ts";

/** `1 2/2`, `2 0/1 ✗ 2.verify.sql:1:1`: a line for each file of questions, of the target where not said otherwise. */
export function verified({
  verification = [],
}: Pick<Report, "verification"> | NonNullable<Report["rehearsal"]>): readonly string[] {
  return verification.map(({ version, held, questions, problems, unjudged, notAsked }) => {
    const places = problems.map(({ at }) => ` ✗ ${at?.file.replace(/^.*\//, "")}:${at?.line}:${at?.column}`);
    const open = unjudged.map(({ line, column }) => ` • ${line}:${column}`);
    return `${version} ${held}/${questions}${[...places, ...open].join("")}${notAsked === null ? "" : " not asked"}`;
  });
}
