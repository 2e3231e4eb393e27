import { spawn } from "node:child_process";
import { accessSync, chmodSync, constants, writeFileSync } from "node:fs";
import { connect as connectTo } from "node:net";
import { delimiter, join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "./free-port.ts";
import { becomesTrue } from "./processes.ts";
import type { TestServer } from "./servers.ts";
import { makeDirectory } from "./temporary.ts";

/** `nobody`, as Debian and most others number it: PgBouncer refuses to run as root. */
const NOBODY = 65534;

/** The path of PgBouncer's program; null where it is not installed. */
export function findPgBouncer(): string | null {
  const directories = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return directories.map((directory) => join(directory, "pgbouncer")).find(isExecutable) ?? null;
}

/**
 * Starts a PgBouncer in front of `server` that hands a server connection out for one transaction at a time; gone with
 * the test. Gives its port on 127.0.0.1. `settings`: further lines of its section [pgbouncer].
 */
export async function startPooler(
  program: string,
  server: TestServer,
  settings: readonly string[] = ["default_pool_size = 4"],
): Promise<number> {
  const directory = makeDirectory();
  const port = await freePort();
  const { host, port: serverPort, user } = server.settings;
  const password = server.settings.password ?? "";
  writeFileSync(
    join(directory, "pgbouncer.ini"),
    [
      "[databases]",
      `* = host=${host} port=${serverPort} user=${user}${password === "" ? "" : ` password=${password}`}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = any",
      "pool_mode = transaction",
      "server_reset_query =",
      ...settings,
    ].join("\n"),
  );
  chmodSync(join(directory, "pgbouncer.ini"), 0o644);
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(program, [join(directory, "pgbouncer.ini")], { ...account, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (!(await becomesTrue(() => listens(port), 10_000))) throw new Error("PgBouncer did not start.");
  return port;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy()).once("connect", () => socket.end());
  });
}
