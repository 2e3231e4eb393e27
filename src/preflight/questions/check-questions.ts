import type { KnownRelation } from "../../hazards/known-schema.ts";
import type { NewConstraint } from "../../syntax/action.ts";
import { type Asking, isExpression, nameOf, readExpression, rowDraft } from "../asking.ts";
import { clauseAt, insideAfter, wholeClause } from "../clause.ts";
import { parseExpression } from "../expression.ts";
import { asOnTarget } from "../on-target.ts";
import type { QuestionDraft } from "../question.ts";

/** Are there rows for which a new CHECK is false? A null lets them pass. */
export function checkQuestions(
  relation: KnownRelation,
  { at }: NewConstraint,
  asking: Asking,
): readonly QuestionDraft[] {
  const text = insideAfter(clauseAt(asking.statement, at), "check");
  const expression = readExpression(text, relation, asking);
  return [
    rowDraft(
      {
        ...wordsOf(relation, text, at),
        relation,
        columns: isExpression(expression) ? expression.columns : [],
        condition: isExpression(expression) ? `${expression.sql} IS FALSE` : expression,
      },
      asking,
    ),
  ];
}

/** The same of a CHECK that the target has, as its catalog defines it. */
export function knownCheckQuestions(
  relation: KnownRelation,
  { definition, at }: { readonly definition: string; readonly at: number },
  asking: Asking,
): readonly QuestionDraft[] {
  const text = insideAfter(wholeClause(definition), "check");
  // The server evaluates it for each row that is written: what it calls is the database's own.
  const expression = text === null ? null : parseExpression(text, relation.catalog?.name ?? "", asking.parse);
  const draft = rowDraft(
    {
      ...wordsOf(relation, text, at),
      relation: asOnTarget(relation),
      columns: expression === null ? [] : expression.columns,
      condition:
        expression === null ? { why: "its definition could not be read" } : `${expression.sql} IS FALSE`,
    },
    asking,
  );
  return [draft];
}

function wordsOf(relation: KnownRelation, text: string | null, at: number) {
  const check = text === null ? "the CHECK" : `CHECK (${text.replace(/\s+/g, " ").trim()})`;
  return {
    kind: "check",
    at,
    rows: "tree",
    violation: `rows of ${nameOf(relation)} for which ${check} is false`,
    consequence: "the statement fails on them",
    instead: "-- Mend these rows first, or write the CHECK so that it lets them be.",
  } as const;
}
