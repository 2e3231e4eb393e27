import type { CatalogFacts, CatalogRelation } from "../database/catalog-facts.ts";
import { SchemaState } from "../hazards/schema-state.ts";
import type { Step } from "../plan/plan.ts";
import type { Action } from "../syntax/action.ts";
import { type ParsedStatement, type ParsedStep, placeOf } from "../syntax/parse-steps.ts";
import type { Parse } from "../syntax/parser.ts";
import { questionsOf, questionsOfColumn } from "./ask-of-action.ts";
import type { Asking } from "./asking.ts";
import { changesOf, changesOfUnread } from "./changes-of.ts";
import { wholeClause } from "./clause.ts";
import { PendingValues } from "./pending-values.ts";
import type { Doubts, Question, QuestionDraft } from "./question.ts";
import { RowChanges } from "./row-changes.ts";

/** What questions are made from. */
export interface PreflightQuestion {
  readonly steps: readonly ParsedStep[];
  /** Null: the catalog did not answer; then each question says that it cannot be asked. */
  readonly facts: CatalogFacts | null;
  readonly server: { readonly major: number };
  readonly parse: Parse;
}

/**
 * What the pending statements ask of the rows that the target has, in their order, each for the state that those before it
 * leave: under the names that things have on the target now, and with doubts where earlier ones change rows. Tables that
 * are made by pending statements have none. Pure.
 */
export function makeQuestions(question: PreflightQuestion): readonly Question[] {
  const { facts, parse } = question;
  const walk: Walk = {
    question,
    schema: new SchemaState(facts, parse),
    changes: new RowChanges(),
    values: new PendingValues(),
    later: new WeakMap(),
    newBounds: new Set(),
  };
  return question.steps.flatMap((parsed, index) => {
    for (const action of parsed.beforehand) walk.schema.apply(action, index + 1);
    const asked = parsed.statements.flatMap((statement) => lookAt(walk, parsed.step, statement, index + 1));
    walk.schema.endStep();
    return asked;
  });
}

interface Walk {
  readonly question: PreflightQuestion;
  readonly schema: SchemaState;
  readonly changes: RowChanges;
  readonly values: PendingValues;
  readonly later: Asking["later"];
  readonly newBounds: Set<CatalogRelation>;
}

function lookAt(walk: Walk, step: Step, parsed: ParsedStatement, transaction: number): readonly Question[] {
  const { question, schema, changes, values, later, newBounds } = walk;
  const { statement, actions } = parsed;
  const { parse } = question;
  const context = {
    schema,
    server: question.server,
    statement,
    place: `${step.source.file}:${statement.line}`,
    parse,
  };
  if (actions.length === 0) for (const change of changesOfUnread(context)) changes.note(change, schema);
  return actions.flatMap((action) => {
    const asking = (): Asking => ({
      schema,
      values,
      statement: wholeClause(statement.sql, statement.tokens),
      parse,
      major: question.server.major,
      later,
      newBounds,
    });
    const drafts = ASKING.has(action.kind) ? questionsOf(action, asking()) : [];
    const questions = drafts.map((draft) => finish(draft, walk, step, parsed));
    for (const change of changesOf(action, context)) changes.note(change, schema);
    const parent = boundParent(action, schema);
    if (parent !== null) newBounds.add(parent);
    if (isAdded(action, schema)) values.remember(action.column, schema);
    schema.apply(action, transaction);
    if (action.kind !== "add-column") return questions;
    return questionsOfColumn(action, asking()).map((draft) => finish(draft, walk, step, parsed));
  });
}

/** Of all others nothing is asked, and their text may be long. */
const ASKING: ReadonlySet<Action["kind"]> = new Set<Action["kind"]>([
  "attach-partition",
  "create-table",
  "alter-domain",
  "validate-domain",
  "set-not-null",
  "add-constraint",
  "create-index",
  "validate-constraint",
  "alter-constraint",
  "alter-column-type",
]);

/** The partitioned table that `action` gives a partition, as far as the target has it. */
function boundParent(action: Action, schema: SchemaState): CatalogRelation | null {
  if (action.kind === "attach-partition") return schema.relation(action.table).catalog;
  const parent = action.kind === "create-table" ? action.partitionOf : null;
  return parent === null ? null : schema.relation(parent).catalog;
}

function isAdded(
  action: Action,
  schema: SchemaState,
): action is Extract<Action, { readonly kind: "add-column" }> {
  if (action.kind !== "add-column") return false;
  const { columns } = schema.relation(action.table);
  return !(action.ifNotExists && columns.some(({ name }) => name === action.column.name));
}

function finish(draft: QuestionDraft, { changes }: Walk, step: Step, parsed: ParsedStatement): Question {
  const { at, reads, ...rest } = draft;
  const doubts: Doubts = changes.doubts(reads);
  // Either answer would say nothing: nobody need ask.
  const isMoot = doubts.ifHolds !== null && doubts.ifViolated !== null;
  return {
    ...rest,
    sql: isMoot && doubts.ifHolds !== null ? { why: doubts.ifHolds } : draft.sql,
    step,
    statement: parsed.index,
    ...placeOf(parsed.statement, at),
    question: `Are there ${draft.violation}?`,
    doubts,
  };
}
