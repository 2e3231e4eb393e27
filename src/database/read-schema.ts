import { readCatalog } from "./read-catalog.ts";
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
 * roles, settings, and whatever holds a password.
 */
export async function readSchema(session: Session, scope: SchemaScope): Promise<Schema> {
  const queries = [relationQueries, tablePartQueries, routineQueries, typeQueries, otherQueries];
  const results = await readCatalog(
    session,
    queries.flatMap((make) => make(scope)),
  );
  return { major: scope.major, facts: results.flat() as unknown as readonly SchemaFact[] };
}
