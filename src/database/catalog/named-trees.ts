import type { CatalogName } from "../catalog-facts.ts";
import { asked } from "./relation-set.ts";

/** What is asked of relations whose names are known: `tree` (place, oid), each with all its partitions and children. */
export const namedTrees = (relations: readonly CatalogName[]): string => `tree (place, oid) AS (
  SELECT a.place, c.oid FROM ${asked(relations)}
    JOIN pg_namespace n ON n.nspname = a.schema::name JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = a.name::name
  UNION SELECT t.place, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)`;
