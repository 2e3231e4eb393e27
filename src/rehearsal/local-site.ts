import type { ClusterFacts } from "../database/cluster-facts.ts";
import { makeConnector } from "../database/connector.ts";
import { chooseBinaries } from "../database/local-server/choose-binaries.ts";
import { findServerBinaries } from "../database/local-server/find-binaries.ts";
import { startServer } from "../database/local-server/start-server.ts";
import { identifier } from "../database/quote.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import { attemptAll } from "./attempt.ts";
import { makeDatabaseRights, makeRoles } from "./make-roles.ts";
import type { Site } from "./site.ts";

/** Name of the site's own superuser: none that a target has. */
const SUPERUSER = "migrate_action_site";

/** Name of the site's second database. */
const ASIDE = "migrate_action_aside";

/**
 * A throwaway server on this machine with the target's roles, and a database of the target's name; null when no
 * server's binaries are found. Rejects when one is found and does not start.
 */
export async function openLocalSite(
  target: Pick<ServerFacts, "database" | "user" | "major">,
  cluster: ClusterFacts,
  signal: AbortSignal,
): Promise<Site | null> {
  const found = await findServerBinaries();
  const binaries = chooseBinaries(found, target.major);
  if (binaries === null) return null;
  const server = await startServer(binaries, {
    kind: "private",
    lifetime: "process",
    superuser: SUPERUSER,
    signal,
  });
  const connect = (user: string, database: string) =>
    makeConnector({ ...server.settings, user, database }, 10_000).open();
  const createDatabase = async (admin: Session, database: string, like: ClusterFacts) => {
    const name = identifier(database);
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    const builder = await connect(SUPERUSER, database);
    await attemptAll(builder, makeDatabaseRights(like, database));
    await builder.close();
  };
  const asAdmin = async (work: (admin: Session) => Promise<void>) => {
    const admin = await connect(SUPERUSER, "template1");
    await work(admin).finally(() => admin.close());
  };
  try {
    await asAdmin(async (admin) => {
      await attemptAll(admin, makeRoles(cluster));
      await createDatabase(admin, target.database, cluster);
    });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    kind: "server",
    description: describe(binaries.version, binaries.binDirectory, server.major, target.major),
    schema: "empty",
    pgDump: dumperFor(found, target.major),
    openBuilder: () => connect(SUPERUSER, target.database),
    openUser: () => connect(target.user, target.database),
    recreate: () => asAdmin((admin) => createDatabase(admin, target.database, cluster)),
    makeAside: async (like) => {
      const database = `${ASIDE}${target.database === ASIDE ? "_too" : ""}`;
      await asAdmin((admin) => createDatabase(admin, database, like));
      return {
        openBuilder: () => connect(SUPERUSER, database),
        openUser: () => connect(target.user, database),
      };
    },
    close: () => server.stop().catch(() => {}),
  };
}

function describe(version: string, binDirectory: string, major: number, targetMajor: number): string {
  const older =
    major < targetMajor ? `, older than the target's ${targetMajor}: what is new there fails here` : "";
  return `a throwaway ${version.replace(/^postgres \((\w+)\)/, "$1")} from ${binDirectory}${older}`;
}

/** A pg_dump that is not older than the target: it refuses newer servers. */
export function dumperFor(
  found: Awaited<ReturnType<typeof findServerBinaries>>,
  targetMajor: number,
): string | null {
  const fitting = found.filter(({ pgDump, major }) => pgDump !== null && major >= targetMajor);
  return fitting.sort((a, b) => a.major - b.major)[0]?.pgDump ?? null;
}
