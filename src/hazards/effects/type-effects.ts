import type { ActionOf } from "../../syntax/action.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { type EffectQuestion, on, onAll } from "./effect-maker.ts";
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
    ...onAll(schema, table, "ACCESS EXCLUSIVE", workOf(change, known, column)),
    ...keyPartners(known, column).map((name) => on(schema.relation(name), "ACCESS EXCLUSIVE")),
  ];
}

function workOf(change: TypeChange, known: KnownRelation, column: string): Work {
  if (change === "rewrite" || change === "unknown") return "rewrite";
  if (change === "reindex" && known.indexes.some(({ columns }) => columns.includes(column)))
    return "index-build";
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
function keyPartners({ constraints, catalog, name, schema }: KnownRelation, column: string) {
  const referenced = constraints.flatMap(({ references, columns }) =>
    references !== null && columns.includes(column) ? [references.table] : [],
  );
  const keys = new Set(
    constraints
      .filter(({ kind }) => kind === "primary-key" || kind === "unique")
      .flatMap(({ columns }) => columns),
  );
  const referencing = keys.has(column) ? (catalog?.referencedBy ?? []) : [];
  return [...referenced, ...referencing].filter((one) => one.name !== name || one.schema !== schema);
}
