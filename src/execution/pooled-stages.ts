import type { Step } from "../plan/plan.ts";
import type { Stage } from "./make-stages.ts";
import { own, type Part } from "./part.ts";
import {
  type RunSettings,
  sessionSettings,
  transactionSettings,
  UNFLUSHED,
  UNLIMITED,
} from "./session-settings.ts";

/**
 * `stages` of `step` for a connection behind a transaction pooler, which gives each transaction to whichever backend is
 * free, and that to the next client afterwards: nothing is set for a session that is not ours. Limits and role are set in
 * each transaction instead; a statement that may not run in one has those that the server gives it. Each transaction
 * waits for the disk: the pooler may send the next one to a server that has been restarted since, or to another.
 */
export function pooledStages(stages: readonly Stage[], step: Step, settings: RunSettings): readonly Stage[] {
  const leftOut = new Set([...sessionSettings(step, settings), ...UNLIMITED, UNFLUSHED]);
  const ofTransaction = transactionSettings(step, settings).map(own);
  return stages.flatMap((stage) => {
    const parts: Part[] = [];
    let completedBy: number | null = null;
    for (const [index, part] of stage.parts.entries()) {
      const isOurs = part.statement === null;
      if (isOurs && leftOut.has(part.sql)) continue;
      if (index === stage.completedBy) completedBy = parts.length;
      parts.push(part);
      if (isOurs && BEGINNINGS.has(part.sql)) parts.push(...ofTransaction);
    }
    return parts.length === 0 ? [] : [{ ...stage, parts, completedBy }];
  });
}

const BEGINNINGS: ReadonlySet<string> = new Set(["BEGIN", "BEGIN READ WRITE"]);
