import { setTimeout as sleep } from "node:timers/promises";
import type { NetworkProxy } from "../bench/toxiproxy.ts";
import type { NetworkFault } from "../draw/torture-case.ts";
import type { FaultEnd, Scene } from "./scene.ts";

/** Breaks the runners' way to the server, and makes it whole when its time is over or all of them have ended. */
export async function breakNetwork({ how, lastsMs }: NetworkFault, scene: Scene): Promise<FaultEnd> {
  const { proxy } = scene.place;
  if (proxy === null) throw new Error("A case that breaks the network needs a proxy.");
  const atMs = performance.now();
  await BREAKING[how](proxy);
  const rest = new AbortController();
  const time = sleep(lastsMs, undefined, { signal: rest.signal }).catch(() => undefined);
  await Promise.race([time, scene.allEnded]);
  rest.abort();
  const healedMs = performance.now();
  await proxy.heal();
  return { atMs, missed: null, healedMs, actor: null };
}

/** Source: Toxiproxy's README, "Toxics". A timeout of 0 never ends by itself: what is sent is dropped. */
const BREAKING: Readonly<Record<NetworkFault["how"], (proxy: NetworkProxy) => Promise<void>>> = {
  reset: (proxy) => proxy.poison("reset_peer", { timeout: 0 }),
  refuse: (proxy) => proxy.disable(),
  stall: (proxy) => proxy.poison("timeout", { timeout: 0 }),
  slow: (proxy) => proxy.poison("latency", { latency: 60, jitter: 50 }),
};
