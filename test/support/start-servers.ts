import type { TestProject } from "vitest/node";
import { findServerBinaries, type ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { connect } from "./connect.ts";
import { startContainers } from "./container-servers.ts";
import type { StartedServer } from "./servers.ts";
import { settingsOfUrl } from "./settings-of-url.ts";
import { startLocalServer } from "./start-local-server.ts";

/**
 * Gives the tests their servers: TEST_DATABASE_URL's alone when set, else containers where an engine has an
 * image of PostgreSQL, else the oldest and the newest of the binaries on this machine. Returns what ends
 * them.
 */
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const started = await chooseServers(process.env["TEST_DATABASE_URL"]);
  const servers = started.map(({ server }) => server).toSorted((a, b) => a.major - b.major);
  project.provide("servers", servers);
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()));
    const lines = servers.map(({ name, origin }) => `  ${name} (${origin})`);
    console.log(`\nThe tests that need a server ran on:\n${lines.join("\n")}`);
  };
}

async function chooseServers(url: string | undefined): Promise<StartedServer[]> {
  if (url) return [await givenServer(url)];
  const containers = await startContainers();
  return containers.length > 0 ? containers : startLocalServers();
}

async function givenServer(url: string): Promise<StartedServer> {
  const client = await connect(url);
  const { rows } = await client.query("SHOW server_version_num");
  await client.end();
  const major = Math.floor(Number(rows[0].server_version_num) / 10_000);
  const server = {
    name: `PostgreSQL ${major}`,
    major,
    origin: "TEST_DATABASE_URL",
    url,
    settings: settingsOfUrl(url),
  };
  return { server, stop: async () => undefined };
}

async function startLocalServers(): Promise<StartedServer[]> {
  const found = await findServerBinaries();
  const embedded = found.filter(({ binDirectory }) => binDirectory.includes("node_modules"));
  const chosen = oldestAndNewest(embedded.length > 0 ? embedded : found);
  if (chosen.length === 0) {
    throw new Error("No PostgreSQL server for the tests: run `npm install`, or set TEST_DATABASE_URL.");
  }
  return Promise.all(chosen.map(startLocalServer));
}

/** The first and the last by major; one when all are of one major. */
function oldestAndNewest(found: readonly ServerBinaries[]): ServerBinaries[] {
  const sorted = found.toSorted((a, b) => a.major - b.major);
  const [oldest] = sorted;
  const newest = sorted.at(-1);
  if (oldest === undefined || newest === undefined) return [];
  return oldest.major === newest.major ? [newest] : [oldest, newest];
}
