import { setTimeout as sleep } from "node:timers/promises";
import type { Moment } from "../draw/torture-case.ts";
import type { StartedRun } from "../run/run-migrate.ts";
import type { Scene } from "./scene.ts";

/** Waits for `moment`, and gives the runner that it is of; null when all ended before it came. */
export async function untilMoment(moment: Moment, { runs, allEnded }: Scene): Promise<StartedRun | null> {
  const run = await Promise.race([reached(moment, runs), allEnded.then(() => null)]);
  if (run === null) return null;
  await sleep(moment.delayMs);
  return run;
}

async function reached(moment: Moment, runs: readonly Promise<StartedRun>[]): Promise<StartedRun> {
  if (moment.after === "start") {
    const run = await runs[moment.runner];
    if (run === undefined) throw new Error(`There is no runner ${moment.runner}.`);
    return run;
  }
  const [pattern, count] =
    moment.after === "applying" ? ([APPLYING, 1] as const) : ([APPLIED, moment.count] as const);
  return Promise.race(
    runs.map(async (starting) => {
      const run = await starting;
      await run.said(pattern, count);
      return run;
    }),
  );
}

/** `Applying 6`, said when the first message is sent. */
const APPLYING = /^Applying \d/gm;

/** `  ✓ 001_m (149 ms)`, said when its COMMIT is heard of. */
const APPLIED = /^ *✓ \d+_\w+ \(/gm;
