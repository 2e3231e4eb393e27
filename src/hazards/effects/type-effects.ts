import type { ActionOf } from "../../syntax/action.ts";
import { keysToColumn } from "../dependents.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownIndex, KnownRelation, KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll, thereOf } from "./effect-maker.ts";
import { columnOf } from "./proves-not-null.ts";
import { makeTypeChange, type TypeChange } from "./type-change.ts";

/** ALTER COLUMN … TYPE, SET EXPRESSION: ACCESS EXCLUSIVE; of a column with a foreign key on the other table too. */
export function alterTypeEffects(
  action: ActionOf<"alter-column-type">,
  question: EffectQuestion,
): readonly Effect[] {
  const { schema } = question;
  const { table, column } = action;
  const known = schema.relation(table);
  const change = makeTypeChange(action, question);
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE", workOf(change, known, action)),
    ...keyPartners(known, column, schema).map((name) => on(thereOf(schema, name), "ACCESS EXCLUSIVE")),
  ];
}

function workOf(
  change: TypeChange,
  known: KnownRelation,
  { column, type, hasCollation }: ActionOf<"alter-column-type">,
): Work {
  if (change === "rewrite" || change === "unknown") return "rewrite";
  const from = columnOf(known, column)?.type?.name ?? type.name;
  const isOther = from !== type.name;
  // Text and varchar share their operator class; an expression with the column is written otherwise for the other.
  const isOfExpressions = isOther && !type.name.startsWith("timestamp");
  const isOfColumn = hasCollation || (isOther && !isOfExpressions);
  const isRebuilt = ({ columns, isPartial }: KnownIndex) =>
    columns.includes(column) ? isOfColumn : isOfExpressions && (isPartial || columns.includes(null));
  if (known.indexes.some(isRebuilt)) return "index-build";
  return isChecked(known, column) ? "scan" : "none";
}

/** A CHECK on the column is looked at again for every row. */
function isChecked({ constraints, catalog }: KnownRelation, column: string): boolean {
  const isKnown = catalog?.constraints.some(
    ({ kind, columns }) => kind === "check" && columns.includes(column),
  );
  return (
    isKnown === true ||
    constraints.some(
      ({ kind, addedIn, expression }) =>
        kind === "check" && addedIn !== null && JSON.stringify(expression).includes(`{"sval":"${column}"}`),
    )
  );
}

/** Tables on the other side of the column's foreign keys. */
function keyPartners(known: KnownRelation, column: string, schema: KnownSchema) {
  const referenced = known.constraints.flatMap(({ references, columns }) =>
    references !== null && columns.includes(column) ? [references.table] : [],
  );
  const all = [...referenced, ...keysToColumn(known, column, schema)];
  return all.filter((one) => one.name !== known.name || one.schema !== known.schema);
}
