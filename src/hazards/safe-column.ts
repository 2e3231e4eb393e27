import type { NewColumn } from "../syntax/action.ts";
import { renderColumnType } from "../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import type { KnownRelation } from "./known-schema.ts";
import { shown } from "./relation-size.ts";
import { expressionAt } from "./written-sql.ts";

/** ADD COLUMN with the type alone, which is done in a moment. */
export const addEmptyColumn = (table: KnownRelation, { name, type }: NewColumn): string =>
  `ALTER TABLE ${renderName(shown(table))} ADD COLUMN ${renderIdentifier(name)} ${renderColumnType(type)};`;

/** The same with the default and NOT NULL that `sql` gives it, which is done in a moment too where the default is not volatile. */
export function addColumnWithDefault(sql: string, table: KnownRelation, column: NewColumn): string {
  const value = column.default === null ? null : (expressionAt(sql, column.default) ?? "…");
  if (value === null) return addEmptyColumn(table, column);
  const nulls = column.isNotNull ? " NOT NULL" : "";
  return `${addEmptyColumn(table, column).slice(0, -1)} DEFAULT ${value}${nulls};`;
}

/** SET DEFAULT, which counts for new rows alone. */
export const setDefault = (table: KnownRelation, column: string, value: string): string =>
  `ALTER TABLE ${renderName(shown(table))} ALTER COLUMN ${renderIdentifier(column)} SET DEFAULT ${value};`;
