import type { Version } from "./migration-file.ts";

/** Negative, zero or positive: `a` before, beside or after `b`, part by part; a part that is missing comes first. */
export function compareOrder(a: Version, b: Version): number {
  const length = Math.max(a.order.length, b.order.length);
  for (let part = 0; part < length; part++) {
    const compared = comparePart(a.order[part], b.order[part]);
    if (compared !== 0) return compared;
  }
  return 0;
}

type Part = Version["order"][number] | undefined;

/** Nothing before numbers, numbers before texts. */
function comparePart(a: Part, b: Part): number {
  if (a === b) return 0;
  if (typeof a === "bigint" && typeof b === "bigint") return a < b ? -1 : 1;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : 1;
  return RANK.indexOf(typeof a) - RANK.indexOf(typeof b);
}

const RANK: readonly string[] = ["undefined", "bigint", "string"];
