import { renderColumnType } from "../../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { columnOf } from "../effects/proves-not-null.ts";
import { isColumnItself } from "../effects/type-change.ts";
import { levelOfFailure } from "../level-of-work.ts";
import { makeNarrowing } from "../narrowing.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { refusalOfTypeChange } from "../type-change-refusal.ts";

export const narrowColumnType = defineRule({
  name: "narrow-column-type",
  title: "A narrower type fails or cuts values",
  why: "Where the new type is narrower than the old one, the statement fails at the first value that does not fit (bigint to int, a shorter varchar, fewer digits), or values are rounded or cut without a word (numeric of a smaller scale, timestamps of less precision or to date, a cast to varchar(n) in USING).",
  safeWay:
    "Look first whether there are such values, and correct them in a migration of its own; or keep the type and add a CHECK `NOT VALID`.\n\n```sql\nSELECT count(*) FROM users WHERE char_length(name) > 20;\n```",
  since: null,
  source: "PostgreSQL manual, “Character Types”, “Numeric Types”, “Date/Time Types”; pg_cast.",
  on: ["alter-column-type"],
  check(action, { schema }) {
    const { table, column, type, using } = action;
    const known = schema.relation(table);
    const found = columnOf(known, column);
    const isEmpty = known.catalog?.sizeBytes === 0 && !known.hasNewRows;
    // Only a column that the target has holds values that were written by its old type.
    if (found?.type == null || found.onTarget === null || known.catalog === null || isEmpty) return [];
    if (using !== null && !isColumnItself(using, column)) return [];
    const narrowing = makeNarrowing(found.type, type);
    if (narrowing === null || refusalOfTypeChange(action, schema) !== null) return [];
    const isCast = using !== null && "TypeCast" in using && type.modifiers.length > 0;
    const cuts = narrowing === "cuts" || (isCast && /^(varchar|bpchar)$/.test(type.name));
    const change = `${renderColumnType(found.type)} to ${renderColumnType(type)}`;
    const place = `\`${renderIdentifier(column)}\` of ${describeTable(known)}`;
    const written = renderIdentifier(column);
    return [
      {
        level: cuts ? levelOfFailure(schema) : "medium",
        at: action.at,
        message: cuts
          ? `Values of ${place} that do not fit are rounded or cut without a word: ${change}.`
          : `The statement fails if one value of ${place} does not fit: ${change}.`,
        instead: `-- how many do not fit\nSELECT count(*) FROM ${renderName(shown(known))} WHERE ${condition(written, renderColumnType(type), type.modifiers[0], type.name)};`,
      },
    ];
  },
});

/** What is true of the rows whose value does not fit. */
function condition(column: string, type: string, width: number | undefined, name: string): string {
  if (name === "varchar" || name === "bpchar") return `char_length(${column}) > ${width ?? 1}`;
  if (name === "int2") return `${column} NOT BETWEEN -32768 AND 32767`;
  if (name === "int4") return `${column} NOT BETWEEN -2147483648 AND 2147483647`;
  if (name === "int8") return `${column} NOT BETWEEN -9223372036854775808 AND 9223372036854775807`;
  return `${column}::${type} IS DISTINCT FROM ${column}`;
}
