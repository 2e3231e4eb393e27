import type { FoundIndex, LeftoverQuestion, Leftovers, NameParts } from "./leftovers.ts";
import { identifier, literal } from "./quote.ts";
import type { Row, Session } from "./session.ts";

/** As whom and in which surroundings names are looked up. */
export interface LookUp {
  /** The role of the migrations; null: the user itself. */
  readonly role: string | null;
  /** SETs of the file that come before: they are taken back again. */
  readonly sets: readonly string[];
}

/** The longest that the catalog is asked, and waited for. */
const LIMIT_MS = 10_000;

/**
 * The catalog's answer to `question`: one round trip, in a read-only transaction that is rolled back. Rejects with the
 * server's error, such as for a SET of the file that does not hold any more.
 */
export async function readLeftovers(
  session: Session,
  question: LeftoverQuestion,
  lookUp: LookUp,
): Promise<Leftovers> {
  const [row] = await readInside(session, queryOf(question), lookUp);
  return parse(question, row ?? {});
}

/** Rows of `query`, within the file's own settings, all of which are taken back. */
export async function readInside(
  session: Session,
  query: string,
  { role, sets }: LookUp,
): Promise<readonly Row[]> {
  const before = [
    "BEGIN READ ONLY",
    ...(role === null ? [] : [`SET LOCAL ROLE ${identifier(role)}`]),
    ...sets,
    `SET LOCAL statement_timeout = ${LIMIT_MS}`,
    `SET LOCAL lock_timeout = ${LIMIT_MS / 2}`,
  ];
  try {
    const results = await session.queries([...before, query].join(";\n"));
    return results.at(-1) ?? [];
  } finally {
    await session.query("ROLLBACK").catch(() => {});
  }
}

/** `name` as an oid of pg_class; NULL where there is none. */
export const relationOf = (name: NameParts): string =>
  `pg_catalog.to_regclass(${literal(name.map(identifier).join("."))})`;

const QUALIFIED = "pg_catalog.format('%I.%I', n.nspname, c.relname)";

function queryOf(question: LeftoverQuestion): string {
  switch (question.kind) {
    case "indexes":
      return `SELECT t.oid IS NOT NULL AS is_there, (${INDEXES}) AS indexes FROM (SELECT ${relationOf(question.table)}::oid AS oid) t`;
    case "index":
      return `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = ${relationOf(question.name)} AND c.relkind IN ('i', 'I')) AS is_there`;
    case "reindexed":
      return `SELECT coalesce(pg_catalog.json_agg(${QUALIFIED} ORDER BY c.relname), '[]') AS invalid
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)[0-9]*$' AND ${withinScope(question)}`;
    case "partition":
      return `SELECT i.inhdetachpending AS is_pending, ${qualifiedOf("i.inhparent")} AS "table", ${qualifiedOf("i.inhrelid")} AS partition
FROM pg_catalog.pg_inherits i WHERE i.inhparent = ${relationOf(question.table)} AND i.inhrelid = ${relationOf(question.partition)}`;
    case "named":
      return `SELECT EXISTS (SELECT FROM ${CATALOGS[question.what]} = ${literal(question.name)}) AS is_there`;
  }
}

/** Without those that belong to a partitioned table, which are never built concurrently. */
const INDEXES = `SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', c.relname, 'qualified', ${QUALIFIED}, 'isValid', i.indisvalid,
    'isUnique', i.indisunique, 'method', a.amname, 'hasPredicate', i.indpred IS NOT NULL, 'keys', (SELECT pg_catalog.json_agg(k.attname ORDER BY u.place)
      FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u(number, place)
      LEFT JOIN pg_catalog.pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = u.number AND u.number > 0 WHERE u.place <= i.indnkeyatts)) ORDER BY c.relname)
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_am a ON a.oid = c.relam
  WHERE i.indrelid = t.oid AND c.relkind = 'i'`;

const qualifiedOf = (oid: string): string =>
  `(SELECT ${QUALIFIED} FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ${oid})`;

const CATALOGS = {
  database: "pg_catalog.pg_database WHERE datname",
  tablespace: "pg_catalog.pg_tablespace WHERE spcname",
  extension: "pg_catalog.pg_extension WHERE extname",
  subscription:
    "pg_catalog.pg_subscription WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND subname",
  "prepared transaction": "pg_catalog.pg_prepared_xacts WHERE gid",
} as const;

/** A table's own indexes and those of what it keeps outside of it (TOAST). */
function withinScope(question: Extract<LeftoverQuestion, { readonly kind: "reindexed" }>): string {
  const ofTables = (tables: string) =>
    `(i.indrelid IN (${tables}) OR i.indrelid IN (SELECT o.reltoastrelid FROM pg_catalog.pg_class o WHERE o.oid IN (${tables})))`;
  switch (question.scope) {
    case "database":
      return "true";
    case "schema":
      return ofTables(
        `SELECT s.oid FROM pg_catalog.pg_class s WHERE s.relnamespace = (SELECT p.oid FROM pg_catalog.pg_namespace p WHERE p.nspname = ${literal(question.name.at(-1) ?? "")})`,
      );
    case "table":
      return ofTables(
        `SELECT p.relid FROM pg_catalog.pg_partition_tree(${relationOf(question.name)}) p UNION SELECT ${relationOf(question.name)}`,
      );
    case "index":
      // The name of what is left is cut where it would be too long.
      return `i.indrelid IN (SELECT x.indrelid FROM pg_catalog.pg_index x JOIN pg_catalog.pg_partition_tree(${relationOf(question.name)}) p ON p.relid = x.indexrelid
    UNION SELECT y.indrelid FROM pg_catalog.pg_index y WHERE y.indexrelid = ${relationOf(question.name)})
  AND pg_catalog.starts_with(pg_catalog.regexp_replace(c.relname, '_cc(new|old)[0-9]*$', ''), pg_catalog.left(${literal(question.name.at(-1) ?? "")}, 40))`;
  }
}

function parse(question: LeftoverQuestion, row: Row): Leftovers {
  switch (question.kind) {
    case "indexes": {
      const found = (row["indexes"] ?? []) as readonly FoundIndex[];
      return { kind: "indexes", indexes: row["is_there"] === true ? found : null };
    }
    case "index":
      return { kind: "index", isThere: row["is_there"] === true };
    case "reindexed":
      return { kind: "reindexed", invalid: (row["invalid"] ?? []) as readonly string[] };
    case "partition": {
      const table = row["table"];
      const partition = row["partition"];
      if (typeof table !== "string" || typeof partition !== "string")
        return { kind: "partition", state: "gone", table: "", partition: "" };
      return {
        kind: "partition",
        state: row["is_pending"] === true ? "pending" : "attached",
        table,
        partition,
      };
    }
    case "named":
      return { kind: "named", isThere: row["is_there"] === true };
  }
}
