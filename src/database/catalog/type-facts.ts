import type { AskedName } from "../catalog-facts.ts";
import { asked } from "./relation-set.ts";

/** JSON array of CatalogType, for `asked_types`. */
export const TYPE_FACTS = `(SELECT coalesce(json_agg(json_build_object('schema', n.nspname, 'name', t.typname,
  'kind', CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'enum' END,
  'baseType', CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END, 'isNotNull', t.typnotnull,
  'constraints', (SELECT coalesce(json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid), 'isValid', k.convalidated)
    ORDER BY k.conname), '[]') FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'),
  'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum e WHERE e.enumtypid = t.oid),
  'usedBy', (SELECT coalesce(json_agg(json_build_object('schema', o.nspname, 'name', r.relname, 'column', a.attname) ORDER BY o.nspname, r.relname, a.attnum), '[]')
    FROM type_use u JOIN pg_class r ON r.oid = u.relation JOIN pg_namespace o ON o.oid = r.relnamespace
    JOIN pg_attribute a ON a.attrelid = u.relation AND a.attnum = u.number WHERE u.type = t.oid)
) ORDER BY n.nspname, t.typname), '[]')
FROM asked_types JOIN pg_type t ON t.oid = asked_types.oid JOIN pg_namespace n ON n.oid = t.typnamespace)`;

/** JSON array of CatalogFunction, for `functions`; of an unqualified name those of each schema on the path. */
export const functionFacts = (
  functions: readonly AskedName[],
): string => `(SELECT coalesce(json_agg(json_build_object(
  'schema', f.schema, 'name', f.name,
  'volatility', CASE f.volatility WHEN 3 THEN 'volatile' WHEN 2 THEN 'stable' ELSE 'immutable' END) ORDER BY f.schema, f.name), '[]')
FROM (SELECT n.nspname AS schema, p.proname AS name, max(CASE p.provolatile WHEN 'v' THEN 3 WHEN 's' THEN 2 ELSE 1 END) AS volatility
  FROM ${asked(functions)} JOIN pg_proc p ON p.proname = a.name::name JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE CASE WHEN a.schema IS NULL THEN n.oid IN (SELECT path.schema FROM path) ELSE n.nspname = a.schema::name END
  GROUP BY 1, 2) f)`;
