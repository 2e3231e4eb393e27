import { constantOf } from "./constants.ts";
import type { Tree } from "./parser.ts";

/** Every constant in `tree` as text, in its order: `1`, `2026-01-01`, `a`. */
export function constantsIn(tree: unknown): readonly string[] {
  if (Array.isArray(tree)) return tree.flatMap(constantsIn);
  if (typeof tree !== "object" || tree === null) return [];
  if ("A_Const" in tree) return [constantOf(tree as Tree) ?? ""];
  return Object.values(tree).flatMap(constantsIn);
}
