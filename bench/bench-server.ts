import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import {
  executableName,
  findServerBinaries,
  type ServerBinaries,
} from "../src/database/local-server/find-binaries.ts";
import { freePort } from "../src/database/local-server/free-port.ts";
import { chooseAccess } from "../src/database/local-server/server-account.ts";
import { dataDirectory, passwordFile } from "../src/database/local-server/server-command.ts";
import { diskBases, newServerDirectory } from "../src/database/local-server/server-directory.ts";
import { supervise } from "../src/database/local-server/supervisor.ts";
import { waitUntilReady } from "../src/database/local-server/wait-until-ready.ts";

/** How a connection is let in over TCP: `password` by SCRAM-SHA-256, `trust` without a question. */
export type Entry = "password" | "trust";

/** A server with the settings that initdb gives it: fsync on, data on disk, nothing tuned. */
export interface BenchServer {
  /** `15.18 (Debian …)`. */
  readonly version: string;
  readonly port: number;
  /** A URL for `database`; `port`: that of a proxy in front of it. */
  url(
    database: string,
    entry: Entry,
    options?: { readonly port?: number; readonly sslMode?: string },
  ): string;
  /** `database` dropped and made anew, empty. */
  makeFresh(database: string): Promise<void>;
  /** Sets a parameter for the whole server and waits until new sessions have it. */
  set(parameter: string, value: string): Promise<void>;
  /** CPU time of all sessions that have ended, in steps of 10 ms; null where the system does not tell. */
  readEndedCpuMs(): Promise<number | null>;
  stop(): Promise<void>;
}

/** The installation to measure with: the newest that is whole (has pg_dump), else the newest. */
export async function chooseInstallation(): Promise<ServerBinaries> {
  const found = await findServerBinaries();
  const chosen = found.find(({ pgDump }) => pgDump !== null) ?? found[0];
  if (chosen === undefined) throw new Error("There are no PostgreSQL server binaries on this machine.");
  return chosen;
}

/** Starts one; it ends with this process, however that ends. `work`: a directory for its pg_hba.conf. */
export async function startBenchServer(binaries: ServerBinaries, work: string): Promise<BenchServer> {
  const { account, copyFrom } = await chooseAccess(binaries.binDirectory);
  const directory = await newServerDirectory(diskBases(), account);
  const bin = copyFrom === null ? binaries.binDirectory : join(directory, "install", "bin");
  const program = (name: string) => join(bin, executableName(name, process.platform));
  const [port, password] = [await freePort(), randomBytes(16).toString("hex")];
  const hbaFile = join(work, "pg_hba.conf");
  await writeFile(hbaFile, HBA, { mode: 0o644 });
  const data = dataDirectory(directory);
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${directory}`,
    `hba_file=${hbaFile}`,
  ];
  const supervisor = supervise("shell", {
    directory,
    initdb: [
      program("initdb"),
      `--pgdata=${data}`,
      "--username=bench",
      "--encoding=UTF8",
      "--locale=C",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile(directory)}`,
    ],
    server: [program("postgres"), "-D", data, ...settings.flatMap((setting) => ["-c", setting])],
    password,
    account,
    copyFrom,
    extraEnvironment: {},
  });
  const { pid } = await waitUntilReady(directory, supervisor, 120_000, undefined).catch(async (error) => {
    await supervisor.stop();
    throw error;
  });
  const url: BenchServer["url"] = (database, entry, { port: other = port, sslMode = "disable" } = {}) =>
    `postgres://${entry === "trust" ? "bench_trust" : `bench:${password}`}@127.0.0.1:${other}/${database}?sslmode=${sslMode}`;
  const ask = (text: string) => askOnce(url("postgres", "password"), text);
  await ask("CREATE ROLE bench_trust SUPERUSER LOGIN");
  return {
    version: String((await ask("SHOW server_version"))[0]?.["server_version"]),
    port,
    url,
    makeFresh: async (database) => {
      await ask(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await ask(`CREATE DATABASE ${database} TEMPLATE template0`);
      await ask("CHECKPOINT");
    },
    set: async (parameter, value) => {
      await ask(`ALTER SYSTEM SET ${parameter} = ${value}`);
      await ask("SELECT pg_reload_conf()");
      await delay(200);
    },
    readEndedCpuMs: () => readEndedCpuMs(pid),
    stop: () => supervisor.stop(),
  };
}

const HBA = `host all bench_trust 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
`;

/** Rows of one statement on a connection of its own. */
export async function askOnce(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Source: proc(5), /proc/pid/stat: cutime and cstime, of children that have been waited for, in ticks of 10 ms. */
async function readEndedCpuMs(pid: number): Promise<number | null> {
  // The postmaster hears of a session's end a moment after the client.
  await delay(300);
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
