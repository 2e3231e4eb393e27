import type { Action, NewConstraint } from "../../syntax/action.ts";
import type { ObjectName } from "../../syntax/names.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import type { Finding } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { isSmall, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { outsideTransaction, renderFiles } from "../safe-files.ts";

export const foreignKeyWithoutIndex = defineRule({
  name: "foreign-key-without-index",
  title: "A foreign key's columns have no index",
  why: "Each DELETE of a referenced row, and each UPDATE of its key, looks for rows that reference it. Without an index on the referencing columns it reads all of that table, with the row lock held.",
  safeWay:
    "Build an index whose first columns are those of the foreign key, in the same pending set at the latest:\n\n```sql\n-- migrate:no-transaction\nCREATE INDEX CONCURRENTLY tasks_user_id_idx ON tasks (user_id);\n```",
  since: null,
  source: "PostgreSQL manual, “Foreign Keys”.",
  on: ["create-table", "add-column", "add-constraint"],
  check(action, context) {
    if (action.kind === "create-table") {
      const isThere = action.ifNotExists && context.schema.relation(action.table).origin === "catalog";
      if (isThere || action.isTemporary || action.partitionOf !== null) return [];
      const inline = action.columns.flatMap(({ constraints }) => constraints);
      const all = [...inline, ...action.constraints];
      return all.flatMap((one) => unindexed(one, { table: action.table, isNew: true, with: all }, context));
    }
    const known = context.schema.relation(action.table);
    // Of a table that nobody has asked about the indexes are not known; a small one is read in a moment.
    if (known.origin === "unknown" || (known.origin === "catalog" && isSmall(known))) return [];
    const all = action.kind === "add-column" ? action.column.constraints : [action.constraint];
    const isNew = known.origin === "pending";
    return all.flatMap((one) => unindexed(one, { table: action.table, isNew, with: all }, context));
  },
});

interface Referencing {
  readonly table: ObjectName;
  /** True for a table of the pending set, on which an index is built in no time. */
  readonly isNew: boolean;
  /** Constraints that are made with it. */
  readonly with: readonly NewConstraint[];
}

function unindexed(
  constraint: NewConstraint,
  referencing: Referencing,
  context: RuleContext,
): readonly Finding[] {
  const { references, columns, isEnforced } = constraint;
  if (references === null || !isEnforced || columns.length === 0) return [];
  const known = context.schema.relation(referencing.table);
  const here = [...known.indexes.map((index) => index.columns), ...referencing.with.flatMap(keyColumns)];
  if (here.some((index) => leadsWith(index, columns)) || isIndexedLater(known, columns, context)) return [];
  const table = renderName(shown(known));
  const list = columns.map(renderIdentifier).join(", ");
  const name = renderIdentifier(`${known.name}_${columns.join("_")}_idx`);
  return [
    {
      level: "info",
      at: constraint.at,
      message: `No index begins with \`${list}\` of \`${table}\`: each DELETE in \`${renderName(references.table)}\` reads all of \`${table}\` to look for rows that reference it.`,
      instead: writeIndex(known, referencing, { name, list }),
    },
  ];
}

function writeIndex(
  known: KnownRelation,
  { isNew }: Referencing,
  { name, list }: { readonly name: string; readonly list: string },
): string {
  const table = renderName(shown(known));
  if (isNew) return `CREATE INDEX ${name} ON ${table} (${list});`;
  if (known.kind !== "partitioned table")
    return renderFiles(outsideTransaction(`CREATE INDEX CONCURRENTLY ${name} ON ${table} (${list});`));
  const partitions = known.catalog?.partitions.map((one) => renderName(shown(one))) ?? [];
  return [
    `CREATE INDEX ${name} ON ONLY ${table} (${list});`,
    `-- then CONCURRENTLY on each of ${partitions.join(", ")}, then ALTER INDEX ${name} ATTACH PARTITION …`,
  ].join("\n");
}

/** In which order an index has them is of no matter. */
function leadsWith(index: readonly (string | null)[], columns: readonly string[]): boolean {
  const first = new Set(index.slice(0, columns.length));
  return columns.every((column) => first.has(column));
}

function keyColumns({ kind, columns }: NewConstraint): readonly (readonly string[])[] {
  return kind === "primary-key" || kind === "unique" ? [columns] : [];
}

function isIndexedLater(
  known: KnownRelation,
  columns: readonly string[],
  { steps, step, statement }: RuleContext,
): boolean {
  const from = steps.indexOf(step);
  return steps.some(({ statements }, index) => {
    if (index < from) return false;
    return statements.some(
      (later) =>
        (index > from || later.index >= statement) &&
        later.actions.some((action) => indexesOf(action, known).some((one) => leadsWith(one, columns))),
    );
  });
}

/** What `action` indexes of `known`, by its name alone: the schema is most often left out. */
function indexesOf(action: Action, known: KnownRelation): readonly (readonly (string | null)[])[] {
  if (!("table" in action) || action.table?.name !== known.name) return [];
  if (action.table.schema !== null && action.table.schema !== known.schema) return [];
  if (action.kind === "create-index") return [action.columns];
  if (action.kind === "add-column") return action.column.constraints.flatMap(keyColumns);
  return action.kind === "add-constraint" ? keyColumns(action.constraint) : [];
}
