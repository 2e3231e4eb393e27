import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { freePort } from "./free-port.ts";
import { listens, POOLER_ACCOUNT, renderPoolerSettings } from "./pgbouncer.ts";
import { becomesTrue } from "./processes.ts";
import type { TestServer } from "./servers.ts";
import { makeDirectory } from "./temporary.ts";

/**
 * Starts a PgBouncer in front of `server` that hands a server connection out for one transaction at a time; gone with
 * the test. Gives its port on 127.0.0.1. `settings`: further lines of its section [pgbouncer].
 */
export async function startPooler(
  program: string,
  server: TestServer,
  settings: readonly string[] = [],
): Promise<number> {
  const path = join(makeDirectory(), "pgbouncer.ini");
  const port = await freePort();
  const further = ["server_reset_query =", ...settings];
  const own = { port, server: server.settings, mode: "transaction", poolSize: 4, further } as const;
  writeFileSync(path, renderPoolerSettings(own));
  chmodSync(path, 0o644);
  const child = spawn(program, [path], { ...POOLER_ACCOUNT, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  if (!(await becomesTrue(() => listens(port), 10_000))) throw new Error("PgBouncer did not start.");
  return port;
}
