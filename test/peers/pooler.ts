import { spawn, spawnSync } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "../../src/database/local-server/free-port.ts";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";

/** A PgBouncer in transaction mode. */
export interface Pooler {
  /** `1.18.0`. */
  readonly version: string;
  readonly port: number;
  stop(): void;
}

/** `nobody`, as Debian and most others number it: PgBouncer refuses to run as root. */
const NOBODY = 65534;

/**
 * Starts PgBouncer in front of the server with its default pool size; null where it is not installed. JDBC and lib/pq send
 * extra_float_digits at the start: its FAQ has it ignored.
 */
export async function startPooler(server: ConnectionSettings, directory: string): Promise<Pooler | null> {
  const program = ["pgbouncer", "/usr/sbin/pgbouncer"].find(
    (path) => spawnSync(path, ["--version"]).status === 0,
  );
  if (program === undefined) return null;
  const said = spawnSync(program, ["--version"], { encoding: "utf8" }).stdout;
  const port = await freePort();
  const config = join(directory, "pgbouncer.ini");
  const password = server.password === null ? "" : ` password=${server.password}`;
  const lines = [
    "[databases]",
    `* = host=${server.host} port=${server.port} user=${server.user}${password}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "ignore_startup_parameters = extra_float_digits",
  ];
  await writeFile(config, `${lines.join("\n")}\n`);
  await chmod(directory, 0o755);
  await chmod(config, 0o644);
  const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(program, [config], { ...account, stdio: "ignore" });
  process.on("exit", () => child.kill("SIGKILL"));
  const url = `postgresql://${server.user}@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return {
    version: /PgBouncer (\S+)/i.exec(said)?.[1] ?? said.trim(),
    port,
    stop: () => void child.kill("SIGKILL"),
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (attempt === 50) throw error;
      await delay(100);
    }
  }
}
