import { Agent, request } from "node:http";
import autocannon from "autocannon";

/** How a server answered under a steady load. */
export interface AnswerFigures {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds, whole ones. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** Errors, time-outs and answers that are no 2xx. */
  readonly faults: number;
}

/** A load. */
export interface Load {
  readonly perSecond: number;
  readonly connections: number;
}

/** What answers at `url` to `load` for so many seconds. */
export function measureFor(url: string, load: Load, seconds: number): Promise<AnswerFigures> {
  return measure(url, load, { duration: seconds });
}

/** What it answers to so many requests, as fast as they are answered. */
export function measureCount(url: string, connections: number, amount: number): Promise<AnswerFigures> {
  return measure(url, { perSecond: 0, connections }, { amount });
}

async function measure(
  url: string,
  { perSecond, connections }: Load,
  extent: { readonly duration: number } | { readonly amount: number },
): Promise<AnswerFigures> {
  const rate = perSecond === 0 ? {} : { overallRate: perSecond };
  const result = await autocannon({ url, connections, ...rate, ...extent });
  return {
    requests: result.requests.total,
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    mostMs: result.latency.max,
    faults: result.errors + result.timeouts + result.non2xx,
  };
}

/** The times of so many requests one after the other, in milliseconds, ascending. */
export async function measureAlone(url: string, count: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const begun = performance.now();
    await new Promise<void>((resolve, reject) => {
      request(url, { agent }, (response) => response.resume().once("end", () => resolve()))
        .once("error", reject)
        .end();
    });
    times.push(performance.now() - begun);
  }
  agent.destroy();
  return times.sort((a, b) => a - b);
}
