import { identifier } from "../../database/quote.ts";
import { columnOf } from "../../hazards/effects/proves-not-null.ts";
import { isColumnItself, keepsBytes } from "../../hazards/effects/type-change.ts";
import type { ActionOf } from "../../syntax/action.ts";
import { renderColumnType } from "../../syntax/column-type.ts";
import { type Asking, listOf, nameOf, rowDraft } from "../asking.ts";
import { type Fit, makeFit } from "../fit.ts";
import type { QuestionDraft } from "../question.ts";

/** Are there values that the new type of a column does not hold as they are? None where it holds every one. */
export function typeQuestions(
  { table, column, type, using, at }: ActionOf<"alter-column-type">,
  asking: Asking,
): readonly QuestionDraft[] {
  const { schema, major } = asking;
  const relation = schema.relation(table);
  const from = columnOf(relation, column)?.type ?? null;
  if (from !== null && using === null && keepsBytes(from, type, schema.timeZone)) return [];
  const value = identifier(column);
  const isComputed = using !== null && !isColumnItself(using, column);
  const fit: Fit | null = isComputed
    ? {
        condition: { why: "USING makes new values, and whether it fails on one is known only when it runs" },
        loss: "fails on them",
      }
    : makeFit({ value, from, to: type, isCast: using !== null, schema, major });
  if (fit === null) return [];
  const words = `rows of ${nameOf(relation)} whose ${listOf([column])} ${renderColumnType(type)} does not hold as it is`;
  return [
    rowDraft(
      {
        kind: "fit",
        at,
        relation,
        columns: [column],
        rows: "tree",
        condition: fit.condition,
        violation: words,
        consequence: `the statement ${fit.loss}`,
        instead: "-- Mend these values first, or choose a type that holds them.",
      },
      asking,
    ),
  ];
}
