import { type ClusterFacts, readClusterFacts } from "../database/cluster-facts.ts";
import { readObjectNames } from "../database/object-names.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { ConnectionSettings, Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { Step } from "../plan/plan.ts";
import type { OnProgress } from "../progress.ts";
import { buildSchema, type SchemaSource } from "./build-schema.ts";
import { LeftOut } from "./left-out.ts";
import { openLocalSite } from "./local-site.ts";
import type { NotRehearsed, Rehearsal } from "./rehearsal.ts";
import { runStep } from "./run-step.ts";
import { openShadowSite } from "./shadow-site.ts";
import type { Site } from "./site.ts";
import type { StatementTrace } from "./trace/statement-trace.ts";
import { Tracer } from "./trace/tracer.ts";

/** What is rehearsed, and what the site must be like. */
export interface RehearsalRequest {
  readonly inputs: Inputs;
  readonly steps: readonly Step[];
  /** Steps of the applied files, made when the site must be built from them. */
  readonly appliedSteps: () => readonly Step[];
  readonly execution: Execution;
  /** How the target is reached, for a dump of its schema. */
  readonly connection: ConnectionSettings;
  readonly target: ServerFacts;
  readonly targetSession: Session;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * Runs all pending steps for real on a site that is not the target. What fails there is in the result; rejects only
 * for a shadow that must not be used, or when cancelled. Whatever happens, the site is taken away. `onTargetRead` is
 * called when the target has been asked all, before the steps are run.
 */
export async function rehearse(request: RehearsalRequest, onTargetRead: () => void): Promise<Rehearsal> {
  const begun = performance.now();
  const opened = await openSite(request, (cluster) => cluster);
  if (typeof opened === "string") return notPossible(opened, begun);
  const { site, leftOut, cluster } = opened;
  try {
    request.onProgress({ kind: "rehearsal-started", site: site.description, total: request.steps.length });
    const schema = await buildSchema(site, schemaSource(request, cluster), leftOut);
    if (!schema.ok)
      return notPossible(
        `${site.description} could not be given the target's schema. ${schema.reason}`,
        begun,
      );
    if (schema.from === "replay" && !cluster.isEmpty) await leaveOutUnmade(site, request, leftOut);
    onTargetRead();
    const run = await runSteps(site, schema.from, request, leftOut);
    return { ...rehearsed(opened, run), schemaFrom: schema.from, durationMs: performance.now() - begun };
  } finally {
    await site.close();
  }
}

/** What `run` has shown on the site, where nothing was compared. */
export function rehearsed(
  { site, leftOut }: OpenedSite,
  { notRehearsed, failure, durationsMs, traces }: SiteRun,
): Omit<Rehearsal, "schemaFrom" | "durationMs"> {
  return {
    site: site.kind,
    description: describe(site, leftOut),
    ok: failure === null,
    drift: null,
    notRehearsed,
    failure: failure === null ? null : asRehearsalFailure(failure),
    durationsMs,
    traces,
  };
}

/** A site, and what it is without. */
export interface OpenedSite {
  readonly site: Site;
  readonly leftOut: LeftOut;
  readonly cluster: ClusterFacts;
}

/** The site, with what `adapt` leaves of the target's cluster, or why there is none; rejects as `rehearse` does. */
export async function openSite(
  request: RehearsalRequest,
  adapt: (cluster: ClusterFacts) => ClusterFacts,
): Promise<OpenedSite | string> {
  const { inputs, target, targetSession, signal, onProgress } = request;
  const cluster = adapt(await readClusterFacts(targetSession, inputs.ledger.schema));
  const { shadow } = inputs.rehearsal;
  const site =
    shadow !== null && inputs.rehearsal.site !== "server"
      ? await openShadowSite({
          shadow,
          connectTimeoutMs: inputs.connectTimeoutMs,
          waitMs: inputs.waitForDatabaseMs,
          target,
          targetSession,
          cluster,
          ledger: request.ledger,
          ledgerName: inputs.ledger,
          signal,
          onProgress,
        })
      : await openLocalSite(target, cluster, signal).catch(orReason);
  if (typeof site === "string") return site;
  if (site === null)
    return "No PostgreSQL server binaries were found on this machine, and no `shadow-url` is given.";
  try {
    const session = await site.openBuilder();
    const available = await session
      .query("SELECT name::text FROM pg_catalog.pg_available_extensions")
      .finally(() => session.close());
    const statements = request.steps.flatMap(({ script }) => script.statements);
    const names = new Set(available.map(({ name }) => String(name)));
    return { site, cluster, leftOut: new LeftOut(names, cluster.extensionMembers, statements) };
  } catch (error) {
    await site.close();
    throw error;
  }
}

/** A server that is there and does not start is as good as none; a cancelled start is not an answer. */
function orReason(error: unknown): string {
  if (error instanceof MigrateError && error.code !== "CANCELLED") return error.message;
  throw error;
}

function schemaSource(request: RehearsalRequest, { isEmpty }: ClusterFacts): SchemaSource {
  const { connection, appliedSteps, execution, signal } = request;
  return { target: connection, isEmpty, appliedSteps, execution, signal };
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
      // What a changed repeatable ran as before is not known: a replay cannot have made its row.
      const asHere = from === "replay" ? { ...step, replaces: null } : step;
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
