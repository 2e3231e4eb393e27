/** Every constant in `tree` as text, in its order: `1`, `2026-01-01`, `a`. */
export function constantsIn(tree: unknown): readonly string[] {
  if (Array.isArray(tree)) return tree.flatMap(constantsIn);
  if (typeof tree !== "object" || tree === null) return [];
  if ("A_Const" in tree) return [textOf(tree.A_Const)];
  return Object.values(tree).flatMap(constantsIn);
}

/** The parser leaves out what is zero, false or empty: `{"ival": {}}` is 0. */
function textOf(constant: unknown): string {
  if (typeof constant !== "object" || constant === null) return "";
  const [kind, value] = Object.entries(constant).find(([name]) => name.endsWith("val")) ?? [];
  const [written] = typeof value === "object" && value !== null ? Object.values(value) : [];
  if (written !== undefined) return String(written);
  return kind === "ival" ? "0" : kind === "boolval" ? "false" : "";
}
