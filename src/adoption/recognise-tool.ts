import type { LedgerName } from "../inputs/inputs.ts";
import type { ForeignTable } from "./foreign-ledger.ts";
import type { ColumnKind, ForeignTool } from "./foreign-tool.ts";
import { TOOLS } from "./tools.ts";

/** What is known of a table before it is told whose it is. */
export interface SeenTable extends Pick<ForeignTable, "name" | "columns" | "reader"> {
  /** Names of the tables in the same schema that TOOLS asks for. */
  readonly beside: ReadonlySet<string>;
}

/** The tool whose ledger the table is; null when it is none's. Columns decide: a name alone never does. */
export function recogniseTool(table: SeenTable): ForeignTable | null {
  const { name, columns, beside, reader } = table;
  const tool = toolsWithColumns(columns).find((tool) => tool.beside === null || beside.has(tool.beside));
  if (tool === undefined) return null;
  const isUsual = tool.usualName === null || tool.usualName.test(`${name.schema}.${name.table}`);
  return { tool, name, columns, reader, certainty: isUsual ? "sure" : "when-named" };
}

/** The tools whose ledger has these columns, the likeliest first; empty for columns of no known tool. */
export function toolsWithColumns(columns: ReadonlyMap<string, string>): readonly ForeignTool[] {
  return TOOLS.filter((tool) => {
    const known = { ...tool.mayHave, ...tool.columns };
    return (
      Object.keys(tool.columns).every((column) => columns.has(column)) &&
      [...columns].every(([column, type]) => {
        const kind = Object.hasOwn(known, column) ? known[column] : undefined;
        return kind !== undefined && PATTERNS[kind].test(type);
      })
    );
  });
}

/** The tools whose ledger a table with these columns and this name may be, for people; empty: none is known. */
export function whoseTable(columns: ReadonlyMap<string, string>, { schema, table }: LedgerName): string {
  const likely = toolsWithColumns(columns).filter(
    ({ usualName }) => usualName?.test(`${schema}.${table}`) ?? true,
  );
  return [...new Set(likely.map(({ name }) => name))].join(" or ");
}

/** Types as format_type prints them. */
const PATTERNS = {
  text: /^(text|citext|character varying.*|character\(\d+\))$/,
  varchar: /^character varying/,
  integer: /^(smallint|integer|bigint)$/,
  bigint: /^bigint$/,
  boolean: /^boolean$/,
  time: /^(date|timestamp.*)$/,
  any: /^/,
} as const satisfies Record<ColumnKind, RegExp>;
