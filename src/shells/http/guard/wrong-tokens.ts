import { isIPv6 } from "node:net";

/** So many wrong tokens from one source are one too many. */
const MOST_WRONG = 10;
/** From the first of them on. */
const WINDOW_MS = 60_000;
/** Sources that are remembered at once: some hundred bytes each. */
const MOST_SOURCES = 10_000;

/** Who gave wrong tokens of late, and is not heard for a while. `nowMs`: of a clock that only goes forward. */
export interface WrongTokens {
  /** How long `source` is not heard yet, in milliseconds; 0: it is. */
  readonly waitMs: (source: string, nowMs: number) => number;
  readonly count: (source: string, nowMs: number) => void;
  /** How many sources are remembered. */
  readonly size: () => number;
}

/** Nobody has given a wrong token yet. Where too many sources do, those that began longest ago are forgotten. */
export function makeWrongTokens(): WrongTokens {
  // In the order in which they were begun, so the oldest are at the front.
  const seen = new Map<string, { readonly sinceMs: number; wrong: number }>();
  const forgetOld = (nowMs: number) => {
    for (const [source, { sinceMs }] of seen) {
      if (seen.size < MOST_SOURCES && nowMs - sinceMs < WINDOW_MS) return;
      seen.delete(source);
    }
  };
  return {
    waitMs: (source, nowMs) => {
      const found = seen.get(source);
      if (found === undefined || found.wrong < MOST_WRONG) return 0;
      return Math.max(0, found.sinceMs + WINDOW_MS - nowMs);
    },
    count: (source, nowMs) => {
      const found = seen.get(source);
      if (found !== undefined && nowMs - found.sinceMs < WINDOW_MS) {
        found.wrong += 1;
        return;
      }
      seen.delete(source);
      forgetOld(nowMs);
      seen.set(source, { sinceMs: nowMs, wrong: 1 });
    },
    size: () => seen.size,
  };
}

/**
 * By what one who connects is counted: the address of the socket, of IPv6 the network that one subscriber has, 64 bits;
 * `unknown` where nothing is told. Headers count for nothing: anybody can write them.
 */
export function makeSource(address: string | undefined): string {
  if (address === undefined || address === "") return "unknown";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => "0");
  return `${[...before, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}
