import type { BackendMark } from "../database/backend-mark.ts";
import { MessageError } from "../database/message.ts";
import type { Part } from "../execution/part.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";
import type { ChunkMessage } from "./chunk-message.ts";
import { listen } from "./listen.ts";

/** How far a message came. */
export interface ChunkResult {
  /** Duration of each step that was committed, in order from the first. */
  readonly durationsMs: readonly number[];
  readonly backend: BackendMark | null;
  /** Null when all were committed. */
  readonly stop: ChunkStop | null;
}

export interface ChunkStop {
  readonly error: MessageError;
  readonly parts: readonly Part[];
  /** Index of the step that the failing part belongs to; null: the ledger's own transaction. */
  readonly step: number | null;
  /** True when the text as a whole did not parse, so that not even the steps before were run. */
  readonly nothingRan: boolean;
  /** True: it was cancelled by us because it had waited for locks for longer than lock-timeout, all waits together. */
  readonly gaveWay: boolean;
}

/** Sends the `message` of `steps`, and listens to how far it comes. Never rejects. */
export async function sendChunk(
  steps: readonly Step[],
  message: ChunkMessage,
  request: ApplyRequest,
): Promise<ChunkResult> {
  // Within a lock-timeout, so that what blocks is told before the try gives way.
  const { lockTimeoutMs } = request.execution.settings;
  const intervalMs = Math.min(Math.max(lockTimeoutMs / 4, 125), 1_000);
  const listener = listen(request, { intervalMs, whenLockIsLost: "cancel", waitLimitMs: lockTimeoutMs });
  const durationsMs: number[] = [];
  let begun = performance.now();
  const announce = (index: number) => {
    const step = steps[index];
    if (step === undefined) return;
    listener.sawProgress(step.file.version.text);
    request.onProgress({ kind: "applying", version: step.file.version.text, name: step.file.name });
  };
  const onDone = (index: number) => {
    const step = steps[durationsMs.length];
    if (step === undefined || index !== message.commits[durationsMs.length]) return;
    const now = performance.now();
    const durationMs = now - begun;
    begun = now;
    durationsMs.push(durationMs);
    request.onProgress({
      kind: "applied",
      version: step.file.version.text,
      name: step.file.name,
      durationMs,
    });
    announce(durationsMs.length);
  };
  announce(0);
  listener.sawMessage(message.parts);
  try {
    await request.session.send(message.parts, { onDone, ...listener.observer });
    return { durationsMs, backend: listener.backend(), stop: null };
  } catch (error) {
    const failed = MessageError.from(error);
    const step = message.stepOf(failed.partIndex);
    return {
      durationsMs,
      backend: listener.backend(),
      stop: {
        error: failed,
        parts: message.parts,
        step,
        nothingRan: failed.done < failed.partIndex,
        gaveWay: listener.gaveWay(),
      },
    };
  } finally {
    listener.stop();
  }
}
