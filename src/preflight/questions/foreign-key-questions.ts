import type { AskedQuestion } from "../../database/ask-questions.ts";
import { identifier } from "../../database/quote.ts";
import type { KnownRelation } from "../../hazards/known-schema.ts";
import type { NewConstraint } from "../../syntax/action.ts";
import type { ObjectName } from "../../syntax/names.ts";
import { type Asking, listOf, nameOf } from "../asking.ts";
import { clauseAt, wordsIn } from "../clause.ts";
import type { NotAsked, QuestionDraft } from "../question.ts";
import { isSource, makeSource, type Source } from "../source.ts";

/** What a foreign key says, new or not. */
export interface ForeignKey {
  readonly at: number;
  readonly columns: readonly string[];
  readonly referenced: KnownRelation;
  /** Empty: those of the primary key. */
  readonly referencedColumns: readonly string[];
  /** full: either all columns are null, or none is. */
  readonly match: "simple" | "full";
}

/** Are there rows that a new foreign key finds no other row for? */
export function newForeignKeyQuestions(
  relation: KnownRelation,
  constraint: NewConstraint & { readonly references: { readonly table: ObjectName } },
  asking: Asking,
): readonly QuestionDraft[] {
  const { at, columns, references } = constraint;
  const clause = clauseAt(asking.statement, at);
  const key: ForeignKey = {
    at,
    columns,
    referenced: asking.schema.relation(references.table),
    referencedColumns: constraint.references.columns,
    match: wordsIn(clause, "match full") >= 0 ? "full" : "simple",
  };
  const isOfPeriods = clause.tokens.slice(clause.from, clause.to).some(({ text }) => text === "period");
  return foreignKeyQuestions(relation, key, asking).map((draft) =>
    isOfPeriods ? { ...draft, sql: { why: "a key of periods is not asked" } } : draft,
  );
}

/** The same of any foreign key. */
export function foreignKeyQuestions(
  relation: KnownRelation,
  key: ForeignKey,
  asking: Asking,
): readonly QuestionDraft[] {
  const { at, columns, referenced } = key;
  if (isAlwaysNull(relation, key, asking)) return [];
  const needed = key.referencedColumns.length > 0 ? key.referencedColumns : primaryKeyOf(referenced);
  const child = makeSource({ relation, columns, rows: "own", alias: "child" }, asking.values);
  const sql = isSource(child) ? makeSql(child, key, needed, asking) : child;
  return [
    {
      kind: "orphans",
      at,
      violation: `rows of ${nameOf(relation)} whose ${listOf(columns)} is not in ${nameOf(referenced)}${needed.length === 0 ? "" : ` (${listOf(needed)})`}`,
      consequence: "the foreign key fails on them",
      instead: "-- Add the rows that are missing, or delete or null those that refer to none.",
      keyColumns: isSource(child) ? child.keyColumns : [],
      reads: [
        { relation, columns, as: "sought" },
        { relation: referenced, columns: needed, as: "needed" },
      ],
      sql,
    },
  ];
}

function makeSql(
  child: Source,
  { columns, referenced, match }: ForeignKey,
  needed: readonly string[],
  { schema, values }: Asking,
): AskedQuestion | NotAsked {
  if (referenced.origin === "pending" && referenced.hasNewRows)
    return { why: "earlier pending statements fill the table that it references" };
  if (referenced.origin === "pending") return rowsOf(child, isGiven(columns, " AND "), schema.searchPath);
  if (needed.length !== columns.length) return { why: "the columns that it references are not known" };
  const parent = makeSource({ relation: referenced, columns: needed, rows: "own", alias: "parent" }, values);
  if (!isSource(parent)) return parent;
  const pairs = columns.map(
    (name, index) => `parent.${identifier(needed[index] ?? "")} = child.${identifier(name)}`,
  );
  const isOrphan = `NOT EXISTS (SELECT FROM ${parent.from} WHERE ${pairs.join(" AND ")})`;
  const all = isGiven(columns, " AND ");
  const condition =
    match === "simple"
      ? `${all} AND ${isOrphan}`
      : `(${isGiven(columns, " OR ")}) AND (NOT (${all}) OR ${isOrphan})`;
  return rowsOf(child, condition, schema.searchPath);
}

function rowsOf(child: Source, condition: string, searchPath: readonly string[]): AskedQuestion {
  const sql = `SELECT ${child.key} AS key FROM ${child.from} WHERE ${condition}`;
  return { first: sql, rows: sql, searchPath };
}

const isGiven = (columns: readonly string[], between: " AND " | " OR "): string =>
  columns.map((name) => `child.${identifier(name)} IS NOT NULL`).join(between);

const primaryKeyOf = ({ constraints }: KnownRelation): readonly string[] =>
  constraints.find(({ kind }) => kind === "primary-key")?.columns ?? [];

/** A pending statement adds a column of it, null in every row: then there is nothing to look for. */
function isAlwaysNull(relation: KnownRelation, { columns, match }: ForeignKey, { values }: Asking): boolean {
  if (match === "full" && columns.length > 1) return false;
  return columns.some((name) => {
    const column = relation.columns.find((one) => one.name === name);
    if (column === undefined || column.onTarget !== null) return false;
    const value = values.of(column);
    return value.kind === "constant" && value.isNull;
  });
}
