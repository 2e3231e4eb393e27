import { setTimeout as delay } from "node:timers/promises";
import { serverErrorOf } from "../database/server-error.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";

/** lock_not_available, deadlock_detected, serialization_failure. Source: PostgreSQL manual, appendix A. */
const PASSING: ReadonlySet<string> = new Set(["55P03", "40P01", "40001"]);

/** True for an error of the server's that may be gone when the same is tried again. */
export function isPassing(cause: unknown): boolean {
  return PASSING.has(serverErrorOf(cause)?.sqlState ?? "");
}

/** Says that `step` gave way at this try, for `reason`, and waits before the next: longer each time, by chance a little less or more. */
export async function waitToRetry(
  step: Step,
  reason: string,
  tries: number,
  { signal, onProgress }: Pick<ApplyRequest, "signal" | "onProgress">,
): Promise<void> {
  const delayMs = Math.round(Math.min(100 * 2 ** tries, 10_000) * (0.5 + Math.random() / 2));
  onProgress({ kind: "retrying", version: step.file.version.text, reason, tries, delayMs });
  await delay(delayMs, undefined, { signal }).catch(() => {});
}
