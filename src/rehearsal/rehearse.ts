import type { ClusterFacts } from "../database/cluster-facts.ts";
import { readObjectNames } from "../database/object-names.ts";
import { MigrateError } from "../errors.ts";
import { buildSchema, type SchemaSource } from "./build-schema.ts";
import { beginDrift } from "./find-drift.ts";
import type { LeftOut } from "./left-out.ts";
import { type OpenedSite, openSite } from "./open-site.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { beginRestoring } from "./restoring/begin-restoring.ts";
import { runSteps, type SiteRun } from "./run-steps.ts";
import type { Site } from "./site.ts";

/**
 * Runs all pending steps for real on a site that is not the target. What fails there is in the result; rejects only
 * for a shadow that must not be used, or when cancelled. Whatever happens, the site is taken away. `onTargetRead` is
 * called when the target has been asked all, before the steps are run.
 */
export async function rehearse(request: RehearsalRequest, onTargetRead: () => void): Promise<Rehearsal> {
  const begun = performance.now();
  const opened = await openSite(request);
  if (typeof opened === "string") return notPossible(opened, begun);
  const { site, leftOut, cluster } = opened;
  const search = beginDrift(opened, request);
  const restoring = beginRestoring(opened, request);
  try {
    request.onProgress({ kind: "rehearsal-started", site: site.description, total: request.steps.length });
    const source = { ...schemaSource(request, cluster), landmark: restoring?.landmark ?? null };
    const schema = await buildSchema(site, source, leftOut);
    await search.siteIsBuilt(schema);
    await restoring?.siteIsBuilt(schema);
    if (!schema.ok) {
      const why = `${site.description} could not be given the target's schema. ${schema.reason}`;
      return { ...notPossible(why, begun), ...(await search.end()) };
    }
    if (schema.from === "replay" && !cluster.isEmpty) await leaveOutUnmade(site, request, leftOut);
    onTargetRead();
    const rows = schema.from === "given" || cluster.isEmpty ? "all" : "schema";
    const run = await runSteps(opened, { from: schema.from, rows }, request);
    const restoration = restoring === null ? run.restoration : await restoring.end(run);
    const durationMs = performance.now() - begun;
    const drift = await search.end();
    return { ...rehearsed(opened, run), ...drift, restoration, schemaFrom: schema.from, durationMs };
  } finally {
    await search.stop();
    await restoring?.stop();
    await site.close();
  }
}

/** What `run` has shown on the site, where nothing was compared. */
export function rehearsed(
  { site, leftOut }: Pick<OpenedSite, "site" | "leftOut">,
  { notRehearsed, failure, durationsMs, traces, verifications }: SiteRun,
): Omit<Rehearsal, "schemaFrom" | "drift" | "driftUnknown" | "durationMs"> {
  return {
    site: site.kind,
    description: describe(site, leftOut),
    ok: failure === null,
    notRehearsed,
    failure: failure === null ? null : asRehearsalFailure(failure),
    restoration: null,
    durationsMs,
    traces,
    verifications,
  };
}

function schemaSource(
  request: RehearsalRequest,
  { isEmpty, ...cluster }: ClusterFacts,
): Omit<SchemaSource, "landmark"> {
  const { connection, appliedSteps, execution, signal } = request;
  const roles = new Set(cluster.roles.map(({ name }) => name));
  return { target: connection, isEmpty, appliedSteps, execution, roles, signal };
}

/** What the target has and the applied files did not make must not be missed on the site. */
async function leaveOutUnmade(site: Site, request: RehearsalRequest, leftOut: LeftOut): Promise<void> {
  const session = await site.openBuilder();
  const [there, here] = await Promise.all([
    readObjectNames(request.targetSession),
    readObjectNames(session).finally(() => session.close()),
  ]);
  leftOut.leaveOut([...there].filter((name) => !here.has(name)));
}

/** One sentence on the site, with the extensions that it lacks. */
function describe(site: Site, leftOut: LeftOut): string {
  if (leftOut.extensions.length === 0) return site.description;
  const names = leftOut.extensions.join(", ");
  return `${site.description}, without the extension ${names}: install it on the runner, or give a server that has it as \`shadow-url\``;
}

/** The rehearsal that there was none of, with why. */
export function notPossible(description: string, begun: number): Rehearsal {
  return {
    site: "none",
    description,
    ok: false,
    schemaFrom: null,
    drift: null,
    driftUnknown: description,
    notRehearsed: [],
    restoration: null,
    failure: null,
    durationsMs: new Map(),
    traces: new Map(),
    verifications: [],
    durationMs: performance.now() - begun,
  };
}

/** `failure` of a migration as REHEARSAL_FAILED. */
function asRehearsalFailure(failure: MigrateError): MigrateError {
  return new MigrateError("REHEARSAL_FAILED", `In the rehearsal, ${failure.message}`, failure.details, {
    cause: failure,
  });
}
