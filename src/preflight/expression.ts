import { calledFunctions, volatilityOf } from "../hazards/effects/volatility.ts";
import type { KnownSchema } from "../hazards/known-schema.ts";
import type { Parse, Tree } from "../syntax/parser.ts";

/** An expression of a migration, as it was written. */
export interface Expression {
  /** In parentheses. */
  readonly sql: string;
  /** Columns that it names, each once; null: it may be about all (a whole row). */
  readonly columns: readonly string[] | null;
  readonly functions: readonly (readonly string[])[];
}

/** Parts of a SELECT that is an expression and nothing more. */
const OF_EXPRESSIONS: ReadonlySet<string> = new Set(["targetList", "limitOption", "op"]);

/** `text` as an expression; null where it is none, or has a query in it. `table`: the name that a whole row of it has. */
export function parseExpression(text: string, table: string, parse: Parse): Expression | null {
  // The line end closes a comment that the text may end with.
  const sql = `(${text}\n)`;
  const [tree, ...more] = parse(`SELECT ${sql}`) ?? [];
  if (tree === undefined || more.length > 0 || !("SelectStmt" in tree)) return null;
  const parts = Object.keys(tree.SelectStmt);
  const targets = tree.SelectStmt.targetList ?? [];
  if (targets.length !== 1 || !parts.every((part) => OF_EXPRESSIONS.has(part))) return null;
  if (hasQuery(targets)) return null;
  const names = columnNames(targets);
  const isWhole = names.includes("*") || names.includes(table);
  return { sql, columns: isWhole ? null : [...new Set(names)], functions: calledFunctions(targets) };
}

/** Why `expression` must not be run: it calls what may do anything; null: it may be. */
export function whyNotRun({ functions }: Expression, schema: KnownSchema): string | null {
  const unsafe = functions.find((name) => !isCalm(name, schema));
  return unsafe === undefined
    ? null
    : `it calls ${unsafe.join(".")}(), and only functions that are known to be IMMUTABLE or STABLE are run`;
}

function isCalm(name: readonly string[], schema: KnownSchema): boolean {
  const volatility = volatilityOf(name, schema);
  return volatility === "immutable" || volatility === "stable";
}

function hasQuery(tree: unknown): boolean {
  if (Array.isArray(tree)) return tree.some(hasQuery);
  if (typeof tree !== "object" || tree === null) return false;
  return "SubLink" in tree || Object.values(tree).some(hasQuery);
}

/** The last part of each name in `tree` that can be a column's; `*` for a whole row's. */
function columnNames(tree: unknown): readonly string[] {
  if (Array.isArray(tree)) return tree.flatMap(columnNames);
  if (typeof tree !== "object" || tree === null) return [];
  if ("ColumnRef" in tree) {
    const last = (tree as Extract<Tree, { ColumnRef: unknown }>).ColumnRef.fields?.at(-1);
    return [last !== undefined && "String" in last ? (last.String.sval ?? "*") : "*"];
  }
  return Object.values(tree).flatMap(columnNames);
}
