import type { LockMode } from "../../syntax/action.ts";
import type { ObjectName } from "../../syntax/names.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownRelation, KnownSchema } from "../known-schema.ts";
import type { RuleServer } from "../rule.ts";

/** What effects are made from. */
export interface EffectQuestion {
  readonly schema: KnownSchema;
  readonly server: RuleServer;
}

/** `lock` and `work` on `relation` alone. */
export const on = (relation: KnownRelation, lock: LockMode | null, work: Work = "none"): Effect => ({
  relation,
  lock,
  work,
});

/** The same on the relation of this name, and on each of its partitions, which alone hold rows. */
export function onAll(
  schema: KnownSchema,
  name: ObjectName,
  lock: LockMode,
  work: Work = "none",
): readonly Effect[] {
  return withPartitions(schema, schema.relation(name)).map((relation) =>
    on(relation, lock, relation.kind === "partitioned table" ? "none" : work),
  );
}

/** `relation`, and its partitions down to the last. */
export function withPartitions(schema: KnownSchema, relation: KnownRelation): readonly KnownRelation[] {
  return [relation, ...schema.partitions(relation).flatMap((one) => withPartitions(schema, one))];
}

/** The default partition of `relation`, with the lock and work that a new bound brings it; none where it has none. */
export function onDefaultPartition(
  schema: KnownSchema,
  relation: KnownRelation,
  work: Work,
): readonly Effect[] {
  const found = relation.catalog?.partitions.find(({ isDefault }) => isDefault);
  return found === undefined ? [] : [on(schema.relation(found), "ACCESS EXCLUSIVE", work)];
}

/** A relation that the catalog names as hanging on another: it is there, whether it is described or not. */
export function thereOf(schema: KnownSchema, name: ObjectName): KnownRelation {
  const known = schema.relation(name);
  return known.origin === "unknown" ? { ...known, origin: "catalog" } : known;
}
