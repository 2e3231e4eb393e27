import { literal } from "./quote.ts";
import { READING_MODE } from "./reading-settings.ts";
import type { Session } from "./session.ts";

/** What is asked about: a table, or all tables of a schema. */
export interface EstimateQuestion {
  readonly kind: "table" | "schema";
  /** Parts of its name, unquoted; a table without a schema is looked for on the session's search_path. */
  readonly name: readonly string[];
}

/** How long the catalog may take to answer: a dry run rather knows less than waits. */
const LIMIT_MS = 2_000;

/**
 * For each question about how many rows there are, as the server's statistics have it, with those of partitions; null
 * when nothing is known: not there, or never counted. Reads the catalog alone: no table is locked or read.
 */
export async function readRowEstimates(
  session: Session,
  questions: readonly EstimateQuestion[],
): Promise<readonly (number | null)[]> {
  if (questions.length === 0) return [];
  const unknown = questions.map(() => null);
  try {
    const results = await session.queries(
      `BEGIN ${READING_MODE}; SET LOCAL statement_timeout = ${LIMIT_MS}; ${estimatesQuery(questions)}; COMMIT`,
    );
    const rows = results.find((found) => found.length > 0) ?? [];
    const estimates = new Map(rows.map(({ index, rows: count }) => [Number(index), count]));
    return unknown.map((_, index) => {
      const count = estimates.get(index);
      return count == null ? null : Math.round(Number(count));
    });
  } catch (error) {
    if (session.lost.aborted) throw error;
    await session.query("ROLLBACK");
    return unknown;
  }
}

/** reltuples is -1 (before 14: 0) until a first VACUUM or ANALYZE; the activity statistics may know by then. */
function estimatesQuery(questions: readonly EstimateQuestion[]): string {
  const values = questions.map(({ kind, name }, index) => {
    const quoted = name.map((part) => `pg_catalog.quote_ident(${literal(part)})`).join(" || '.' || ");
    const [schema = ""] = name;
    return kind === "table"
      ? `(${index}, pg_catalog.to_regclass(${quoted})::oid, NULL::name)`
      : `(${index}, NULL::oid, ${literal(schema)}::name)`;
  });
  return `WITH RECURSIVE asked (index, relation, schema) AS (VALUES ${values.join(", ")}),
  found (index, relation) AS (
    SELECT index, relation FROM asked WHERE relation IS NOT NULL
    UNION SELECT a.index, c.oid FROM asked a JOIN pg_catalog.pg_namespace n ON n.nspname = a.schema
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
    UNION SELECT f.index, i.inhrelid FROM found f JOIN pg_catalog.pg_inherits i ON i.inhparent = f.relation)
SELECT f.index, sum(CASE WHEN s.live > 0 OR c.reltuples > 0 THEN GREATEST(s.live, c.reltuples) WHEN c.reltuples = 0 THEN 0 END) AS rows
FROM found f JOIN pg_catalog.pg_class c ON c.oid = f.relation AND c.relkind = 'r',
  LATERAL (SELECT pg_catalog.pg_stat_get_live_tuples(c.oid)::real AS live) s
GROUP BY f.index`;
}
