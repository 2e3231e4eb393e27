import { identifier } from "../../database/quote.ts";
import { columnOf, isProvedNotNull } from "../../hazards/effects/proves-not-null.ts";
import type { KnownRelation } from "../../hazards/known-schema.ts";
import type { NewColumn } from "../../syntax/action.ts";
import { type Asking, listOf, nameOf, rowDraft } from "../asking.ts";
import type { QuestionDraft } from "../question.ts";

/** Are there nulls in `columns`, which `does` forbids? None where the server knows already that there are not. */
export function nullQuestions(
  relation: KnownRelation,
  columns: readonly string[],
  { at, does }: { readonly at: number; readonly does: string },
  asking: Asking,
): readonly QuestionDraft[] {
  const open = columns.filter((name) => {
    const column = columnOf(relation, name);
    if (column?.isNotNull === true || isProvedNotNull(relation, name)) return false;
    return column === null || column.onTarget !== null || asking.values.of(column).kind !== "something";
  });
  if (open.length === 0) return [];
  const names = listOf(open);
  const draft = rowDraft(
    {
      kind: "nulls",
      at,
      relation,
      columns: open,
      rows: "tree",
      condition: open.map((name) => `${identifier(name)} IS NULL`).join(" OR "),
      violation: `rows of ${nameOf(relation)} without ${names}`,
      consequence: `${does} fails on them`,
      instead: `-- fill them first\nUPDATE ${nameOf(relation)} SET ${listOf(open.slice(0, 1))} = … WHERE ${listOf(open.slice(0, 1))} IS NULL;`,
    },
    asking,
  );
  return [draft];
}

/** Is there any row, which a new NOT NULL column without a value would be null in? */
export function rowQuestions(
  relation: KnownRelation,
  column: NewColumn,
  asking: Asking,
): readonly QuestionDraft[] {
  const hasValue = column.default !== null || column.numbered !== null || column.generated !== null;
  // The default of a domain is not known here.
  if (!column.isNotNull || hasValue || asking.schema.type(column.type)?.kind === "domain") return [];
  const draft = rowDraft(
    {
      kind: "rows",
      at: column.at,
      relation,
      columns: [],
      rows: "tree",
      condition: "true",
      violation: `rows of ${nameOf(relation)}`,
      consequence: `a new column ${listOf([column.name])} that is NOT NULL and has no default fails on them`,
      instead: `-- Give it a DEFAULT, or add it without NOT NULL, fill it, and set NOT NULL then.`,
    },
    asking,
  );
  return [draft];
}
