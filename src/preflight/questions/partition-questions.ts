import type { CatalogRelation } from "../../database/catalog-facts.ts";
import { identifier, literal } from "../../database/quote.ts";
import type { KnownRelation } from "../../hazards/known-schema.ts";
import type { ActionOf } from "../../syntax/action.ts";
import type { ObjectName } from "../../syntax/names.ts";
import { type Asking, isAskable, isExpression, nameOf, readExpression, rowDraft } from "../asking.ts";
import { type Bound, boundCondition, parseBound, valuesOf } from "../bound.ts";
import { wholeClause } from "../clause.ts";
import { relationOnTarget } from "../on-target.ts";
import type { NotAsked, QuestionDraft } from "../question.ts";

/** Are there rows in the default partition that a new one is to take? */
export function newPartitionQuestions(
  parent: ObjectName,
  partition: ObjectName,
  at: number,
  asking: Asking,
): readonly QuestionDraft[] {
  const { schema, statement } = asking;
  const relation = schema.relation(parent);
  const known = relation.catalog?.partitions.find(({ isDefault }) => isDefault);
  if (known === undefined) return [];
  const rest = relationOnTarget(schema, known);
  const condition = conditionOf(parseBound(statement), relation, rest, asking);
  return [
    draftOf(rest, condition, asking, {
      at,
      violation: `rows of ${nameOf(rest)} that belong to ${nameOf(schema.relation(partition))}`,
      instead:
        "Move them out of the default partition first: into a table of their own, which is attached then.",
    }),
  ];
}

/** Are there rows in a table that its bound does not take, when it is attached as a partition? */
export function attachQuestions(
  { table, partition, bound, at }: ActionOf<"attach-partition">,
  asking: Asking,
): readonly QuestionDraft[] {
  const { schema, statement } = asking;
  const [parent, relation] = [schema.relation(table), schema.relation(partition)];
  const taken = bound === "values" ? newPartitionQuestions(table, partition, at, asking) : [];
  if (!isAskable(relation, asking)) return taken;
  const own =
    bound === "values"
      ? negated(conditionOf(parseBound(statement), parent, relation, asking))
      : ofOthers(parent, relation, asking);
  return [
    draftOf(relation, own, asking, {
      at,
      violation: `rows of ${nameOf(relation)} that are not of the bound`,
      instead: "-- Move them elsewhere first, or choose a bound that takes them.",
    }),
    ...taken,
  ];
}

interface Condition {
  readonly sql: string;
  readonly columns: readonly string[];
}

const isCondition = (value: Condition | NotAsked): value is Condition => "sql" in value;

const negated = (condition: Condition | NotAsked): Condition | NotAsked =>
  isCondition(condition) ? { ...condition, sql: `NOT ${condition.sql}` } : condition;

/** What a row of `relation` must be like for `bound` of `parent`: columns of a partition have the parent's names. */
function conditionOf(
  bound: Bound | null,
  parent: KnownRelation,
  relation: KnownRelation,
  asking: Asking,
): Condition | NotAsked {
  if (bound === null) return { why: "the bound could not be read" };
  const columns = keyColumns(parent);
  if ("why" in columns) return columns;
  const refused = valuesOf(bound)
    .map((value) => readExpression(value, relation, asking))
    .find((value) => !isExpression(value));
  if (refused !== undefined && !isExpression(refused)) return refused;
  const { catalog } = parent;
  const oid = `${literal(`${identifier(catalog?.schema ?? "")}.${identifier(catalog?.name ?? "")}`)}::pg_catalog.regclass`;
  return { columns: columns.names, sql: boundCondition(bound, columns.names.map(identifier), oid) };
}

/** Of the partition key, by their names now. */
function keyColumns(parent: KnownRelation): { readonly names: readonly string[] } | NotAsked {
  const partitioning: CatalogRelation["partitionedBy"] = parent.catalog?.partitionedBy ?? null;
  if (partitioning === null) return { why: "how the table is partitioned is not known on the target" };
  const names = partitioning.columns.map(
    (name) => parent.columns.find(({ onTarget }) => name !== null && onTarget === name)?.name ?? null,
  );
  const found = names.filter((name) => name !== null);
  return found.length === names.length
    ? { names: found }
    : { why: "the table is partitioned by an expression" };
}

/** A default partition must have no row that another one takes. */
function ofOthers(parent: KnownRelation, relation: KnownRelation, asking: Asking): Condition | NotAsked {
  const conditions: string[] = [];
  let columns: readonly string[] = [];
  if (parent.catalog !== null && asking.newBounds.has(parent.catalog))
    return { why: "earlier pending statements add partitions" };
  // One that is the default now is detached by then.
  for (const name of (parent.catalog?.partitions ?? []).filter(({ isDefault }) => !isDefault)) {
    const bound = relationOnTarget(asking.schema, name).catalog?.bound ?? null;
    const condition =
      bound === null
        ? { why: "the bounds of the other partitions are not known" }
        : conditionOf(parseBound(wholeClause(bound)), parent, relation, asking);
    if (!isCondition(condition)) return condition;
    conditions.push(condition.sql);
    columns = condition.columns;
  }
  return { columns, sql: conditions.length === 0 ? "false" : conditions.join(" OR ") };
}

function draftOf(
  relation: KnownRelation,
  condition: Condition | NotAsked,
  asking: Asking,
  words: Pick<QuestionDraft, "at" | "violation" | "instead">,
): QuestionDraft {
  return rowDraft(
    {
      ...words,
      kind: "bound",
      consequence: "the statement fails on them",
      relation,
      columns: isCondition(condition) ? condition.columns : [],
      rows: "tree",
      condition: isCondition(condition) ? condition.sql : condition,
    },
    asking,
  );
}
