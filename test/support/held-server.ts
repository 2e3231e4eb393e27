import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { DetachedHandle } from "../../src/database/local-server/stop-detached.ts";
import type { HoldOrder } from "./hold-server.ts";

/** Another process that starts a server. */
export interface HoldingProcess {
  readonly child: ChildProcess;
  /** Settles when it is about to start the server. */
  readonly starting: Promise<void>;
  /** Settles when the server is ready; rejects with what it wrote on stderr when it ends before. */
  readonly ready: Promise<DetachedHandle & { readonly port: number }>;
  readonly ended: Promise<unknown>;
}

/** Runs hold-server.ts, in a process group of its own, as `account` or as ourselves. */
export function holdServer(order: HoldOrder, account: { uid?: number; gid?: number } = {}): HoldingProcess {
  const program = join(import.meta.dirname, "hold-server.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    ...account,
    // A variable that must not reach the server.
    env: { PATH: dirname(process.execPath), HOLDER_SECRET: "not for the server" },
    cwd: "/",
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error(`The holding process ended: ${complaint}`);
    return line.value;
  };
  const starting = next().then(() => undefined);
  const ready = starting.then(next).then((line) => JSON.parse(line));
  // A test may want only one of them.
  starting.catch(() => undefined);
  ready.catch(() => undefined);
  return { child, starting, ready, ended: once(child, "exit") };
}
