import type { Version } from "../files/migration-file.ts";

/** Negative, zero or positive: `a` before, beside or after `b`, part by part as integers of any length. */
export function compareOrder(a: Version, b: Version): number {
  const length = Math.max(a.order.length, b.order.length);
  for (let part = 0; part < length; part++) {
    const left = a.order[part] ?? -1n;
    const right = b.order[part] ?? -1n;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
