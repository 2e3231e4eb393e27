import { constantsIn } from "../../syntax/constants-in.ts";
import type { Tree } from "../../syntax/parser.ts";
import type { KnownRelation } from "../known-schema.ts";

/**
 * True where a valid CHECK of the default partition keeps out what a bound with these constants takes in, as people write
 * it: NOT (k >= 1 AND k < 9), k < 1 OR k >= 9. The server proves it from the whole expression.
 */
export function keepsOut(defaultPartition: KnownRelation, constants: readonly string[]): boolean {
  if (constants.length === 0) return false;
  return defaultPartition.constraints.some(
    ({ kind, isValid, isEnforced, expression }) =>
      kind === "check" &&
      isValid &&
      isEnforced &&
      expression !== null &&
      isExclusion(expression) &&
      constants.every((constant) => constantsIn(expression).some((one) => isSameConstant(one, constant))),
  );
}

const isExclusion = (tree: Tree): boolean =>
  "BoolExpr" in tree && (tree.BoolExpr.boolop === "NOT_EXPR" || tree.BoolExpr.boolop === "OR_EXPR");

/** True for two forms of one constant: the server writes '2026-01-01' of a timestamp as '2026-01-01 00:00:00+00'. */
export function isSameConstant(found: string | null, written: string | null): boolean {
  if (found === null || written === null) return false;
  return found === written || (written.length >= 8 && found.startsWith(`${written} 00:00:00`));
}
