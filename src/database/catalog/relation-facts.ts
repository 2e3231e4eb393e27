import { columnsOf, constraintsOf, indexesOf } from "./table-facts.ts";

/** JSON array of CatalogRelation, for the relations of `scope` as `measured`. `major`: the server's. */
export const relationFacts = (major: number): string => `(SELECT coalesce(json_agg(json_build_object(
  'schema', n.nspname, 'name', c.relname,
  'kind', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
    WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' ELSE 'index' END,
  'isAsked', c.oid IN (SELECT x.oid FROM named x), 'isLocked', coalesce(b.busy, false),
  'rows', m.rows, 'sizeBytes', coalesce(m.size, 0), 'totalBytes', coalesce(m.total, 0),
  'indexOf', ${list("pg_index i JOIN pg_class r ON r.oid = i.indrelid", "i.indexrelid = c.oid")} -> 0,
  'columns', ${columnsOf}, 'constraints', ${constraintsOf}, 'indexes', ${indexesOf},
  'partitionedBy', ${PARTITIONED_BY},
  'partitionOf', CASE WHEN c.relispartition THEN ${list("pg_inherits i JOIN pg_class r ON r.oid = i.inhparent", "i.inhrelid = c.oid")} -> 0 END,
  'bound', pg_get_expr(c.relpartbound, 0),
  'partitions', ${list("pg_inherits i JOIN pg_class r ON r.oid = i.inhrelid AND r.relispartition", "i.inhparent = c.oid AND c.relkind = 'p'", "'isDefault', r.oid = (SELECT p.partdefid FROM pg_partitioned_table p WHERE p.partrelid = c.oid)")},
  'inherits', ${list("pg_inherits i JOIN pg_class r ON r.oid = i.inhparent", "i.inhrelid = c.oid AND NOT c.relispartition AND c.relkind IN ('r', 'f')")},
  'inheritedBy', ${list("pg_inherits i JOIN pg_class r ON r.oid = i.inhrelid", "i.inhparent = c.oid AND c.relkind IN ('r', 'f')")},
  'referencedBy', ${list("foreign_key k JOIN pg_class r ON r.oid = k.conrelid", "k.confrelid = c.oid", `'constraint', k.conname, 'columns', ${names("k.conrelid", "k.conkey")}`)},
  'views', ${VIEWS},
  'triggers', (SELECT coalesce(json_agg(t.tgname ORDER BY t.tgname), '[]') FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
  'replicaIdentity', CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' ELSE 'default' END,
  'isPublished', ${isPublished(major)},
  'use', CASE WHEN c.relkind IN ('r', 'm') THEN ${USE} END
) ORDER BY n.nspname, c.relname), '[]')
FROM scope JOIN pg_class c ON c.oid = scope.oid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN measured m ON m.oid = c.oid LEFT JOIN member b ON b.oid = c.oid)`;

/** Names of the columns of `relation` with the numbers of the array `numbers`, in its order. */
export const names = (relation: string, numbers: string): string =>
  `(SELECT coalesce(json_agg(a.attname ORDER BY u.place), '[]') FROM unnest(${numbers}) WITH ORDINALITY u (number, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number)`;

/** JSON array of names of the relations `r` of `from`, with what `more` adds to each. */
function list(from: string, condition: string, more = ""): string {
  return `(SELECT coalesce(json_agg(json_build_object('schema', o.nspname, 'name', r.relname${more === "" ? "" : `, ${more}`}) ORDER BY o.nspname, r.relname), '[]')
    FROM ${from} JOIN pg_namespace o ON o.oid = r.relnamespace WHERE ${condition})`;
}

const PARTITIONED_BY = `(SELECT json_build_object(
    'strategy', CASE p.partstrat WHEN 'l' THEN 'list' WHEN 'r' THEN 'range' ELSE 'hash' END,
    'columns', (SELECT json_agg(a.attname ORDER BY u.place) FROM unnest(p.partattrs::int2[]) WITH ORDINALITY u (number, place)
      LEFT JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = u.number))
    FROM pg_partitioned_table p WHERE p.partrelid = c.oid)`;

/** What a view reads hangs on its rule; column 0 is the relation as a whole. */
const VIEWS = `(SELECT coalesce(json_agg(json_build_object('schema', o.nspname, 'name', r.relname,
    'kind', CASE r.relkind WHEN 'm' THEN 'materialized view' ELSE 'view' END, 'columns', v.columns) ORDER BY o.nspname, r.relname), '[]')
    FROM (SELECT w.ev_class, coalesce(json_agg(DISTINCT a.attname) FILTER (WHERE a.attname IS NOT NULL), '[]') AS columns
      FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid AND w.ev_class <> c.oid
      LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND a.attnum > 0
      WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid GROUP BY w.ev_class) v
    JOIN pg_class r ON r.oid = v.ev_class AND r.relkind IN ('v', 'm') JOIN pg_namespace o ON o.oid = r.relnamespace)`;

const USE = `json_build_object('seqScans', pg_stat_get_numscans(c.oid),
    'indexScans', (SELECT coalesce(sum(pg_stat_get_numscans(i.indexrelid)), 0) FROM pg_index i WHERE i.indrelid = c.oid),
    'inserted', pg_stat_get_tuples_inserted(c.oid), 'updated', pg_stat_get_tuples_updated(c.oid), 'deleted', pg_stat_get_tuples_deleted(c.oid))`;

/** Publications of whole schemas are of 15 and later; a partition is published with its parents. */
function isPublished(major: number): string {
  const bySchema =
    major < 15 ? "" : " OR EXISTS (SELECT FROM pg_publication_namespace p WHERE p.pnnspid = c.relnamespace)";
  return `(c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND (EXISTS (SELECT FROM pg_publication p WHERE p.puballtables)${bySchema}
    OR EXISTS (SELECT FROM pg_publication_rel p JOIN tree t ON t.root = p.prrelid WHERE t.oid = c.oid)
    OR EXISTS (SELECT FROM pg_publication_rel p WHERE p.prrelid = c.oid)))`;
}
