import type { ActionOf } from "../../syntax/action.ts";
import { keysTo, viewsOnColumn } from "../dependents.ts";
import type { Effect } from "../hazard.ts";
import type { KnownRelation, KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll } from "./effect-maker.ts";

/** DROP COLUMN; with CASCADE the views that name the column go, and are locked as it is. Source: lock-oracle, "drop cascade col". */
export function dropColumnEffects(
  { table, column, isCascading }: ActionOf<"drop-column">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const views = isCascading ? viewsOnColumn(schema.relation(table), column, schema) : [];
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE"),
    ...views.map((view) => on(schema.relation(view), "ACCESS EXCLUSIVE")),
  ];
}

/** TRUNCATE; with CASCADE the tables that reference it, down to the last. Source: PostgreSQL manual, TRUNCATE. */
export function truncateEffects(
  { table, isCascading }: ActionOf<"truncate">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const others = isCascading ? referencingTables(schema.relation(table), schema) : [];
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE"),
    ...others.map((relation) => on(relation, "ACCESS EXCLUSIVE")),
  ];
}

/** Tables with a foreign key to `relation`, and those with one to them, each once; without itself. */
export function referencingTables(relation: KnownRelation, schema: KnownSchema): readonly KnownRelation[] {
  const found = new Map([[JSON.stringify([relation.schema, relation.name]), relation]]);
  for (const one of found.values())
    for (const key of keysTo(one, schema)) {
      const child = schema.relation(key);
      found.set(JSON.stringify([child.schema, child.name]), child);
    }
  return [...found.values()].slice(1);
}
