import { readSchema } from "../database/read-schema.ts";
import type { SchemaScope } from "../database/schema.ts";
import { readServerFacts } from "../database/server-facts.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { emptyStart } from "./empty-start.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { notPossible, openSite, type RehearsalRequest, rehearsed, runSteps } from "./rehearse.ts";
import { renderDifference } from "./render-difference.ts";
import type { Site } from "./site.ts";

/**
 * Runs `request.steps`, all files that are to be on record, on a site where nothing is, and compares what they make with
 * the target: its `drift` is complete, and empty only where both are equal. Rejects as `rehearse` does.
 */
export async function rehearseBaseline(request: RehearsalRequest): Promise<Rehearsal> {
  const begun = performance.now();
  const opened = await openSite(request, (cluster) => emptyStart(cluster, request));
  if (typeof opened === "string") return notPossible(opened, begun);
  const { site, leftOut } = opened;
  try {
    if (site.schema === "given")
      return notPossible(`${site.description} is a copy, and a baseline is rehearsed from nothing.`, begun);
    request.onProgress({ kind: "rehearsal-started", site: site.description, total: request.steps.length });
    const run = await runSteps(site, "replay", request, leftOut);
    const drift = run.failure === null ? await readDrift(site, request) : null;
    const durationMs = performance.now() - begun;
    return { ...rehearsed(opened, run), schemaFrom: "replay", drift, durationMs };
  } finally {
    await site.close();
  }
}

async function readDrift(site: Site, request: RehearsalRequest): Promise<readonly string[]> {
  const { target, targetSession } = request;
  const session = await site.openBuilder();
  try {
    const here = await readServerFacts(session);
    // On a shadow the migrations ran as another user, who owns there what the target's user owns.
    const owners = site.kind === "shadow" ? [target.user, here.user] : [];
    const scope = { ...scopeOf(request), owners };
    const [expected, found] = await Promise.all([
      readSchema(session, { ...scope, major: here.major }),
      readSchema(targetSession, { ...scope, major: target.major }),
    ]);
    return compareSchemas(expected, found).map(renderDifference);
  } finally {
    await session.close();
  }
}

/** All but the ledger and what stands beside it. */
function scopeOf({ inputs }: RehearsalRequest): Pick<SchemaScope, "ledgerSchema" | "leftOut"> {
  const { schema, table } = inputs.ledger;
  const names = [table, "migration_history", "migration_status_view", "get_migration_status"];
  return { ledgerSchema: schema, leftOut: names.map((name) => ({ schema, name })) };
}
