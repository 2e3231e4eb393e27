import type { ActionOf } from "../../syntax/action.ts";
import { keyOf } from "../../syntax/names.ts";
import { keysTo, keysToColumn, viewsOnColumn } from "../dependents.ts";
import type { Effect } from "../hazard.ts";
import type { KnownRelation, KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll, thereOf } from "./effect-maker.ts";

/**
 * DROP COLUMN: the tables that foreign keys of the column reference are locked as it is; with CASCADE those that reference
 * it too, and the views that name it. Source: lock-oracle, "drop cascade col", and "drop constraint fk".
 */
export function dropColumnEffects(
  { table, column, isCascading }: ActionOf<"drop-column">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const known = schema.relation(table);
  const referenced = known.constraints.flatMap(({ references, columns }) =>
    references !== null && columns.includes(column) ? [references.table] : [],
  );
  const gone = isCascading
    ? [...viewsOnColumn(known, column, schema), ...keysToColumn(known, column, schema)]
    : [];
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE"),
    ...[...referenced, ...gone].map((one) => on(thereOf(schema, one), "ACCESS EXCLUSIVE")),
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
  const found = new Map([[keyOf(relation), relation]]);
  for (const one of found.values())
    for (const key of keysTo(one, schema)) {
      const child = thereOf(schema, key);
      found.set(keyOf(child), child);
    }
  return [...found.values()].slice(1);
}
