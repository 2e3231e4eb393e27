import type { AskedQuestion } from "../database/ask-questions.ts";
import { identifier } from "../database/quote.ts";
import type { KnownColumn, KnownRelation } from "../hazards/known-schema.ts";
import type { PendingValues } from "./pending-values.ts";
import type { NotAsked } from "./question.ts";

/** A table of the target as it will be when the statement runs, to be read FROM. */
export interface Source {
  /** With its columns and itself under the names that they have then. */
  readonly from: string;
  /** A JSON array of the row's key, or NULL. */
  readonly key: string;
  /** Names of the columns in `key`, as they are then. */
  readonly keyColumns: readonly string[];
}

/** What of a table is read. */
export interface Wanted {
  readonly relation: KnownRelation;
  /** By their names when the statement runs; null: all. */
  readonly columns: readonly string[] | null;
  /** tree: with all that inherits from it · own: its own rows, of a partitioned table those of all partitions. */
  readonly rows: "tree" | "own";
  /** What it is called; not there: by its name. */
  readonly alias?: string;
}

/** Longest piece of a key that is fetched, in characters. */
const KEY_LENGTH = 100;

/** The table as it will be; or why that cannot be told. */
export function makeSource(wanted: Wanted, values: PendingValues): Source | NotAsked {
  const { relation, rows, alias = relation.name } = wanted;
  const { catalog } = relation;
  if (catalog === null) return { why: "the target's catalog did not answer" };
  const named = wanted.columns ?? relation.columns.map(({ name }) => name);
  const columns: string[] = [];
  for (const name of new Set(named)) {
    const column = relation.columns.find((one) => one.name === name);
    // A name that is no column's is for the server to judge.
    if (column === undefined) continue;
    const value = valueSql(column, values);
    if (value === null)
      return { why: `a pending statement adds ${name}, with a value that is not known before` };
    columns.push(`${value} AS ${identifier(name)}`);
  }
  const keys = keyColumnsOf(relation);
  const keyNames = keys.map((_, index) => identifier(`key ${index + 1}`));
  keys.forEach(({ onTarget }, index) => {
    columns.push(`t.${identifier(onTarget ?? "")} AS ${keyNames[index]}`);
  });
  const only = rows === "own" && catalog.kind !== "partitioned table" ? "ONLY " : "";
  const table = `${identifier(catalog.schema)}.${identifier(catalog.name)}`;
  const texts = keyNames.map((name) => `pg_catalog.left(${name}::pg_catalog.text, ${KEY_LENGTH})`);
  return {
    from: `(SELECT ${columns.join(", ")} FROM ${only}${table} AS t) AS ${identifier(alias)}`,
    key: texts.length === 0 ? "NULL::pg_catalog.json" : `pg_catalog.json_build_array(${texts.join(", ")})`,
    keyColumns: keys.map(({ name }) => name),
  };
}

function valueSql(column: KnownColumn, values: PendingValues): string | null {
  if (column.onTarget !== null) return `t.${identifier(column.onTarget)}`;
  const pending = values.of(column);
  return pending.kind === "constant" ? pending.sql : null;
}

/** The columns of the primary key that the target has now, in its order, where all of them are still there. */
function keyColumnsOf({ catalog, columns }: KnownRelation): readonly KnownColumn[] {
  const key = catalog?.constraints.find(({ kind }) => kind === "primary-key");
  const found = (key?.columns ?? []).map((name) => columns.find(({ onTarget }) => onTarget === name));
  const all = found.filter((column) => column !== undefined);
  return all.length === found.length ? all : [];
}

/** Rows of `source` for which `condition` is true. */
export function rowsWhere(
  { from, key }: Source,
  condition: string,
  searchPath: readonly string[],
): AskedQuestion {
  const sql = `SELECT ${key} AS key FROM ${from} WHERE ${condition}`;
  return { first: sql, rows: sql, searchPath };
}

/** `source`, where it is one. */
export const isSource = (source: Source | NotAsked): source is Source => "from" in source;
