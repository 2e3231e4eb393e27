import { type ReadingLimits, readCatalog } from "./read-catalog.ts";
import { otherQueries } from "./schema/other-queries.ts";
import { relationQueries } from "./schema/relation-queries.ts";
import { routineQueries } from "./schema/routine-queries.ts";
import { tablePartQueries } from "./schema/table-part-queries.ts";
import { typeQueries } from "./schema/type-queries.ts";
import type { Schema, SchemaFact, SchemaScope } from "./schema.ts";
import type { Session } from "./session.ts";

/**
 * The schema of the database behind `session`, of all that is neither the system's, nor an extension's, nor left out by
 * `scope`: one read-only round trip. Not in it: owners, positions of columns, tablespaces, versions of extensions, rows,
 * roles, settings, and whatever holds a password. Takes ACCESS SHARE at most, on what views and rules name; rejects with
 * the server's error where `limits` are not kept.
 */
export async function readSchema(
  session: Session,
  scope: SchemaScope,
  limits: ReadingLimits | null = null,
): Promise<Schema> {
  const results = await readCatalog(session, [WITHOUT_JIT, schemaQuery(scope)], limits);
  return { major: scope.major, facts: (results[1] ?? []) as unknown as readonly SchemaFact[] };
}

/** For a query that is planned as dear and is over in milliseconds, compiling takes longer than running. */
const WITHOUT_JIT = "SET LOCAL jit = off";

/** One statement, so that a statement_timeout is one of the whole; for a search_path of pg_catalog alone. */
export function schemaQuery(scope: SchemaScope): string {
  const queries = [relationQueries, tablePartQueries, routineQueries, typeQueries, otherQueries];
  return queries
    .flatMap((make) => make(scope))
    .map((query) => `(${query})`)
    .join(" UNION ALL ");
}
