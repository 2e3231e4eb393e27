import type { KnownColumn, KnownRelation } from "../hazards/known-schema.ts";
import type { SchemaState } from "../hazards/schema-state.ts";
import type { ObjectName } from "../syntax/names.ts";

/** The relation that has this name on the target now, whatever pending statements have called it since. */
export function relationOnTarget(schema: SchemaState, { schema: from, name }: ObjectName): KnownRelation {
  for (const relation of schema.all())
    if (relation.catalog?.schema === from && relation.catalog?.name === name) return relation;
  return schema.relation({ schema: from, name });
}

/** `relation` with the names that it and its columns have on the target: what its catalog's own definitions use. */
export function asOnTarget(relation: KnownRelation): KnownRelation {
  const { catalog } = relation;
  if (catalog === null) return relation;
  const columns = relation.columns.flatMap((column): readonly KnownColumn[] =>
    column.onTarget === null ? [] : [{ ...column, name: column.onTarget }],
  );
  return { ...relation, schema: catalog.schema, name: catalog.name, columns };
}
