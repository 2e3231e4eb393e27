import type { ClusterFacts } from "../database/cluster-facts.ts";
import { readObjectNames } from "../database/object-names.ts";
import { MigrateError } from "../errors.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { Step } from "../plan/plan.ts";
import { buildSchema, type SchemaSource } from "./build-schema.ts";
import { beginDrift } from "./find-drift.ts";
import type { LeftOut } from "./left-out.ts";
import { onSite } from "./on-site.ts";
import { type OpenedSite, openSite } from "./open-site.ts";
import type { NotRehearsed, Rehearsal } from "./rehearsal.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { runStep } from "./run-step.ts";
import type { Site } from "./site.ts";
import type { StatementTrace } from "./trace/statement-trace.ts";
import { Tracer } from "./trace/tracer.ts";

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
  try {
    request.onProgress({ kind: "rehearsal-started", site: site.description, total: request.steps.length });
    const schema = await buildSchema(site, schemaSource(request, cluster), leftOut);
    await search.siteIsBuilt(schema);
    if (!schema.ok) {
      const why = `${site.description} could not be given the target's schema. ${schema.reason}`;
      return { ...notPossible(why, begun), ...(await search.end()) };
    }
    if (schema.from === "replay" && !cluster.isEmpty) await leaveOutUnmade(site, request, leftOut);
    onTargetRead();
    const run = await runSteps(site, schema.from, request, leftOut);
    const durationMs = performance.now() - begun;
    const drift = await search.end();
    return { ...rehearsed(opened, run), ...drift, schemaFrom: schema.from, durationMs };
  } finally {
    await search.stop();
    await site.close();
  }
}

/** What `run` has shown on the site, where nothing was compared. */
export function rehearsed(
  { site, leftOut }: Pick<OpenedSite, "site" | "leftOut">,
  { notRehearsed, failure, durationsMs, traces }: SiteRun,
): Omit<Rehearsal, "schemaFrom" | "drift" | "driftUnknown" | "durationMs"> {
  return {
    site: site.kind,
    description: describe(site, leftOut),
    ok: failure === null,
    notRehearsed,
    failure: failure === null ? null : asRehearsalFailure(failure),
    durationsMs,
    traces,
  };
}

function schemaSource(request: RehearsalRequest, { isEmpty, ...cluster }: ClusterFacts): SchemaSource {
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

/** How the steps went on the site. */
export interface SiteRun {
  readonly notRehearsed: readonly NotRehearsed[];
  readonly failure: MigrateError | null;
  readonly durationsMs: Rehearsal["durationsMs"];
  readonly traces: Rehearsal["traces"];
}

/** Runs `request.steps` on the site, up to the first that fails. Rejects only when cancelled. */
export async function runSteps(
  site: Site,
  from: Rehearsal["schemaFrom"],
  request: RehearsalRequest,
  leftOut: LeftOut,
): Promise<SiteRun> {
  const durationsMs = new Map<Step, readonly (number | null)[]>();
  const traces = new Map<Step, readonly (StatementTrace | null)[]>();
  const notRehearsed: NotRehearsed[] = [];
  const session = await site.openUser();
  const onAbort = () => void session.close();
  request.signal.addEventListener("abort", onAbort, { once: true });
  try {
    // The site's own: what is there of it decides what is made, and a replay need not have what the target has.
    const ledger = await readLedger(session, request.inputs.ledger, request.inputs.role);
    const execution = { ...request.execution, ledger };
    const tracer = new Tracer(session, request.inputs.ledger);
    for (const [index, step] of request.steps.entries()) {
      request.signal.throwIfAborted();
      request.onProgress({
        kind: "rehearsing",
        version: step.file.version.text,
        index,
        total: request.steps.length,
      });
      const asHere = onSite(step, from, ledger, notRehearsed);
      const result = await runStep(session, asHere, ledgerAfter(execution, index), leftOut, tracer);
      durationsMs.set(step, result.durationsMs);
      traces.set(step, result.traces);
      notRehearsed.push(...result.notRehearsed);
      request.signal.throwIfAborted();
      if (result.failure !== null) return { notRehearsed, failure: result.failure, durationsMs, traces };
    }
    return { notRehearsed, failure: null, durationsMs, traces };
  } finally {
    request.signal.removeEventListener("abort", onAbort);
    await session.close();
  }
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
    failure: null,
    durationsMs: new Map(),
    traces: new Map(),
    durationMs: performance.now() - begun,
  };
}

/** `failure` of a migration as REHEARSAL_FAILED. */
function asRehearsalFailure(failure: MigrateError): MigrateError {
  return new MigrateError("REHEARSAL_FAILED", `In the rehearsal, ${failure.message}`, failure.details, {
    cause: failure,
  });
}
