import type { ActionOf } from "../../syntax/action.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { type EffectQuestion, on, onAll, onDefaultPartition } from "./effect-maker.ts";
import { keepsOut } from "./implies-bound.ts";
import { impliesLimits } from "./implies-limits.ts";

/** ATTACH PARTITION: the new one and the default are read under ACCESS EXCLUSIVE, unless a CHECK says what they hold. */
export function attachEffects(
  { table, partition, bound, limits }: ActionOf<"attach-partition">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const parent = schema.relation(table);
  const child = schema.relation(partition);
  const keys = parent.catalog?.partitionedBy?.columns ?? [];
  const [key = null] = keys;
  const isTold =
    bound === "default" || (key !== null && keys.length === 1 && impliesLimits(child, key, limits));
  const constants = [...limits.from, ...limits.to, ...limits.values].filter((value) => value !== null);
  return [
    on(parent, "SHARE UPDATE EXCLUSIVE"),
    ...onAll(schema, partition, "ACCESS EXCLUSIVE", attachWork(parent, child, isTold ? "none" : "scan")),
    ...onDefaultPartition(schema, parent, "scan").map((effect) =>
      keepsOut(effect.relation, constants) ? { ...effect, work: "none" as const } : effect,
    ),
  ];
}

/** An index of the parent that the partition lacks is built. */
function attachWork(parent: KnownRelation, child: KnownRelation, scan: Work): Work {
  const lacks = parent.indexes.some(
    ({ columns }) => !child.indexes.some((index) => String(index.columns) === String(columns)),
  );
  return child.catalog !== null && lacks ? "index-build" : scan;
}

/** DETACH PARTITION. CONCURRENTLY: 14 and later, and never with a default partition. */
export function detachEffects(
  { table, partition, isConcurrent }: ActionOf<"detach-partition">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const parent = schema.relation(table);
  if (isConcurrent)
    return [on(parent, "SHARE UPDATE EXCLUSIVE"), on(schema.relation(partition), "SHARE UPDATE EXCLUSIVE")];
  return [
    on(parent, "ACCESS EXCLUSIVE"),
    ...onAll(schema, partition, "ACCESS EXCLUSIVE"),
    ...onDefaultPartition(schema, parent, "none"),
  ];
}

/** CREATE TABLE: what it references, inherits from or is a partition of. */
export function createTableEffects(
  { table, columns, constraints, partitionOf, inherits }: ActionOf<"create-table">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const keys = [...columns.flatMap((column) => column.constraints), ...constraints];
  const made = schema.relation(table);
  const referenced = keys
    .flatMap(({ references }) => (references === null ? [] : [schema.relation(references.table)]))
    .filter(({ name, schema: of }) => name !== made.name || of !== made.schema);
  const parent = partitionOf === null ? null : schema.relation(partitionOf);
  return [
    ...referenced.map((relation) => on(relation, "SHARE ROW EXCLUSIVE")),
    ...(parent === null
      ? []
      : [on(parent, "ACCESS EXCLUSIVE"), ...onDefaultPartition(schema, parent, "scan")]),
    ...inherits.map((name) => on(schema.relation(name), "SHARE UPDATE EXCLUSIVE")),
  ];
}
