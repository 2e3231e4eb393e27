import { type ColumnType, renderColumnType } from "../../syntax/column-type.ts";
import { renderIdentifier } from "../../syntax/names.ts";
import { columnOf } from "../effects/proves-not-null.ts";
import { isColumnOnTarget } from "../on-target.ts";
import { levelByUse } from "../recent-use.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const changedType = defineRule({
  name: "changed-type",
  title: "Running code gets another type than it was written for",
  why: "Code that is running binds parameters of the old type and reads values of it: a number where it expects a text, an object for a string. Prepared statements fail with `cached plan must not change result type`. That is apart from what the change does to the table.",
  safeWay:
    "Make a column of the new type beside the old one, keep the two in step with a trigger, fill it, move the code, and drop the old one with a later release.",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE, SET DATA TYPE; plancache.c, RevalidateCachedQuery.",
  on: ["alter-column-type"],
  check({ table, column, type }, { schema }) {
    const known = schema.relation(table);
    if (!isColumnOnTarget(known, column, schema)) return [];
    const from = columnOf(known, column)?.type ?? null;
    if (from === null || familyOf(from) === familyOf(type)) return [];
    const name = renderIdentifier(column);
    return [
      {
        level: levelByUse(known, schema),
        message: `Running code reads and writes \`${name}\` of ${describeTable(known)} as \`${renderColumnType(from)}\`: it may fail on \`${renderColumnType(type)}\`.`,
        instead: [
          `-- 1. in one file: ALTER TABLE … ADD COLUMN ${renderIdentifier(`${column}_new`)} ${renderColumnType(type)}, and a trigger that keeps the two in step`,
          `-- 2. fill it in batches, and deploy code that uses it`,
          `-- 3. in a file of a later release: ALTER TABLE … DROP COLUMN ${name}`,
        ].join("\n"),
      },
    ];
  },
});

/** Types of one family look alike to a client. An int8 does not: drivers give it as a text or another number. */
const FAMILIES = new Map([
  ["varchar", "text"],
  ["bpchar", "text"],
  ["citext", "text"],
  ["name", "text"],
  ["int2", "int4"],
  ["jsonb", "json"],
  ["float4", "float8"],
  ["cidr", "inet"],
]);

function familyOf({ schema, name, isArray }: ColumnType): string {
  const family = schema === null ? (FAMILIES.get(name) ?? name) : `${schema}.${name}`;
  return `${family}${isArray ? "[]" : ""}`;
}
