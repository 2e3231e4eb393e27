import { findForeignTables } from "../adoption/find-foreign-tables.ts";
import { titleOf } from "../adoption/foreign-ledger.ts";
import type { ReadingLimits } from "../database/read-catalog.ts";
import { readSchema } from "../database/read-schema.ts";
import type { Schema, SchemaScope } from "../database/schema.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import { namesBeside } from "../ledger/names-beside.ts";
import { compareSchemas } from "./compare-schemas.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { renderDifference } from "./render-difference.ts";
import type { Aside, Site } from "./site.ts";

/** What of the target's schema and of the site's is compared. */
export interface Scopes {
  readonly site: SchemaScope;
  readonly target: SchemaScope;
}

/** All but ledgers: ours with what stands beside it, and those of other tools. One round trip on the target. */
export async function readScopes(
  { site, facts }: { readonly site: Pick<Site, "kind">; readonly facts: ServerFacts },
  { inputs, target, targetSession }: Pick<RehearsalRequest, "inputs" | "target" | "targetSession">,
  limits: ReadingLimits | null,
): Promise<Scopes> {
  const tables = await findForeignTables(targetSession, inputs.role, limits);
  const foreign = tables.filter((table) => table.certainty === "sure" || titleOf(table) === inputs.adoptFrom);
  const { schema } = inputs.ledger;
  const scope = {
    ledgerSchema: schema,
    leftOut: [
      ...namesBeside(inputs.ledger).map((name) => ({ schema, name })),
      ...foreign.map(({ name }) => ({ schema: name.schema, name: name.table })),
    ],
    // On a shadow the migrations ran as another user, who owns there what the target's user owns.
    owners: site.kind === "shadow" ? [target.user, facts.user] : [],
  };
  return { site: { ...scope, major: facts.major }, target: { ...scope, major: target.major } };
}

/** The schema that a database of the site has now. */
export async function readSiteSchema(database: Aside, { site }: Scopes): Promise<Schema> {
  const session = await database.openBuilder();
  return readSchema(session, site).finally(() => session.close());
}

/** How the target differs from what is `expected` of it, a sentence each. */
export const describeDifferences = (expected: Schema, found: Schema): readonly string[] =>
  compareSchemas(expected, found).map(renderDifference);
