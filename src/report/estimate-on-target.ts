import type { Report, ReportStep } from "./report.ts";
import type { ReportRange, ReportTouched } from "./report-blast-radius.ts";

/** From how long to how long something may take. */
export type Estimate = Pick<ReportRange, "minMs" | "maxMs">;

/**
 * How long the plan's statements may read or write each table of the target that they go through, by its size there; in
 * the order of the plan. Empty where nothing goes by a size, or no size is known.
 */
export function estimatesOnTarget({ plan, blastRadius }: Report): ReadonlyMap<string, Estimate> {
  const touched = new Map((blastRadius?.relations ?? []).map((one) => [one.relation, one]));
  const found = new Map<string, Estimate>();
  for (const [relation, range] of (plan?.steps ?? []).flatMap((step) => worksOf(step, touched))) {
    const before = found.get(relation) ?? { minMs: 0, maxMs: 0 };
    found.set(relation, { minMs: before.minMs + range.minMs, maxMs: before.maxMs + range.maxMs });
  }
  return found;
}

function worksOf(
  { statements }: ReportStep,
  touched: ReadonlyMap<string, ReportTouched>,
): readonly (readonly [string, ReportRange])[] {
  return statements.flatMap(({ sql, rewrites, scans }) => {
    const names = new Set([...rewrites, ...scans]);
    return [...names].flatMap((name) => {
      const relation = touched.get(name);
      if (relation === undefined) return [];
      const read = /^\s*create\s+(unique\s+)?index/i.test(sql) ? relation.indexBuild : relation.scan;
      const range = rewrites.includes(name) ? relation.rewrite : read;
      return range === null ? [] : [[name, range] as const];
    });
  });
}

/** All of `estimates` one after the other; null where there are none. */
export function sumOfEstimates(estimates: ReadonlyMap<string, Estimate>): Estimate | null {
  if (estimates.size === 0) return null;
  const all = [...estimates.values()];
  return {
    minMs: all.reduce((sum, { minMs }) => sum + minMs, 0),
    maxMs: all.reduce((sum, { maxMs }) => sum + maxMs, 0),
  };
}
