import type { CatalogRelation } from "../database/catalog-facts.ts";
import type { KnownRelation } from "../hazards/known-schema.ts";
import { shown } from "../hazards/relation-size.ts";
import type { SchemaState } from "../hazards/schema-state.ts";
import { renderIdentifier, renderName } from "../syntax/names.ts";
import type { Parse } from "../syntax/parser.ts";
import type { Clause } from "./clause.ts";
import { type Expression, parseExpression, whyNotRun } from "./expression.ts";
import type { PendingValues } from "./pending-values.ts";
import type { NotAsked, QuestionDraft } from "./question.ts";
import { isSource, makeSource, rowsWhere } from "./source.ts";

/** What questions of a statement are made with; all as it is just before the statement runs. */
export interface Asking {
  readonly schema: SchemaState;
  readonly values: PendingValues;
  readonly statement: Clause;
  readonly parse: Parse;
  /** The target's. */
  readonly major: number;
  /** Questions of constraints that are added NOT VALID, for when they are validated; by a part of the constraint. */
  readonly later: WeakMap<object, QuestionDraft>;
  /** Partitioned tables that pending statements before have given partitions. */
  readonly newBounds: ReadonlySet<CatalogRelation>;
}

/** A question about single rows of one table. */
export interface RowQuestion
  extends Pick<QuestionDraft, "kind" | "at" | "violation" | "consequence" | "instead"> {
  readonly relation: KnownRelation;
  /** Those that `condition` names; null: it may be any. */
  readonly columns: readonly string[] | null;
  readonly rows: "tree" | "own";
  /** True for rows that are in the way. */
  readonly condition: string | NotAsked;
  /** Name under which `condition` has the table; not there: its own. */
  readonly alias?: string;
}

/** The draft for `question`. */
export function rowDraft(question: RowQuestion, { schema, values }: Asking): QuestionDraft {
  const { relation, columns, rows, condition, alias, ...words } = question;
  const reads = [{ relation, columns, as: "sought" }] as const;
  const source = makeSource({ relation, columns, rows, ...(alias === undefined ? {} : { alias }) }, values);
  if (typeof condition !== "string" || !isSource(source)) {
    const why = isSource(source) ? condition : source;
    return { ...words, reads, keyColumns: [], sql: typeof why === "string" ? { why } : why };
  }
  const sql = rowsWhere(source, condition, schema.searchPath);
  return { ...words, reads, keyColumns: source.keyColumns, sql };
}

/** `text` of a migration as an expression about `relation`; or why it cannot be asked. */
export function readExpression(
  text: string | null,
  relation: KnownRelation,
  { schema, parse }: Asking,
): Expression | NotAsked {
  const expression = text === null ? null : parseExpression(text, relation.name, parse);
  if (expression === null) return { why: "its expression could not be read" };
  const why = whyNotRun(expression, schema);
  return why === null ? expression : { why };
}

export const isExpression = (value: Expression | NotAsked): value is Expression => "sql" in value;

/** The name of `relation` for sentences. */
export const nameOf = (relation: KnownRelation): string => renderName(shown(relation));

/** `a, b`: names of columns for sentences. */
export const listOf = (columns: readonly string[]): string => columns.map(renderIdentifier).join(", ");

/** True where it makes sense to ask: the target has the table, or was not asked whether it does. */
export function isAskable({ origin, kind }: KnownRelation, { schema }: Asking): boolean {
  if (origin === "unknown") return schema.facts === null;
  return origin === "catalog" && kind !== "view" && kind !== "index" && kind !== "sequence";
}
