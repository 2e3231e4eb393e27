import type { Tree } from "./parser.ts";

/** The text of a constant, whatever it is cast to: `5`, `2026-01-01`; null where `tree` is none, or NULL. */
export function constantOf(tree: Tree): string | null {
  if ("TypeCast" in tree) return tree.TypeCast.arg === undefined ? null : constantOf(tree.TypeCast.arg);
  if (!("A_Const" in tree)) return null;
  const { sval, ival, fval, boolval } = tree.A_Const;
  if (sval !== undefined) return sval.sval ?? "";
  if (ival !== undefined) return String(ival.ival ?? 0);
  if (fval !== undefined) return fval.fval ?? "0";
  return boolval === undefined ? null : String(boolval.boolval === true);
}
