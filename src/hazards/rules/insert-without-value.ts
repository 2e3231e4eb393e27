import { renderNumber } from "../../amounts.ts";
import type { ActionOf } from "../../syntax/action.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { columnOf, saysNotNull } from "../effects/proves-not-null.ts";
import type { Level } from "../hazard.ts";
import type { KnownColumn, KnownRelation, KnownSchema } from "../known-schema.ts";
import { isOnTarget } from "../on-target.ts";
import { useOf } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const insertWithoutValue = defineRule({
  name: "insert-without-value",
  title: "INSERTs of running code that leave a column out begin to fail",
  why: "Once a column without a default is NOT NULL, an INSERT that does not name it is refused (23502). Code that was deployed before the column, or that relied on its default, sends just that.",
  safeWay:
    "Give the column a default for as long as old code runs, and take it away with a later release:\n\n```sql\nALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free';\nALTER TABLE users ALTER COLUMN plan SET NOT NULL;\n```",
  since: null,
  source: "PostgreSQL manual, “Not-Null Constraints”, “Default Values”.",
  on: ["set-not-null", "set-default", "add-constraint"],
  check(action, { schema }) {
    const known = schema.relation(action.table);
    const column = columnOf(known, demanded(action, known) ?? "");
    if (column === null || !isOnTarget(known, schema)) return unknownColumn(action, known, schema);
    if (action.kind === "set-default" ? !isDemanded(known, column) : isDemanded(known, column)) return [];
    if (action.kind !== "set-default" && (column.hasDefault || column.generated !== null)) return [];
    return [finding(known, column.name, levelOf(known, column, schema))];
  },
});

type Demanding = ActionOf<"set-not-null" | "set-default" | "add-constraint">;

/** The column that must have a value from here on. */
function demanded(action: Demanding, known: KnownRelation): string | null {
  if (action.kind === "set-not-null") return action.column;
  if (action.kind === "set-default") return action.value === null ? action.column : null;
  const { kind, columns, expression, isEnforced } = action.constraint;
  if (!isEnforced) return null;
  if (kind === "not-null") return columns[0] ?? null;
  if (kind !== "check" || expression === null) return null;
  return known.columns.find(({ name }) => saysNotNull(expression, name))?.name ?? null;
}

/** Rows with NULL in it are refused already; a CHECK that is not valid yet refuses new ones too. */
const isDemanded = (known: KnownRelation, { name, isNotNull }: KnownColumn): boolean =>
  isNotNull ||
  known.constraints.some(
    ({ kind, columns, expression, isEnforced }) =>
      isEnforced &&
      (kind === "not-null"
        ? columns.includes(name)
        : kind === "check" && expression !== null && saysNotNull(expression, name)),
  );

/** Of a column that pending statements add, code that is running knows nothing: it leaves it out for certain. */
function levelOf(known: KnownRelation, column: KnownColumn, schema: KnownSchema): Level {
  if (column.onTarget === null) return "medium";
  return (useOf(known, schema)?.inserted ?? 0) > 0 ? "medium" : "info";
}

/** Nobody knows whether it has a default: only where nobody was asked. */
function unknownColumn(action: Demanding, known: KnownRelation, schema: KnownSchema) {
  if (action.kind !== "set-not-null" || known.origin !== "unknown" || schema.facts !== null) return [];
  return [finding(known, action.column, "info")];
}

function finding(known: KnownRelation, column: string, level: Level) {
  const name = renderIdentifier(column);
  const inserted = known.catalog?.use?.inserted ?? 0;
  const seen = inserted > 0 ? ` ${renderNumber(inserted)} rows were inserted of late.` : "";
  return {
    level,
    message: `INSERTs of running code that leave \`${name}\` of ${describeTable(known)} out fail from here on, unless a default or a trigger fills it.${seen}`,
    instead: [
      "-- 1. in one file, for as long as old code runs",
      `ALTER TABLE ${renderName(shown(known))} ALTER COLUMN ${name} SET DEFAULT …;`,
      `-- 2. deploy code that always gives ${name}, and only then take the default away`,
    ].join("\n"),
  };
}
