import type { CatalogView } from "../database/catalog-facts.ts";
import type { ActionOf } from "../syntax/action.ts";
import { type ColumnType, renderColumnType } from "../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import { columnOf } from "./effects/proves-not-null.ts";
import type { Finding } from "./hazard.ts";
import type { KnownRelation, KnownSchema } from "./known-schema.ts";
import { shown } from "./relation-size.ts";

/** Why the server refuses the change of type for sure, and what to write instead; null: it does not, as far as is known. */
export function refusalOfTypeChange(
  { table, column, type, using }: ActionOf<"alter-column-type">,
  schema: KnownSchema,
): Pick<Finding, "message" | "instead"> | null {
  const known = schema.relation(table);
  const found = columnOf(known, column);
  const place = `\`${renderIdentifier(column)}\` of \`${renderName(shown(known))}\``;
  const change = `ALTER TABLE ${renderName(shown(known))} ALTER COLUMN ${renderIdentifier(column)} TYPE ${renderColumnType(type)}`;
  const views = viewsOf(known, found?.onTarget ?? null, schema);
  if (views.length > 0) {
    const names = views.map((view) => renderName(shown(view)));
    return {
      message: `${names.map((name) => `\`${name}\``).join(", ")} uses ${place}: the server refuses to change the type of a column that a view uses.`,
      instead: [
        ...views.map((view, index) => `DROP ${view.kind.toUpperCase()} ${names[index]};`),
        `${change};`,
        ...views.map((view, index) => `CREATE ${view.kind.toUpperCase()} ${names[index]} AS …;`),
      ].join("\n"),
    };
  }
  const key = known.catalog?.partitionedBy?.columns ?? [];
  // Null stands for an expression there, and here for a column that the target does not have.
  if (found !== null && found.onTarget !== null && key.includes(found.onTarget))
    return {
      message: `${place} is part of the partition key: the server refuses to change its type.`,
      instead: null,
    };
  if (using !== null || found?.type == null || !needsUsing(found.type, type, schema)) return null;
  return {
    message: `${place} is ${renderColumnType(found.type)}, which the server does not cast to ${renderColumnType(type)} by itself: the statement fails without USING.`,
    instead: `${change} USING ${renderIdentifier(column)}::${renderColumnType(type)};`,
  };
}

/** Views that read the column and are still there. */
function viewsOf(known: KnownRelation, onTarget: string | null, from: KnownSchema): readonly CatalogView[] {
  if (onTarget === null) return [];
  const isAsked = ({ schema, name }: CatalogView) =>
    from.facts?.relations.some((one) => one.schema === schema && one.name === name) === true;
  return (known.catalog?.views ?? []).filter(
    (view) =>
      view.columns.includes(onTarget) &&
      // One that was there and is no more was dropped, or made anew, by a pending statement.
      !(isAsked(view) && from.relation(view).origin !== "catalog"),
  );
}

const STRINGS = ["text", "varchar", "bpchar"];
const NUMBERS = ["int2", "int4", "int8", "numeric", "float4", "float8"];
const TIMES = ["date", "timestamp", "timestamptz", "time", "timetz", "interval"];
const OTHERS = ["bool", "uuid", "json", "jsonb", "bytea"];

/** True where there is no cast that an assignment uses. Source: pg_cast of PostgreSQL 18, castcontext a and i. */
function needsUsing(from: ColumnType, to: ColumnType, schema: KnownSchema): boolean {
  if (from.isArray || to.isArray) return false;
  if (STRINGS.includes(from.name))
    return [...NUMBERS, ...TIMES, ...OTHERS].includes(to.name) || schema.type(to)?.kind === "enum";
  if (NUMBERS.includes(from.name)) return [...TIMES, ...OTHERS].includes(to.name);
  return from.name === "bool" && NUMBERS.includes(to.name);
}
