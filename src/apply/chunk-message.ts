import {
  CLEAN_UP,
  type Execution,
  makeLedgerTransaction,
  makeTransaction,
} from "../execution/make-transaction.ts";
import type { Part } from "../execution/part.ts";
import type { Step } from "../plan/plan.ts";
import { BACKEND_PARTS, PROGRESS_PARTS } from "./marker.ts";

/** Each mark wakes both sides up: more of them than anybody can follow would only slow a long run down. */
const MOST_MARKS = 100;

/** What is sent for several transactional steps. */
export interface ChunkMessage {
  readonly parts: readonly Part[];
  /** Index of the COMMIT of each step. */
  readonly commits: readonly number[];
  readonly stepOf: (partIndex: number) => number | null;
}

/** One message for `steps`, each in its own transaction. */
export function makeChunkMessage(steps: readonly Step[], execution: Execution): ChunkMessage {
  const parts: Part[] = [...BACKEND_PARTS, ...makeLedgerTransaction(steps, execution)];
  const commits: number[] = [];
  const starts: number[] = [];
  const every = Math.ceil(steps.length / MOST_MARKS);
  for (const step of steps) {
    starts.push(parts.length);
    parts.push(...makeTransaction(step, execution));
    commits.push(parts.length - 1);
    parts.push(...CLEAN_UP.slice(0, -2));
    // What follows the last is sent at once in any case.
    if (commits.length % every === 0 && commits.length < steps.length) parts.push(...PROGRESS_PARTS);
    parts.push(...CLEAN_UP.slice(-2));
  }
  const stepOf = (partIndex: number) => {
    const step = starts.findLastIndex((start) => partIndex >= start);
    return step < 0 ? null : step;
  };
  return { parts, commits, stepOf };
}
