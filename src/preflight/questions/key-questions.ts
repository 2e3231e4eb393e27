import { identifier } from "../../database/quote.ts";
import type { KnownRelation } from "../../hazards/known-schema.ts";
import type { ActionOf, NewConstraint } from "../../syntax/action.ts";
import { type Asking, isExpression, listOf, nameOf, readExpression } from "../asking.ts";
import { type Clause, clauseAt, indexKeys, textOf, wordsIn } from "../clause.ts";
import type { NotAsked, QuestionDraft } from "../question.ts";
import { isSource, makeSource } from "../source.ts";
import { nullQuestions } from "./null-questions.ts";

/** Do rows share what a new UNIQUE or PRIMARY KEY is to hold apart? Of the latter also: has each row one? */
export function keyQuestions(
  relation: KnownRelation,
  constraint: NewConstraint,
  asking: Asking,
): readonly QuestionDraft[] {
  const { at, kind, usingIndex, columns } = constraint;
  const index = usingIndex === null ? null : relation.indexes.find(({ name }) => name === usingIndex);
  const keys =
    index === undefined || index === null ? columns : index.columns.filter((name) => name !== null);
  const isPrimary = kind === "primary-key";
  const does = isPrimary ? "PRIMARY KEY" : "UNIQUE";
  const nulls = isPrimary ? nullQuestions(relation, keys, { at, does }, asking) : [];
  if (usingIndex !== null) return nulls;
  const clause = clauseAt(asking.statement, at);
  const duplicates = duplicateQuestions(
    {
      relation,
      at,
      does,
      keys: keys.map((name) => ({ sql: identifier(name), column: name })),
      where: null,
      areNullsEqual: hasEqualNulls(clause),
      refused: wordsIn(clause, "without overlaps") >= 0 ? { why: "WITHOUT OVERLAPS is not asked" } : null,
    },
    asking,
  );
  return [...nulls, ...duplicates];
}

/** Do rows share what a new unique index is to hold apart? */
export function uniqueIndexQuestions(
  { table, at, columns, name, ifNotExists, isOnly, where, isUnique }: ActionOf<"create-index">,
  asking: Asking,
): readonly QuestionDraft[] {
  const relation = asking.schema.relation(table);
  const isThere = ifNotExists && name !== null && relation.indexes.some((index) => index.name === name);
  if (!isUnique || isThere || (isOnly && relation.kind === "partitioned table")) return [];
  const { statement } = asking;
  const texts = indexKeys(statement, at);
  const keys = texts.map((text, index) => ({
    sql: text,
    column: columns[index] ?? null,
  }));
  const whereAt = where === null ? -1 : wordsIn(statement, "where");
  return duplicateQuestions(
    {
      relation,
      at,
      does: "a unique index",
      keys,
      where: whereAt < 0 ? null : textOf(statement, whereAt, statement.to),
      areNullsEqual: hasEqualNulls(statement),
      refused: keys.length === columns.length ? null : { why: "its keys could not be read" },
    },
    asking,
  );
}

interface Key {
  /** As written, or a column's name, quoted. */
  readonly sql: string;
  /** Null: an expression. */
  readonly column: string | null;
}

interface KeyQuestion {
  readonly relation: KnownRelation;
  readonly at: number;
  readonly does: string;
  readonly keys: readonly Key[];
  /** Of a partial index; null: all rows. */
  readonly where: string | null;
  readonly areNullsEqual: boolean;
  readonly refused: NotAsked | null;
}

const hasEqualNulls = (clause: Clause): boolean => wordsIn(clause, "nulls not distinct") >= 0;

function duplicateQuestions(question: KeyQuestion, asking: Asking): readonly QuestionDraft[] {
  const { relation, at, does, keys, where } = question;
  if (isHeldApart(question)) return [];
  const shared = keys.map(({ sql, column }) => (column === null ? sql : listOf([column]))).join(", ");
  const part = where === null ? "" : ` where ${where.replace(/\s+/g, " ").trim()}`;
  const expressions = [...keys.map(({ sql }) => sql), ...(where === null ? [] : [where])].map((text) =>
    readExpression(text, relation, asking),
  );
  const read = expressions.filter(isExpression);
  const columns = read.some((one) => one.columns === null) ? null : read.flatMap((one) => one.columns ?? []);
  const unread = expressions.find((one) => !isExpression(one));
  const sql = question.refused ?? (unread !== undefined && !isExpression(unread) ? unread : null);
  const source = makeSource({ relation, columns, rows: "own" }, asking.values);
  const words = {
    kind: "duplicates",
    at,
    violation: `rows of ${nameOf(relation)} that share their ${shared}${part}`,
    consequence: `${does} fails on them`,
    instead: "-- Keep one of each, or choose a key that tells them apart.",
    reads: [{ relation, columns, as: "sought" }],
  } as const;
  if (sql !== null || !isSource(source))
    return [{ ...words, keyColumns: [], sql: sql ?? (isSource(source) ? { why: "" } : source) }];
  const asked = makeSharedSql(
    source,
    read.map((one) => one.sql),
    question,
  );
  return [
    { ...words, keyColumns: source.keyColumns, sql: { ...asked, searchPath: asking.schema.searchPath } },
  ];
}

/** `expressions`: those of the keys, and of the WHERE behind them. */
function makeSharedSql(
  { from, key }: { readonly from: string; readonly key: string },
  expressions: readonly string[],
  { keys, areNullsEqual }: KeyQuestion,
): { readonly first: string; readonly rows: string } {
  const parts = expressions.slice(0, keys.length);
  // As a number a constant would mean a place in the list.
  const grouped = parts.map((_, index) => `"part ${index + 1}"`);
  const conditions = [
    ...(areNullsEqual ? [] : parts.map((part) => `${part} IS NOT NULL`)),
    ...expressions.slice(keys.length),
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const values = parts.map((part, index) => `${part} AS ${grouped[index]}`).join(", ");
  const inner = `(SELECT *, ${values} FROM ${from}${where}) AS shared`;
  const by = grouped.join(", ");
  return {
    first: `SELECT NULL::pg_catalog.json AS key FROM ${inner} GROUP BY ${by} HAVING pg_catalog.count(*) > 1`,
    rows: `SELECT ${key} AS key FROM (SELECT *, pg_catalog.count(*) OVER (PARTITION BY ${by}) AS "same rows" FROM ${inner}) AS counted WHERE "same rows" > 1`,
  };
}

/** True where a valid unique index over some of the columns, and over all rows, is there already. */
function isHeldApart({ relation, keys, areNullsEqual }: KeyQuestion): boolean {
  const columns = new Set(keys.map(({ column }) => column));
  const isPending = relation.columns.some(({ name, onTarget }) => onTarget === null && columns.has(name));
  return (
    !isPending &&
    !areNullsEqual &&
    relation.indexes.some(
      (index) =>
        index.isUnique &&
        index.isValid &&
        !index.isPartial &&
        index.columns.length > 0 &&
        index.columns.every((name) => name !== null && columns.has(name)),
    )
  );
}
