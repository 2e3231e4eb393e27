import { setTimeout as delay } from "node:timers/promises";
import type { Report } from "../../report/report.ts";
import type { Viewer } from "./viewer.ts";

/** From the end of one look to the beginning of the next. */
const PAUSE_MS = 2_000;

/** What is watched, and how. */
export interface Watching {
  /** What there is now; soon after `stopped` is aborted too. */
  readonly look: () => Promise<Report>;
  readonly viewer: Viewer;
  /** Aborted by a signal, or when nobody reads any more. */
  readonly stopped: AbortSignal;
  /** pending: it ends when nothing is pending any more · nobody: only the person ends it. */
  readonly until: "pending" | "nobody";
}

/**
 * Shows what there is every two seconds. Resolves to the exit code: 0 where the person ended what only they can end, or
 * nothing is pending any more; 7 where they ended the wait for that; that of the first look where it failed for what has to
 * be mended first. A database that is not reached is told, and tried again.
 */
export async function watch({ look, viewer, stopped, until }: Watching): Promise<number> {
  const ended = until === "pending" ? 7 : 0;
  for (let isFirst = true; ; isFirst = false) {
    const report = await look();
    if (stopped.aborted) return ended;
    viewer.show(report);
    if (isFirst && report.failure !== null && report.failure.code !== "CONNECTION_FAILED")
      return report.exitCode;
    if (until === "pending" && report.exitCode === 0) return 0;
    await delay(PAUSE_MS, undefined, { signal: stopped }).catch(() => {});
    if (stopped.aborted) return ended;
  }
}
