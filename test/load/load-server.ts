import { randomBytes } from "node:crypto";
import { findServerBinaries, type ServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { freePort } from "../../src/database/local-server/free-port.ts";
import { chooseAccess } from "../../src/database/local-server/server-account.ts";
import {
  type Endpoint,
  initdbCommand,
  serverCommand,
} from "../../src/database/local-server/server-command.ts";
import { diskBases, newServerDirectory } from "../../src/database/local-server/server-directory.ts";
import { supervise } from "../../src/database/local-server/supervisor.ts";
import { waitUntilReady } from "../../src/database/local-server/wait-until-ready.ts";

/** A server with room for hundreds of sessions, which ends with this process at the latest. */
export interface LoadServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Room for the sessions, the command line, and a superuser who looks. */
const SETTINGS = ["max_connections=300", "shared_buffers=256MB"];

/** The oldest and the newest of the npm packages' servers, as in the tests; else what the machine has. */
export async function chooseInstallations(): Promise<readonly ServerBinaries[]> {
  const found = await findServerBinaries();
  const packaged = found.filter(({ binDirectory }) => binDirectory.includes("node_modules"));
  const sorted = (packaged.length > 0 ? packaged : found).toSorted((a, b) => a.major - b.major);
  return [...new Set([sorted[0], sorted.at(-1)])].filter((one) => one !== undefined);
}

/** Starts one of `binaries`. */
export async function startLoadServer(binaries: ServerBinaries): Promise<LoadServer> {
  const access = await chooseAccess(binaries.binDirectory);
  if (access.copyFrom !== null)
    throw new Error(`${binaries.binDirectory} cannot be used by the account that servers run as here.`);
  const directory = await newServerDirectory(diskBases(), access.account);
  const password = randomBytes(16).toString("hex");
  const endpoint: Endpoint = { kind: "tcp", port: await freePort(), password, serves: "ephemeral" };
  const supervisor = supervise("shell", {
    directory,
    initdb: initdbCommand(binaries, directory, "load", endpoint),
    // What is said last counts.
    server: [
      ...serverCommand(binaries, directory, endpoint, "shell"),
      ...SETTINGS.flatMap((setting) => ["-c", setting]),
    ],
    password,
    account: access.account,
    copyFrom: null,
    extraEnvironment: {},
  });
  await waitUntilReady(directory, supervisor, 60_000, undefined).catch(async (error) => {
    await supervisor.stop();
    throw error;
  });
  return {
    url: `postgresql://load:${password}@127.0.0.1:${endpoint.port}/postgres`,
    stop: () => supervisor.stop(),
  };
}
