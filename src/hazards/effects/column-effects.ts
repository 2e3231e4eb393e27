import type { ActionOf, NewColumn } from "../../syntax/action.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll } from "./effect-maker.ts";
import { columnOf, isKnownNotNull } from "./proves-not-null.ts";
import { expressionVolatility } from "./volatility.ts";

/** ADD COLUMN: ACCESS EXCLUSIVE, and what the new column makes the server do; the tables that it references too. */
export function addColumnEffects(
  action: ActionOf<"add-column">,
  { schema, server }: EffectQuestion,
): readonly Effect[] {
  const { table, column, ifNotExists } = action;
  if (ifNotExists && columnOf(schema.relation(table), column.name) !== null)
    return onAll(schema, table, "ACCESS EXCLUSIVE");
  const referenced = column.constraints.flatMap(({ references }) =>
    references === null ? [] : [on(schema.relation(references.table), "SHARE ROW EXCLUSIVE")],
  );
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE", newColumnWork(column, schema, server.major)),
    ...referenced,
  ];
}

/** Why a new column is more than a note in the catalog. */
export type NewColumnCost =
  | "volatile default"
  | "unknown default"
  | "numbered"
  | "stored"
  | "constrained domain"
  | "not null"
  | "check"
  | "unique"
  | "references with default";

/** All that is costly about `column`, where it is added to a table with rows. Source: lock-oracle, "add col …". */
export function newColumnCosts(
  column: NewColumn,
  schema: KnownSchema,
  major: number,
): readonly NewColumnCost[] {
  const volatility = column.default === null ? "immutable" : expressionVolatility(column.default, schema);
  const isDomain =
    schema.type(column.type)?.kind === "domain" && schema.type(column.type)?.isConstrained === true;
  const kinds = column.constraints.filter(({ isEnforced }) => isEnforced).map(({ kind }) => kind);
  const hasValue = column.default !== null || column.numbered !== null || column.generated !== null;
  const costs: readonly (readonly [NewColumnCost, boolean])[] = [
    ["volatile default", volatility === "volatile"],
    ["unknown default", volatility === null],
    ["numbered", column.numbered !== null],
    ["stored", column.generated === "stored"],
    ["constrained domain", isDomain],
    ["not null", column.isNotNull && (!hasValue || (column.generated === "virtual" && major >= 18))],
    ["check", kinds.includes("check")],
    ["unique", kinds.includes("unique") || kinds.includes("primary-key")],
    ["references with default", kinds.includes("foreign-key") && hasValue],
  ];
  return costs.filter(([, isSo]) => isSo).map(([cost]) => cost);
}

const REWRITING: readonly NewColumnCost[] = ["volatile default", "numbered", "stored", "constrained domain"];

function newColumnWork(column: NewColumn, schema: KnownSchema, major: number): Work {
  const costs = newColumnCosts(column, schema, major);
  if (costs.some((cost) => REWRITING.includes(cost))) return "rewrite";
  if (costs.includes("unique")) return "index-build";
  return costs.some((cost) => cost !== "unknown default") ? "scan" : "none";
}

/** SET NOT NULL: every row is read, unless it is known already; a CHECK is enough since 12. */
export function setNotNullEffects(
  { table, column }: ActionOf<"set-not-null">,
  { schema, server }: EffectQuestion,
): readonly Effect[] {
  const isKnown = isKnownNotNull(schema.relation(table), column, server.major);
  return onAll(schema, table, "ACCESS EXCLUSIVE", isKnown ? "none" : "scan");
}

/** SET EXPRESSION: every row gets its new value, but for a virtual column, that has none in the table. */
export function setExpressionEffects(
  { table, column }: ActionOf<"set-expression">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const isVirtual = columnOf(schema.relation(table), column)?.generated === "virtual";
  return onAll(schema, table, "ACCESS EXCLUSIVE", isVirtual ? "none" : "rewrite");
}
