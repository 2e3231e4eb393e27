import { execFileSync, spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { type Account, chooseAccess } from "../../src/database/local-server/server-account.ts";
import { dataDirectory } from "../../src/database/local-server/server-command.ts";
import { type LocalServer, startServer } from "../../src/database/local-server/start-server.ts";
import { connect } from "./connect.ts";
import { freePort } from "./free-port.ts";
import { installations } from "./local-servers.ts";
import { becomesTrue } from "./processes.ts";
import type { TestServer } from "./servers.ts";
import { urlOfSettings } from "./settings-of-url.ts";

/** A server of one test's own, on which it may do what others would not bear. */
export interface OwnServer extends TestServer {
  readonly local: LocalServer;
  readonly binaries: ServerBinaries;
}

/** The newest installation of this machine that runs where it is, as an account that is not root. */
export function newestInstallation(): ServerBinaries {
  const newest = installations.toSorted((a, b) => b.major - a.major)[0];
  if (newest === undefined)
    throw new Error("There is no PostgreSQL server on this machine: run `npm install`.");
  return newest;
}

/** Starts one whose directory is made in `base`; gone with the test. */
export async function startOwnServer(
  base = "/tmp",
  binaries: ServerBinaries = newestInstallation(),
  extraEnvironment: Readonly<Record<string, string>> = {},
): Promise<OwnServer> {
  const local = await startServer(binaries, {
    kind: "ephemeral",
    lifetime: "process",
    baseDirectories: [base],
    extraEnvironment,
  });
  onTestFinished(() => local.stop());
  return {
    name: `PostgreSQL ${binaries.major}`,
    major: binaries.major,
    origin: binaries.binDirectory,
    url: urlOfSettings(local.settings),
    settings: local.settings,
    local,
    binaries,
  };
}

/** A hot standby of `primary`, following it from a copy of its files; gone with the test. */
export async function startStandby(primary: OwnServer): Promise<TestServer> {
  const { account, copyFrom } = await chooseAccess(primary.binaries.binDirectory);
  const bin =
    copyFrom === null ? primary.binaries.binDirectory : join(primary.local.directory, "install/bin");
  const directory = await mkdtemp("/tmp/migrate-standby-");
  const data = join(directory, "data");
  const port = await freePort();
  await copyOnline(primary, data);
  await writeStandbySettings(primary, data, port);
  const child = spawnServer(bin, data, account);
  const ended = new Promise((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGQUIT");
    await ended;
    await rm(directory, { recursive: true, force: true });
  });
  const settings = { ...primary.settings, port };
  const url = urlOfSettings(settings);
  const answers = async () => {
    const client = await connect(url).catch(() => null);
    await client?.end();
    return client !== null;
  };
  if (!(await becomesTrue(answers, 30_000))) throw new Error("The standby did not start.");
  return { ...primary, name: `${primary.name} standby`, url, settings };
}

/** Source: PostgreSQL manual, "Making a Non-Exclusive Low-Level Backup". */
async function copyOnline(primary: OwnServer, data: string): Promise<void> {
  const client = await connect(primary.url);
  const isNew = primary.major >= 15;
  await client.query(
    isNew ? "SELECT pg_backup_start('copy', true)" : "SELECT pg_start_backup('copy', true, false)",
  );
  await cp(dataDirectory(primary.local.directory), data, {
    recursive: true,
    filter: (path) => !/postmaster\.(pid|opts)$/.test(path),
    // What the server takes away while it is copied comes back from its log.
    errorOnExist: false,
  });
  const { rows } = await client.query(
    isNew ? "SELECT labelfile FROM pg_backup_stop()" : "SELECT labelfile FROM pg_stop_backup(false)",
  );
  await client.end();
  await writeFile(join(data, "backup_label"), String(rows[0]?.labelfile));
}

async function writeStandbySettings(primary: OwnServer, data: string, port: number): Promise<void> {
  const { host, port: from, user, password } = primary.settings;
  const settings = {
    primary_conninfo: `host=${host} port=${from} user=${user} password=${password}`,
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // A standby needs at least what its primary has.
    max_connections: "100",
    max_locks_per_transaction: "256",
    fsync: "off",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  await writeFile(join(data, "postgresql.auto.conf"), `${lines.join("\n")}\n`);
  await writeFile(join(data, "standby.signal"), "");
}

function spawnServer(bin: string, data: string, account: Account | null) {
  if (account !== null) execFileSync("chown", ["-R", `${account.uid}:${account.gid}`, dirname(data)]);
  chmodSync(data, 0o700);
  const { uid, gid } = account ?? {};
  return spawn(join(bin, "postgres"), ["-D", data], { stdio: "ignore", cwd: "/", uid, gid });
}
