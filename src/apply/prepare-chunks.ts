import { ledgerAfter } from "../execution/ledger-after.ts";
import { makeStages, type Stage } from "../execution/make-stages.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { pooledStages } from "../execution/pooled-stages.ts";
import type { Step } from "../plan/plan.ts";
import { type ChunkMessage, makeChunkMessage } from "./chunk-message.ts";
import { NOTHING_YET } from "./halt.ts";
import { joinStages } from "./join-stages.ts";
import { makeChunks } from "./make-chunks.ts";
import { BACKEND_PARTS } from "./marker.ts";

/** Steps that go together, with what is sent for them. */
export type PreparedChunk =
  | { readonly mode: "transaction"; readonly steps: readonly Step[]; readonly message: ChunkMessage }
  | {
      readonly mode: "no-transaction";
      readonly step: Step;
      readonly messages: readonly (readonly Stage[])[];
    };

/** direct: one backend is ours · pooled: each transaction goes to another, and nothing may be left in it. */
export type Pooling = "direct" | "pooled";

/** The chunks of `steps` in their order, each made when it is asked for: as if all before it had been applied. */
export function* prepareChunks(
  steps: readonly Step[],
  execution: Execution,
  pooling: Pooling,
): Generator<PreparedChunk, void> {
  const chunks = makeChunks(steps);
  for (const [index, chunk] of chunks.entries()) {
    const after = ledgerAfter(execution, index);
    if (chunk.mode === "transaction") yield { ...chunk, message: makeChunkMessage(chunk.steps, after) };
    else {
      const stages = makeStages(chunk.step, after);
      const sent = pooling === "direct" ? stages : pooledStages(stages, chunk.step, after.settings);
      yield { ...chunk, messages: outsideMessages(sent) };
    }
  }
}

function outsideMessages(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const [head, ...rest] = joinStages(stages);
  return [[{ ...NOTHING_YET, parts: BACKEND_PARTS }, ...(head ?? [])], ...rest];
}
