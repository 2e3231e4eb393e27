import type { ActionOf } from "../../syntax/action.ts";
import type { Effect } from "../hazard.ts";
import type { KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll, thereOf, withPartitions } from "./effect-maker.ts";

/** CREATE INDEX: SHARE, even where IF NOT EXISTS finds it; CONCURRENTLY lets others write. */
export function createIndexEffects(
  { table, name, isConcurrent, ifNotExists, isOnly }: ActionOf<"create-index">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const known = schema.relation(table);
  const isThere = ifNotExists && name !== null && known.indexes.some((index) => index.name === name);
  const lock = isConcurrent ? "SHARE UPDATE EXCLUSIVE" : "SHARE";
  if (isThere || (isOnly && known.kind === "partitioned table")) return [on(known, lock)];
  return onAll(schema, table, lock, "index-build");
}

/** REINDEX: others only read; CONCURRENTLY they write too. */
export function reindexEffects(
  { what, name, isConcurrent }: ActionOf<"reindex">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const lock = isConcurrent ? "SHARE UPDATE EXCLUSIVE" : "SHARE";
  if (what === "table") return onAll(schema, name, lock, "index-build");
  const found = what === "index" ? schema.index(name) : null;
  return found === null ? [] : onAll(schema, found.table, lock, "index-build");
}

/** DROP of tables, indexes, views, triggers …: those that hang on a table lock it. */
export function dropEffects(action: ActionOf<"drop">, { schema }: EffectQuestion): readonly Effect[] {
  const { what, name, table, isConcurrent } = action;
  switch (what) {
    case "index": {
      const found = schema.index(name);
      const lock = isConcurrent ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE";
      return found === null ? [] : withPartitions(schema, found.table).map((one) => on(one, lock));
    }
    case "trigger":
      return table === null || isNoTrigger(action, schema) ? [] : onAll(schema, table, "ACCESS EXCLUSIVE");
    case "policy":
    case "rule":
      return table === null ? [] : onAll(schema, table, "ACCESS EXCLUSIVE");
    case "view":
    case "materialized-view":
      return [on(schema.relation(name), "ACCESS EXCLUSIVE")];
    case "table":
      return dropTableEffects(action, { schema });
    default:
      return [];
  }
}

/** True for a trigger that is not there, and need not be. */
function isNoTrigger({ table, name, ifExists }: ActionOf<"drop">, schema: KnownSchema): boolean {
  if (table === null || !ifExists) return false;
  const known = schema.relation(table);
  return known.origin !== "unknown" && !known.triggers.includes(name.name);
}

function dropTableEffects(
  { name, isCascading }: ActionOf<"drop">,
  { schema }: Pick<EffectQuestion, "schema">,
): readonly Effect[] {
  const known = schema.relation(name);
  const referenced = known.constraints.flatMap(({ references }) =>
    references === null ? [] : [references.table],
  );
  const views = isCascading ? (known.catalog?.views ?? []) : [];
  const parent = known.catalog?.partitionOf ?? null;
  const siblings = parent === null ? [] : schema.partitions(schema.relation(parent));
  const isDefault = (one: { readonly name: string }) =>
    parent !== null &&
    schema
      .relation(parent)
      .catalog?.partitions.some((partition) => partition.isDefault && partition.name === one.name);
  return [
    ...onAll(schema, name, "ACCESS EXCLUSIVE"),
    ...referenced.map((one) => on(schema.relation(one), "ACCESS EXCLUSIVE")),
    ...(known.catalog?.referencedBy ?? []).map((one) => on(thereOf(schema, one), "ACCESS EXCLUSIVE")),
    ...views.map((view) => on(thereOf(schema, view), "ACCESS EXCLUSIVE")),
    ...(parent === null ? [] : [on(thereOf(schema, parent), "ACCESS EXCLUSIVE")]),
    ...siblings.filter(isDefault).map((one) => on(one, "ACCESS EXCLUSIVE")),
  ];
}
