import { renderColumnType } from "../../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { newColumnCosts } from "../effects/column-effects.ts";
import { columnOf } from "../effects/proves-not-null.ts";
import type { Level } from "../hazard.ts";
import type { KnownRelation, KnownSchema } from "../known-schema.ts";
import { levelOfFailure } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const notNullWithoutDefault = defineRule({
  name: "not-null-without-default",
  title: "A NOT NULL column without a default fails where there are rows",
  why: "`ADD COLUMN … NOT NULL` without a default has no value for the rows that are there, and fails if there is one. INSERTs of running code that does not know the column fail from then on, too.",
  safeWay:
    "Give it a constant default, which writes no row, and drop the default when all code knows the column; or add it without NOT NULL, fill it, and see `set-not-null`:\n\n```sql\nALTER TABLE users ADD COLUMN state text NOT NULL DEFAULT 'new';\n```",
  since: "A constant default writes no row: 11.",
  source: "PostgreSQL manual, ALTER TABLE; measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column, ifNotExists }, { schema, server }) {
    const known = schema.relation(table);
    if (ifNotExists && columnOf(known, column.name) !== null) return [];
    const isLacking = newColumnCosts(column, schema, server.major).includes("not null");
    const level = isLacking && column.generated === null ? levelByRows(known, schema) : null;
    if (level === null) return [];
    const { name, type } = column;
    const fails = level === "error" ? "fails" : "fails if there is a row";
    return [
      {
        level,
        at: column.at,
        message: `\`${renderIdentifier(name)}\` is NOT NULL and has no value for the rows of ${describeTable(known)}: ADD COLUMN ${fails}. INSERTs of code that does not know the column fail from then on.`,
        instead: `ALTER TABLE ${renderName(shown(known))} ADD COLUMN ${renderIdentifier(name)} ${renderColumnType(type)} NOT NULL DEFAULT …;  -- a constant: no row is written`,
      },
    ];
  },
});

/** Null: there is no row. */
function levelByRows({ origin, catalog, hasNewRows }: KnownRelation, schema: KnownSchema): Level | null {
  if (origin === "pending") return null;
  if (catalog === null || (catalog.sizeBytes === null && !hasNewRows)) return "high";
  return catalog.sizeBytes !== 0 || hasNewRows ? levelOfFailure(schema) : null;
}
