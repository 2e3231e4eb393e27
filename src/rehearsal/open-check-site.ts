import { type ClusterFacts, readClusterFacts } from "../database/cluster-facts.ts";
import { findServerBinaries } from "../database/local-server/find-binaries.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { Step } from "../plan/plan.ts";
import type { OnProgress } from "../progress.ts";
import { emptyStart } from "./empty-start.ts";
import { LeftOut } from "./left-out.ts";
import { openLocalSite } from "./local-site.ts";
import { openShadowSite } from "./shadow-site.ts";
import type { Site } from "./site.ts";

/** What a site for a check is made like. */
export interface CheckSiteRequest {
  readonly inputs: Inputs;
  readonly steps: readonly Step[];
  /** A database that is only read, whose roles and version the site has then; null: there is none. */
  readonly target: { readonly facts: ServerFacts; readonly session: Session } | null;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** A site with nothing in it, and what it is without. */
export interface CheckSite {
  readonly site: Site;
  readonly leftOut: LeftOut;
}

/** Of a site that is like no target: as on a server that somebody has just installed. */
const DATABASE = "migrate_action_check";
const USER = "postgres";

/**
 * An empty site: the server at `shadow-url`, else a throwaway one on this machine, of the target's major or else the
 * newest; or why there is none. Rejects for a shadow that must not be used, or when cancelled.
 */
export async function openCheckSite(request: CheckSiteRequest): Promise<CheckSite | string> {
  const cluster = await readCluster(request);
  const site = await openSite(request, cluster);
  if (typeof site === "string") return site;
  try {
    const session = await site.openBuilder();
    const available = await session
      .query("SELECT name::text FROM pg_catalog.pg_available_extensions")
      .finally(() => session.close());
    const statements = request.steps.flatMap(({ script }) => script.statements);
    const names = new Set(available.map(({ name }) => String(name)));
    return { site, leftOut: new LeftOut(names, cluster.extensionMembers, statements) };
  } catch (error) {
    await site.close();
    throw error;
  }
}

async function openSite(request: CheckSiteRequest, cluster: ClusterFacts): Promise<Site | string> {
  const { inputs, target, signal, onProgress } = request;
  const { shadow, site } = inputs.rehearsal;
  if (shadow !== null && site !== "server")
    return await openShadowSite({
      shadow,
      connectTimeoutMs: inputs.connectTimeoutMs,
      waitMs: inputs.waitForDatabaseMs,
      target: target?.facts ?? { major: 0 },
      targetSession: target?.session ?? null,
      cluster,
      ledger: null,
      ledgerName: inputs.ledger,
      signal,
      onProgress,
    });
  const like = target?.facts ?? (await newestHere());
  const local = like === null ? null : await openLocalSite(like, cluster, signal).catch(orReason);
  return local ?? "No PostgreSQL server binaries were found on this machine, and no `shadow-url` is given.";
}

/** Null where no server's binaries are on this machine. */
async function newestHere(): Promise<Pick<ServerFacts, "database" | "user" | "major"> | null> {
  const [newest] = await findServerBinaries();
  return newest === undefined ? null : { database: DATABASE, user: USER, major: newest.major };
}

/** A server that is there and does not start is as good as none; a cancelled start is not an answer. */
function orReason(error: unknown): string {
  if (error instanceof MigrateError && error.code !== "CANCELLED") return error.message;
  throw error;
}

async function readCluster({ inputs, steps, target }: CheckSiteRequest): Promise<ClusterFacts> {
  if (target === null) return plainCluster(inputs.rehearsal.shadow?.user ?? USER);
  const cluster = await readClusterFacts(target.session, inputs.ledger.schema);
  return emptyStart(cluster, { steps, target: target.facts, inputs });
}

function plainCluster(user: string): ClusterFacts {
  return {
    roles: [{ name: user, isAdministrator: true, attributes: ["LOGIN"] }],
    memberships: [],
    settings: [],
    databaseOwner: user,
    databaseGrants: null,
    schemas: [{ name: "public", owner: "pg_database_owner", grants: null }],
    isEmpty: true,
    extensionMembers: new Map(),
  };
}
