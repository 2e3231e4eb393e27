import type { ActionOf } from "../syntax/action.ts";
import type { KnownRelation } from "./known-schema.ts";

type RowChange = ActionOf<"update" | "delete" | "merge">;

/** True where WHERE names values of a whole unique key, or, of a table that nobody knows, of a column named as keys are. */
export function picksSingleRows({ kind, picks }: RowChange, known: KnownRelation): boolean {
  if (kind === "merge") return false;
  if (known.catalog === null)
    return picks.some((column) => /(^|_)(id|uuid|key|code|slug|name)$/.test(column));
  return known.indexes.some(
    ({ isUnique, isPartial, columns }) =>
      isUnique && !isPartial && columns.every((column) => column !== null && picks.includes(column)),
  );
}
