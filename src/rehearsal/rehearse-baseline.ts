import { readSchema } from "../database/read-schema.ts";
import { describeDifferences, readScopes, readSiteSchema } from "./compare-target.ts";
import { emptyStart } from "./empty-start.ts";
import { type OpenedSite, openSite } from "./open-site.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { notPossible, rehearsed } from "./rehearse.ts";
import { runSteps } from "./run-steps.ts";

/**
 * Runs `request.steps`, all files that are to be on record, on a site where nothing is, and compares what they make with
 * the target: its `drift` is complete, and empty only where both are equal. Rejects as `rehearse` does.
 */
export async function rehearseBaseline(request: RehearsalRequest): Promise<Rehearsal> {
  const begun = performance.now();
  const opened = await openSite({ ...request, cluster: emptyStart(request.cluster, request) });
  if (typeof opened === "string") return notPossible(opened, begun);
  const { site } = opened;
  try {
    if (site.schema === "given")
      return notPossible(`${site.description} is a copy, and a baseline is rehearsed from nothing.`, begun);
    request.onProgress({ kind: "rehearsal-started", site: site.description, total: request.steps.length });
    // Of a baseline the schema counts: questions are asked of rows, which the target has and the site has not.
    const run = await runSteps(opened, { from: "replay", rows: null }, request);
    const drift = run.failure === null ? await readDrift(opened, request) : null;
    const durationMs = performance.now() - begun;
    const driftUnknown = drift === null ? "The files did not run to their end." : null;
    return { ...rehearsed(opened, run), schemaFrom: "replay", drift, driftUnknown, durationMs };
  } finally {
    await site.close();
  }
}

async function readDrift(opened: OpenedSite, request: RehearsalRequest): Promise<readonly string[]> {
  const scopes = await readScopes(opened, request, null);
  const [expected, found] = await Promise.all([
    readSiteSchema(opened.site, scopes),
    readSchema(request.targetSession, scopes.target),
  ]);
  return describeDifferences(expected, found);
}
