import { setTimeout as sleep } from "node:timers/promises";
import type { SignalFault } from "../draw/torture-case.ts";
import type { StartedRun } from "../run/run-migrate.ts";
import { type FaultEnd, missed } from "./scene.ts";

/** Sends it to `run`. */
export async function sendSignal({ signal, againMs }: SignalFault, run: StartedRun): Promise<FaultEnd> {
  const atMs = performance.now();
  if (!run.kill(signal === "SIGINT twice" ? "SIGINT" : signal)) return missed("the runner had ended");
  if (signal === "SIGINT twice") {
    await sleep(againMs);
    run.kill("SIGINT");
  }
  return { atMs, missed: null, healedMs: null, actor: run.actor };
}
