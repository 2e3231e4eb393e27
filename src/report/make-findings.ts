import type { Report, ReportFailure } from "./report.ts";

/**
 * Everything that stopped the run or keeps it from being applied, each once: the failure first, then the problems
 * of inputs and files, the plan's refusals, the rehearsal's failure, the gate's needs. Empty after a good run.
 */
export function makeFindings(report: Report): readonly ReportFailure[] {
  const bare = { version: null, at: null, sqlState: null, statement: null };
  const all: ReportFailure[] = [
    ...(report.failure === null ? [] : [report.failure]),
    ...report.problems,
    ...(report.plan?.refusals ?? []).map((refusal) => ({ ...bare, ...refusal })),
    ...(report.rehearsal?.failure ? [report.rehearsal.failure] : []),
    // The gate's own need after a failed rehearsal says the same again, without its place.
    ...(report.gate?.needs ?? [])
      .filter(({ message }) => message !== report.rehearsal?.failure?.message)
      .map((need) => ({ ...bare, ...need })),
  ];
  const seen = new Set<string>();
  return all.filter((finding) => {
    const { code, message, version, at } = finding;
    const key = JSON.stringify([code, message, version, at?.file, at?.line]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
