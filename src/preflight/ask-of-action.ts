import { constraintOf } from "../hazards/effects/constraint-effects.ts";
import type { KnownConstraint, KnownRelation } from "../hazards/known-schema.ts";
import type { Action, ActionOf, NewConstraint } from "../syntax/action.ts";
import { type Asking, isAskable, nameOf } from "./asking.ts";
import { relationOnTarget } from "./on-target.ts";
import type { QuestionDraft } from "./question.ts";
import { checkQuestions, knownCheckQuestions } from "./questions/check-questions.ts";
import { domainQuestions, validateDomainQuestions } from "./questions/domain-questions.ts";
import { foreignKeyQuestions, newForeignKeyQuestions } from "./questions/foreign-key-questions.ts";
import { keyQuestions, uniqueIndexQuestions } from "./questions/key-questions.ts";
import { nullQuestions, rowQuestions } from "./questions/null-questions.ts";
import { attachQuestions, newPartitionQuestions } from "./questions/partition-questions.ts";
import { typeQuestions } from "./questions/type-questions.ts";

/** What `action` asks of the rows that are there; of a new column, what it asks itself: see `questionsOfColumn`. */
export function questionsOf(action: Action, asking: Asking): readonly QuestionDraft[] {
  const { schema } = asking;
  switch (action.kind) {
    case "attach-partition":
      return attachQuestions(action, asking);
    case "create-table":
      return action.partitionOf === null || action.bound !== "values"
        ? []
        : newPartitionQuestions(action.partitionOf, action.table, action.at, asking);
    case "alter-domain":
      return domainQuestions(action, asking);
    case "validate-domain":
      return validateDomainQuestions(action, asking);
    case "set-not-null":
    case "add-constraint":
    case "create-index":
    case "validate-constraint":
    case "alter-constraint":
    case "alter-column-type": {
      const relation = schema.relation(action.table);
      return isAskable(relation, asking) ? questionsOfTable(action, relation, asking) : [];
    }
    default:
      return [];
  }
}

function questionsOfTable(
  action: ActionOf<
    | "set-not-null"
    | "add-constraint"
    | "create-index"
    | "validate-constraint"
    | "alter-constraint"
    | "alter-column-type"
  >,
  relation: KnownRelation,
  asking: Asking,
): readonly QuestionDraft[] {
  switch (action.kind) {
    case "set-not-null":
      return nullQuestions(relation, [action.column], { at: action.at, does: "SET NOT NULL" }, asking);
    case "create-index":
      return uniqueIndexQuestions(action, asking);
    case "alter-column-type":
      return typeQuestions(action, asking);
    case "validate-constraint":
      return validateQuestions(relation, action, asking);
    case "alter-constraint":
      return action.enforced === true ? validateQuestions(relation, action, asking) : [];
    case "add-constraint": {
      const drafts = questionsOfConstraint(relation, action.constraint, asking);
      const { isNotValid, isEnforced } = action.constraint;
      if (!isNotValid && isEnforced) return drafts;
      const [draft] = drafts;
      if (draft !== undefined) asking.later.set(keyOf(action.constraint), draft);
      return [];
    }
  }
}

/** What a new column of a table with rows asks, `action` having been applied to the schema. */
export function questionsOfColumn(
  { table, column }: ActionOf<"add-column">,
  asking: Asking,
): readonly QuestionDraft[] {
  const relation = asking.schema.relation(table);
  if (!isAskable(relation, asking)) return [];
  const isPrimary = column.constraints.some(({ kind }) => kind === "primary-key");
  return [
    ...rowQuestions(relation, column, asking),
    ...column.constraints
      .filter(({ isEnforced, isNotValid }) => isEnforced && !isNotValid)
      // Where it would be null in every row, that is asked already.
      .filter(({ kind }) => !(isPrimary && kind === "primary-key" && column.default === null))
      .flatMap((constraint) => questionsOfConstraint(relation, constraint, asking)),
  ];
}

function questionsOfConstraint(
  relation: KnownRelation,
  constraint: NewConstraint,
  asking: Asking,
): readonly QuestionDraft[] {
  const { kind, at, columns, references } = constraint;
  switch (kind) {
    case "not-null":
      return nullQuestions(relation, columns, { at, does: "NOT NULL" }, asking);
    case "unique":
    case "primary-key":
      return keyQuestions(relation, constraint, asking);
    case "check":
      return checkQuestions(relation, constraint, asking);
    case "foreign-key":
      return references === null
        ? []
        : newForeignKeyQuestions(relation, { ...constraint, references }, asking);
    case "exclude":
      return [
        {
          kind: "overlaps",
          at,
          violation: `rows of ${nameOf(relation)} that exclude one another`,
          consequence: "EXCLUDE fails on them",
          instead: null,
          keyColumns: [],
          reads: [],
          sql: { why: "rows are not compared in pairs: that has no end on a large table" },
        },
      ];
  }
}

/** VALIDATE, ENFORCED: of what a pending statement has added, what was put off then; else what the catalog has. */
function validateQuestions(
  relation: KnownRelation,
  { constraint: name, at }: { readonly constraint: string; readonly at: number },
  asking: Asking,
): readonly QuestionDraft[] {
  const known = constraintOf(relation, name);
  if (known === null || (known.isValid && known.isEnforced)) return [];
  const draft = asking.later.get(keyOf(known));
  if (draft !== undefined) return [{ ...draft, at }];
  return questionsOfKnown(relation, known, at, asking);
}

function questionsOfKnown(
  relation: KnownRelation,
  known: KnownConstraint,
  at: number,
  asking: Asking,
): readonly QuestionDraft[] {
  const inCatalog = relation.catalog?.constraints.find(({ name }) => name === known.name);
  switch (known.kind) {
    case "not-null":
      return nullQuestions(relation, known.columns, { at, does: "VALIDATE CONSTRAINT" }, asking);
    case "check":
      return knownCheckQuestions(relation, { definition: inCatalog?.definition ?? "", at }, asking);
    case "foreign-key": {
      if (known.references === null) return [];
      const referenced = relationOnTarget(asking.schema, known.references.table);
      const match = /\bMATCH FULL\b/.test(inCatalog?.definition ?? "") ? "full" : "simple";
      const referencedColumns = known.references.columns.map(
        (column) => referenced.columns.find(({ onTarget }) => onTarget === column)?.name ?? column,
      );
      return foreignKeyQuestions(
        relation,
        { at, columns: known.columns, referenced, referencedColumns, match },
        asking,
      );
    }
    default:
      return [];
  }
}

/** What a constraint keeps while it is renamed: its expression, what it references, else its columns. */
const keyOf = ({ expression, references, columns }: NewConstraint | KnownConstraint): object =>
  expression ?? references ?? columns;
