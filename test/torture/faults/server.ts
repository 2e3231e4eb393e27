import { setTimeout as sleep } from "node:timers/promises";
import type { ServerFault } from "../draw/torture-case.ts";
import type { FaultEnd, Scene } from "./scene.ts";

/** Stops the server at once, and starts it again when its time is over or all runners have given up. */
export async function crashServer({ lastsMs }: ServerFault, scene: Scene): Promise<FaultEnd> {
  const { server } = scene.place;
  const atMs = performance.now();
  await server.crash();
  const rest = new AbortController();
  const time = sleep(lastsMs, undefined, { signal: rest.signal }).catch(() => undefined);
  await Promise.race([time, scene.allEnded]);
  rest.abort();
  await server.restart();
  return { atMs, missed: null, healedMs: performance.now(), actor: null };
}
