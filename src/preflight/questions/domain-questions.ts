import { identifier } from "../../database/quote.ts";
import { columnOf } from "../../hazards/effects/proves-not-null.ts";
import type { KnownRelation } from "../../hazards/known-schema.ts";
import type { ActionOf } from "../../syntax/action.ts";
import { renderName } from "../../syntax/names.ts";
import { type Asking, isExpression, listOf, nameOf, readExpression } from "../asking.ts";
import { clauseAt, insideAfter, wholeClause } from "../clause.ts";
import { type Expression, parseExpression } from "../expression.ts";
import { relationOnTarget } from "../on-target.ts";
import type { NotAsked, QuestionDraft } from "../question.ts";
import { isSource, makeSource } from "../source.ts";

/** Does a new CHECK or NOT NULL of a domain refuse a value that a column of it has? One question for each column. */
export function domainQuestions(
  { domain, add, at }: ActionOf<"alter-domain">,
  asking: Asking,
): readonly QuestionDraft[] {
  if (add?.isNotValid === true) return [];
  if (add === null || add.kind === "not-null")
    return usersOf(domain, asking).map(ask("value IS NULL", at, asking));
  const text = insideAfter(clauseAt(asking.statement, add.at), "check");
  // VALUE is a name like any other.
  const expression = readExpression(text, { ...asking.schema.relation(domain), name: "" }, asking);
  return usersOf(domain, asking).map(ask(conditionOf(expression), at, asking));
}

/** The same of a CHECK that is there and NOT VALID, when it is validated. */
export function validateDomainQuestions(
  { domain, constraint, at }: ActionOf<"validate-domain">,
  asking: Asking,
): readonly QuestionDraft[] {
  const known = asking.schema.type(domain)?.catalog?.constraints.find(({ name }) => name === constraint);
  if (known === undefined || known.isValid) return [];
  const text = insideAfter(wholeClause(known.definition), "check");
  const expression = text === null ? null : parseExpression(text, "", asking.parse);
  const condition = conditionOf(expression ?? { why: "its definition could not be read" });
  return usersOf(domain, asking).map(ask(condition, at, asking));
}

const conditionOf = (expression: Expression | NotAsked): string | NotAsked =>
  isExpression(expression) ? `${expression.sql} IS FALSE` : expression;

interface User {
  readonly domain: string;
  readonly relation: KnownRelation;
  /** By its name now. */
  readonly column: string;
  readonly isArray: boolean;
}

function usersOf(domain: ActionOf<"alter-domain">["domain"], { schema }: Asking): readonly User[] {
  return (schema.type(domain)?.catalog?.usedBy ?? []).flatMap((use): readonly User[] => {
    const relation = relationOnTarget(schema, use);
    const column = relation.columns.find(({ onTarget }) => onTarget === use.column)?.name;
    // Gone by then; or a partition, whose rows are asked with its parent's.
    if (column === undefined || relation.catalog === null || relation.catalog.partitionOf !== null) return [];
    const isArray = columnOf(relation, column)?.type?.isArray ?? true;
    return [{ domain: renderName(domain), relation, column, isArray }];
  });
}

function ask(
  condition: string | NotAsked,
  at: number,
  { schema, values }: Asking,
): (user: User) => QuestionDraft {
  return ({ domain, relation, column, isArray }) => {
    const source = makeSource({ relation, columns: [column], rows: "tree", alias: "users" }, values);
    const words = {
      kind: "domain",
      at,
      violation: `rows of ${nameOf(relation)} whose ${listOf([column])} the domain ${domain} would refuse`,
      consequence: "the statement fails on them",
      instead: "-- Mend these values first, or write the CHECK so that it lets them be.",
      reads: [{ relation, columns: [column], as: "sought" }],
    } as const;
    if (isArray) return { ...words, keyColumns: [], sql: { why: "arrays are not looked into" } };
    if (!isSource(source)) return { ...words, keyColumns: [], sql: source };
    if (typeof condition !== "string") return { ...words, keyColumns: [], sql: condition };
    const value = column === "value" ? "" : `, ${identifier(column)} AS value`;
    const named = `(SELECT *${value} FROM ${source.from}) AS used`;
    const sql = `SELECT ${source.key} AS key FROM ${named} WHERE ${condition}`;
    const asked = { first: sql, rows: sql, searchPath: schema.searchPath };
    return { ...words, keyColumns: source.keyColumns, sql: asked };
  };
}
