import type { ReadingLimits } from "../database/read-catalog.ts";
import { readSchema } from "../database/read-schema.ts";
import type { Schema } from "../database/schema.ts";
import { serverErrorOf } from "../database/server-error.ts";
import { REPLAY_LIMIT_MS } from "./aside-database.ts";
import type { BuiltSchema } from "./build-schema.ts";
import { describeDifferences, readScopes, readSiteSchema, type Scopes } from "./compare-target.ts";
import { type Expected, unknown, unknownFor } from "./expected-schema.ts";
import type { OpenedSite } from "./open-site.ts";
import type { NotRehearsed, Rehearsal } from "./rehearsal.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { replayAside } from "./replay-aside.ts";
import type { Site } from "./site.ts";

/** How the target differs from what its applied files make, or why that is not known. */
export type Drift = Pick<Rehearsal, "drift" | "driftUnknown">;

/** The search under way. */
export interface DriftSearch {
  /** To be told how the site got its schema, before anything else is run there: what it replayed is not replayed twice. */
  readonly siteIsBuilt: (built: BuiltSchema) => Promise<void>;
  /** What was found; waits for it. Rejects only when cancelled. */
  readonly end: () => Promise<Drift>;
  /** Ends it, however far it is; never rejects. */
  readonly stop: () => Promise<void>;
}

/** The longest wait for another session's lock: the dry run knows less rather than wait. */
const LOCK_WAIT_MS = 1_000;

/** How long nobody wonders what is being waited for. */
const TELL_AFTER_MS = 500;

/**
 * Begins to compare the target's schema with what its applied files make. The target is read once, by catalog queries in
 * a read-only transaction, within `rehearsal-budget`. The files are run again in a second database of the site, beside
 * the rehearsal, where the site's own schema will be a dump of the target, which shows no drift.
 */
export function beginDrift(opened: OpenedSite, request: RehearsalRequest): DriftSearch {
  const { site, cluster } = opened;
  const why = request.incomparable ?? (site.schema === "given" ? COPY : null);
  if (why !== null) return found({ drift: null, driftUnknown: why });
  if (cluster.isEmpty) return found({ drift: [], driftUnknown: null });
  const reading = beginReading(opened, request);
  const aside =
    site.pgDump === null || site.makeAside === null ? null : replayAside(opened, request, reading.scopes);
  let expected: Promise<Expected> = aside?.expected ?? Promise.resolve(unknown(NO_ASIDE));
  return {
    siteIsBuilt: async (built) => {
      if (!built.ok && aside === null) expected = Promise.resolve(unknown(built.reason));
      if (!built.ok || built.from !== "replay") return;
      await aside?.stop();
      expected = readReplayed(site, reading.scopes, built.leftOut);
      await expected.catch(() => {});
    },
    end: () => conclude(expected, reading.target, request),
    stop: async () => void (await aside?.stop()),
  };
}

const COPY =
  "The shadow is a copy of the target, so what is there is not what the migration files make. Give a server where a database may be created.";
const NO_ASIDE =
  "The applied files cannot be run again beside the rehearsal: its site has one database, and that has the target's schema.";

function found(drift: Drift): DriftSearch {
  const nothing = () => Promise.resolve();
  return { siteIsBuilt: nothing, end: () => Promise.resolve(drift), stop: nothing };
}

interface Reading {
  readonly scopes: Promise<Scopes>;
  readonly target: Promise<Schema>;
}

function beginReading(opened: OpenedSite, request: RehearsalRequest): Reading {
  const { budgetMs } = request.inputs.rehearsal;
  const deadline = performance.now() + budgetMs;
  const limits = (): ReadingLimits => limitsUntil(deadline);
  const scopes = readScopes(opened, request, limits());
  const target = scopes.then((scope) => readSchema(request.targetSession, scope.target, limits()));
  // Heard when both are waited for, or of no interest any more.
  for (const promise of [scopes, target]) promise.catch(() => {});
  return { scopes, target };
}

/** What is left until `deadline`, as performance.now() counts. */
export function limitsUntil(deadline: number): ReadingLimits {
  const statementMs = deadline - performance.now();
  // Shorter than the whole, so that the reason is told.
  return { statementMs, lockWaitMs: Math.min(LOCK_WAIT_MS, statementMs / 2) };
}

async function readReplayed(
  site: Site,
  scopes: Promise<Scopes>,
  leftOut: readonly NotRehearsed[],
): Promise<Expected> {
  const gap = unknownFor(leftOut);
  return gap ?? { known: true, schema: await readSiteSchema(site, await scopes) };
}

async function conclude(
  expected: Promise<Expected>,
  target: Promise<Schema>,
  request: RehearsalRequest,
): Promise<Drift> {
  const tell = () => request.onProgress({ kind: "comparing", what: "drift", limitMs: REPLAY_LIMIT_MS });
  const timer = setTimeout(tell, TELL_AFTER_MS);
  try {
    const [wanted, there] = await Promise.all([expected, target]);
    if (!wanted.known) return { drift: null, driftUnknown: wanted.why };
    return { drift: describeDifferences(wanted.schema, there), driftUnknown: null };
  } catch (error) {
    request.signal.throwIfAborted();
    return { drift: null, driftUnknown: whyUnknown(error, request.inputs.rehearsal.budgetMs) };
  } finally {
    clearTimeout(timer);
  }
}

/** Why a comparison that ended with `error` says nothing. */
export function whyUnknown(error: unknown, budgetMs: number): string {
  const sqlState = serverErrorOf(error)?.sqlState;
  // query_canceled, lock_not_available.
  if (sqlState === "57014")
    return `The target's schema could not be read within ${budgetMs} ms (\`rehearsal-budget\`).`;
  if (sqlState === "55P03")
    return "Another session holds a lock on the target that reading its schema would have to wait for.";
  return `The schemas could not be compared: ${error instanceof Error ? error.message : String(error)}`;
}
