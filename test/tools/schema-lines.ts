import type { TestDatabase } from "../support/servers.ts";

/** Schemas that are not the server's own. */
const OWN = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** Relations with the name that `::regclass` gives them: an index, a sequence or a view is one too. */
const RELATIONS = `SELECT c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OWN}`;

/** Each gives rows of (name of the object that a line is about, line). */
const QUESTIONS = [
  `SELECT nspname AS about, format('schema %I', nspname) AS line FROM pg_namespace n WHERE ${OWN}`,
  `SELECT r.name, format('relation %s %s: %s', r.name, r.relkind, obj_description(r.oid, 'pg_class'))
     FROM (${RELATIONS}) r`,
  `SELECT r.name, format('column %s.%I #%s %s %s identity=%s %s', r.name, a.attname,
          row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attnotnull THEN 'not null' END, a.attidentity, pg_get_expr(d.adbin, d.adrelid))
     FROM (${RELATIONS}) r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum WHERE r.relkind NOT IN ('S', 'i')`,
  `SELECT r.name, format('constraint %I %s: %s', k.conname, r.name, pg_get_constraintdef(k.oid))
     FROM (${RELATIONS}) r JOIN pg_constraint k ON k.conrelid = r.oid`,
  `SELECT r.name, format('index valid=%s %s', i.indisvalid, pg_get_indexdef(i.indexrelid))
     FROM (${RELATIONS}) r JOIN pg_index i ON i.indrelid = r.oid`,
  `SELECT r.name, format('view %s: %s', r.name, pg_get_viewdef(r.oid)) FROM (${RELATIONS}) r
    WHERE r.relkind IN ('v', 'm')`,
  `SELECT r.name, format('trigger %s %s', t.tgenabled, pg_get_triggerdef(t.oid))
     FROM (${RELATIONS}) r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal`,
  `SELECT format('%I.%I', n.nspname, p.proname), pg_get_functiondef(p.oid)
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN} AND p.prokind IN ('f', 'p')`,
  `SELECT t.typname, format('enum %s: %s', t.oid::regtype,
          (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
     FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${OWN} AND t.typtype = 'e'`,
  `SELECT format('%I.%I', schemaname, sequencename), format('sequence %I.%I at %s', schemaname, sequencename, last_value)
     FROM pg_sequences`,
];

/** A line of a database's schema or rows, and the relation, type or function that it is about. */
export interface SchemaLine {
  readonly about: string;
  readonly line: string;
}

/** Every object in `database` and every row of its tables, one a line, ascending; what holds no order has none. */
export async function schemaLines(database: TestDatabase): Promise<SchemaLine[]> {
  const found: SchemaLine[] = [];
  for (const question of QUESTIONS) {
    const rows = await database.query<{ about: string; line: string }>(
      `SELECT about, line FROM (${question}) x (about, line)`,
    );
    found.push(...rows);
  }
  const tables = await database.query<{ name: string }>(
    `SELECT name FROM (${RELATIONS}) r WHERE relkind IN ('r', 'm')`,
  );
  for (const { name } of tables) {
    for (const row of await rowsOf(database, name)) found.push({ about: name, line: `row ${name} ${row}` });
  }
  return found.toSorted((a, b) => (a.line < b.line ? -1 : 1));
}

/** Every row of a table as text, all columns, ascending; `table` is SQL. */
export async function rowsOf(database: TestDatabase, table: string): Promise<string[]> {
  const rows = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`);
  return rows.map(({ row }) => row);
}
