import { OWN_SCHEMA } from "../database/own-objects.ts";
import { identifier, literal } from "../database/quote.ts";
import { type ReadingLimits, readCatalog } from "../database/read-catalog.ts";
import type { Row, Session } from "../database/session.ts";
import type { ForeignTable } from "./foreign-ledger.ts";
import { recogniseTool } from "./recognise-tool.ts";
import { TOOLS } from "./tools.ts";

/**
 * All tables of the database that have the columns of another tool's ledger, by schema and name: one read-only round
 * trip over the catalog, no table is read. What a platform keeps for its own services is left out.
 */
export async function findForeignTables(
  session: Session,
  role: string | null,
  limits: ReadingLimits | null = null,
): Promise<readonly ForeignTable[]> {
  const setRole = role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`];
  const results = await readCatalog(session, [...setRole, CANDIDATES], limits);
  return (results.at(-1) ?? []).flatMap((row) => parseTable(row) ?? []);
}

function parseTable(row: Row): ForeignTable | null {
  return recogniseTool({
    name: { schema: String(row["schema"]), table: String(row["table"]) },
    columns: new Map(Object.entries(row["columns"] as Record<string, string>)),
    beside: new Set(row["beside"] as readonly string[]),
    reader: row["user_reads"] === true ? "user" : row["role_reads"] === true ? "role" : "nobody",
  });
}

/** No tool's table has more columns: a bound that spares the catalog of a large database. */
const MOST_COLUMNS = Math.max(
  ...TOOLS.map(({ columns, mayHave }) => Object.keys({ ...columns, ...mayHave }).length),
);

const arrayOf = (names: readonly string[]): string => `ARRAY[${names.map(literal).join(", ")}]`;

/** Every column that some tool's table must have: a table without any of them need not be looked at. */
const HAS_A_TOOLS_COLUMNS = TOOLS.map(({ columns }) => `x.names @> ${arrayOf(Object.keys(columns))}`).join(
  " OR ",
);

const BESIDE = arrayOf(TOOLS.flatMap(({ beside }) => beside ?? []));

/** Supabase's own services keep their ledgers (auth, storage, realtime) in the user's database, under roles of theirs. */
const IS_NO_PLATFORMS = "pg_get_userbyid(c.relowner) !~ '^supabase_.+_admin$'";

const MAY_READ = (user: string): string =>
  `has_schema_privilege(${user}, x.namespace, 'USAGE') AND has_table_privilege(${user}, x.oid, 'SELECT')`;

/** For a search_path of pg_catalog alone. */
const CANDIDATES = `SELECT x.schema, x."table", x.columns, ${MAY_READ("session_user")} AS user_reads, ${MAY_READ("current_user")} AS role_reads,
  (SELECT coalesce(json_agg(b.relname), '[]') FROM pg_class b WHERE b.relnamespace = x.namespace AND b.relname = ANY (${BESIDE})) AS beside
FROM (SELECT c.oid, n.oid AS namespace, n.nspname AS schema, c.relname AS "table", array_agg(a.attname::text) AS names,
    json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relkind IN ('r', 'p') AND c.relpersistence = 'p' AND ${OWN_SCHEMA} AND ${IS_NO_PLATFORMS}
    AND a.attnum > 0 AND NOT a.attisdropped
  GROUP BY c.oid, n.oid, n.nspname, c.relname HAVING count(*) <= ${MOST_COLUMNS}) x
WHERE ${HAS_A_TOOLS_COLUMNS} ORDER BY x.schema, x."table"`;
