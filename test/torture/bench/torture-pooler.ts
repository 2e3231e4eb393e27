import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../support/free-port.ts";
import { listens, POOLER_ACCOUNT, renderPoolerSettings } from "../../support/pgbouncer.ts";
import { becomesTrue } from "../../support/processes.ts";
import { startWithLifeline } from "./lifeline.ts";
import type { TortureServer } from "./torture-server.ts";

/** A PgBouncer in front of one server. */
export interface TorturePooler {
  /** On 127.0.0.1. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Transaction mode: fewer connections than eight runners have sessions. Session mode: each session needs its own. */
const POOL_SIZES = { transaction: 6, session: 30 } as const;

/** It tries a server that was away again after a second, not after 15: cases are short. */
const IMPATIENT = ["server_login_retry = 1", "server_connect_timeout = 5"];

/** Starts `program` in front of `server`. */
export async function startTorturePooler(
  program: string,
  server: TortureServer,
  mode: "transaction" | "session",
): Promise<TorturePooler> {
  const directory = mkdtempSync(join(tmpdir(), "torture-pooler-"));
  const path = join(directory, "pgbouncer.ini");
  const port = await freePort();
  const settings = { port, server: { ...server, host: "127.0.0.1" }, mode, poolSize: POOL_SIZES[mode] };
  writeFileSync(path, renderPoolerSettings({ ...settings, further: IMPATIENT }));
  await chmod(directory, 0o755);
  await chmod(path, 0o644);
  const running = startWithLifeline({
    command: [program, path],
    signal: "KILL",
    account: POOLER_ACCOUNT,
    env: {},
  });
  if (!(await becomesTrue(() => listens(port), 10_000))) throw new Error("PgBouncer did not start.");
  return {
    port,
    stop: async () => {
      await running.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
