/** JSON arrays of what a table `c` has, which `b`, its row of `member`, may forbid to look at closely. */

/** Of 18 and later a NOT NULL may be there and not valid; attnotnull says it all the same. */
export const columnsOf = `(SELECT coalesce(json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
    'isNotNull', a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint k
      WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated),
    'hasDefault', a.atthasdef AND a.attgenerated = '',
    'generated', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END, 'isIdentity', a.attidentity <> '',
    'domain', (SELECT json_build_object('schema', o.nspname, 'name', t.typname, 'isConstrained', EXISTS (
        WITH RECURSIVE made_of (oid) AS (SELECT t.oid UNION SELECT x.typbasetype FROM made_of JOIN pg_type x ON x.oid = made_of.oid AND x.typtype = 'd')
        SELECT FROM made_of JOIN pg_type x ON x.oid = made_of.oid AND x.typtype = 'd'
        WHERE x.typnotnull OR EXISTS (SELECT FROM pg_constraint k WHERE k.contypid = x.oid)))
      FROM pg_type t JOIN pg_namespace o ON o.oid = t.typnamespace WHERE t.oid = a.atttypid AND t.typtype = 'd')
  ) ORDER BY a.attnum), '[]') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind NOT IN ('i', 'I', 'S'))`;

/** The definition of a check is written with the names of its table, which is locked for that. */
export const constraintsOf = `(SELECT coalesce(json_agg(json_build_object(
    'name', k.conname, 'kind', CASE k.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign-key' WHEN 'p' THEN 'primary-key'
      WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclude' ELSE 'not-null' END,
    'definition', CASE WHEN coalesce(b.busy, true) AND k.contype IN ('c', 'x') THEN '' ELSE pg_get_constraintdef(k.oid) END,
    'columns', (SELECT coalesce(json_agg(a.attname ORDER BY u.place), '[]') FROM unnest(k.conkey) WITH ORDINALITY u (number, place)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number),
    'isValid', k.convalidated, 'isEnforced', coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true),
    'references', (SELECT json_build_object('schema', o.nspname, 'name', r.relname,
        'columns', (SELECT coalesce(json_agg(a.attname ORDER BY u.place), '[]') FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
          JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number))
      FROM pg_class r JOIN pg_namespace o ON o.oid = r.relnamespace WHERE r.oid = k.confrelid),
    'index', (SELECT r.relname FROM pg_class r WHERE r.oid = k.conindid)
  ) ORDER BY k.conname), '[]') FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x', 'n'))`;

/** So is the predicate of an index. */
export const indexesOf = `(SELECT coalesce(json_agg(json_build_object('schema', o.nspname, 'name', r.relname,
    'method', (SELECT m.amname FROM pg_am m WHERE m.oid = r.relam),
    'columns', (SELECT coalesce(json_agg(a.attname ORDER BY u.place), '[]')
      FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (number, place)
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number WHERE u.place <= i.indnkeyatts),
    'predicate', CASE WHEN i.indpred IS NULL THEN NULL WHEN coalesce(b.busy, true) THEN '' ELSE pg_get_expr(i.indpred, i.indrelid) END,
    'isUnique', i.indisunique, 'isPrimary', i.indisprimary, 'isValid', i.indisvalid, 'isReplicaIdentity', i.indisreplident,
    'constraint', (SELECT k.conname FROM pg_constraint k WHERE k.conindid = r.oid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x') LIMIT 1)
  ) ORDER BY o.nspname, r.relname), '[]')
  FROM pg_index i JOIN pg_class r ON r.oid = i.indexrelid JOIN pg_namespace o ON o.oid = r.relnamespace WHERE i.indrelid = c.oid)`;
