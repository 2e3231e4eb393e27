import { randomBytes } from "node:crypto";
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { childEnvironment } from "../../../src/database/local-server/child-environment.ts";
import type { ServerBinaries } from "../../../src/database/local-server/find-binaries.ts";
import {
  type Account,
  chooseAccess,
  INSTALLATION_PARTS,
} from "../../../src/database/local-server/server-account.ts";
import {
  dataDirectory,
  type Endpoint,
  initdbCommand,
  passwordFile,
  serverSettings,
} from "../../../src/database/local-server/server-command.ts";
import { connect } from "../../support/connect.ts";
import { freePort } from "../../support/free-port.ts";
import { becomesTrue } from "../../support/processes.ts";
import { type Lifeline, startWithLifeline } from "./lifeline.ts";
import { runAs } from "./run-as.ts";

/** A server that is there to be stopped in the middle of things, and started again with what it has kept. */
export interface TortureServer {
  readonly name: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** A superuser's connection of our own to `database`, past all poolers and proxies. */
  connect(database: string): Promise<Client>;
  /** Immediate stop: as a crash, all that is not in its log on disk is lost. */
  crash(): Promise<void>;
  /** Started again after a crash, and ready. */
  restart(): Promise<void>;
  /** Ends it and removes all that belongs to it. */
  remove(): Promise<void>;
}

const USER = "torture";

/** A fresh server of `binaries`, ready for connections. */
export async function startTortureServer(binaries: ServerBinaries): Promise<TortureServer> {
  const { account, copyFrom } = await chooseAccess(binaries.binDirectory);
  const directory = makeDirectory(account);
  const binDirectory = copyFrom === null ? binaries.binDirectory : copyInstallation(copyFrom, directory);
  const installation = { ...binaries, binDirectory };
  const [port, password] = [await freePort(), randomBytes(12).toString("hex")];
  const endpoint: Endpoint = { kind: "tcp", port, password, serves: "ephemeral" };
  writeFileSync(passwordFile(directory), `${password}\n`, { mode: 0o644 });
  await runAs(account, initdbCommand(installation, directory, USER, endpoint));
  const settings = Object.entries({ ...serverSettings(binaries.major, endpoint), ...SAFE_FROM_CRASHES });
  const command = [
    join(binDirectory, "postgres"),
    "-D",
    dataDirectory(directory),
    ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ] as const;
  const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  const open = (database: string) => connect(`${url(database)}?application_name=torture`);
  const answers = () =>
    open("postgres").then(
      (client) => client.end().then(() => true),
      () => false,
    );
  let running: Lifeline | null = null;
  const restart = async () => {
    running = startWithLifeline({ command, signal: "QUIT", account, env: childEnvironment("linux") });
    if (!(await becomesTrue(answers, 60_000))) throw new Error(`${binaries.version} did not start.`);
  };
  const crash = async () => {
    await running?.stop();
    running = null;
  };
  const remove = async () => {
    await crash();
    rmSync(directory, { recursive: true, force: true });
  };
  await restart();
  return {
    name: `PostgreSQL ${binaries.major}`,
    port,
    user: USER,
    password,
    connect: open,
    crash,
    restart,
    remove,
  };
}

/** What has been committed must be there after an immediate stop, as on a server of a user's. */
const SAFE_FROM_CRASHES = { synchronous_commit: "on", max_connections: "100" };

function makeDirectory(account: Account | null): string {
  const directory = mkdtempSync(join(hasRoom("/dev/shm") ? "/dev/shm" : "/tmp", "torture-"));
  if (account !== null) chownSync(directory, account.uid, account.gid);
  return directory;
}

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize > 2 * 1024 ** 3;
  } catch {
    return false;
  }
}

/** Where the account cannot look into our tree it is given a copy. */
function copyInstallation(from: string, directory: string): string {
  const to = join(directory, "install");
  mkdirSync(to);
  for (const part of INSTALLATION_PARTS)
    cpSync(join(from, part), join(to, part), { recursive: true, verbatimSymlinks: true });
  return join(to, "bin");
}
