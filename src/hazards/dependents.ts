import type { CatalogReference, CatalogView } from "../database/catalog-facts.ts";
import type { KnownRelation, KnownSchema } from "./known-schema.ts";

/** Views that read `relation`, as the catalog has them and no pending statement has dropped or replaced. */
export function viewsOn(relation: KnownRelation, schema: KnownSchema): readonly CatalogView[] {
  return (relation.catalog?.views ?? []).filter((view) => !schema.isChanged(view));
}

/** Those of them that name `column`. */
export function viewsOnColumn(
  relation: KnownRelation,
  column: string,
  schema: KnownSchema,
): readonly CatalogView[] {
  const onTarget = relation.columns.find(({ name }) => name === column)?.onTarget;
  return viewsOn(relation, schema).filter(({ columns }) => onTarget != null && columns.includes(onTarget));
}

/** Foreign keys of other tables to `relation` that no pending statement has dropped. */
export function keysTo(relation: KnownRelation, schema: KnownSchema): readonly CatalogReference[] {
  return (relation.catalog?.referencedBy ?? []).filter((key) => {
    const child = schema.relation(key);
    if (child.schema === relation.schema && child.name === relation.name) return false;
    return child.origin === "catalog"
      ? child.constraints.some(({ name }) => name === key.constraint)
      : !schema.isChanged(key);
  });
}

/** Those of them that reference `column` there. */
export function keysToColumn(
  relation: KnownRelation,
  column: string,
  schema: KnownSchema,
): readonly CatalogReference[] {
  return keysTo(relation, schema).filter((key) => {
    const found = schema.relation(key).constraints.find(({ name }) => name === key.constraint);
    return found?.references?.columns.includes(column) === true;
  });
}
