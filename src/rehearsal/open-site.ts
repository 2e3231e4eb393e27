import type { ClusterFacts } from "../database/cluster-facts.ts";
import { readServerFacts, type ServerFacts } from "../database/server-facts.ts";
import { MigrateError } from "../errors.ts";
import type { Step } from "../plan/plan.ts";
import { LeftOut } from "./left-out.ts";
import { openLocalSite } from "./local-site.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { openShadowSite } from "./shadow-site.ts";
import type { Site } from "./site.ts";

/** A site, and what it is without. */
export interface OpenedSite {
  readonly site: Site;
  readonly leftOut: LeftOut;
  readonly cluster: ClusterFacts;
  /** Of the site's server. */
  readonly facts: ServerFacts;
  /** The same, untouched, for other steps that are run there. */
  readonly makeLeftOut: (steps: readonly Step[]) => LeftOut;
}

/** The site, with what `request` says of the cluster, or why there is none; rejects as `rehearse` does. */
export async function openSite(request: RehearsalRequest): Promise<OpenedSite | string> {
  const { inputs, target, cluster, targetSession, signal, onProgress } = request;
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
    const [facts, available] = await Promise.all([
      readServerFacts(session),
      session.query("SELECT name::text FROM pg_catalog.pg_available_extensions"),
    ]).finally(() => session.close());
    const names = new Set(available.map(({ name }) => String(name)));
    const makeLeftOut = (steps: readonly Step[]) => {
      const statements = steps.flatMap(({ script }) => script.statements);
      return new LeftOut(names, cluster.extensionMembers, statements);
    };
    return { site, cluster, facts, leftOut: makeLeftOut(request.steps), makeLeftOut };
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
