import type { Step } from "../plan/plan.ts";

/** Steps that go together: several transactional ones in one message, or one that runs outside a transaction. */
export type Chunk =
  | { readonly mode: "transaction"; readonly steps: readonly Step[] }
  | { readonly mode: "no-transaction"; readonly step: Step };

/** The server parses a whole message before it runs the first statement of it, and keeps all trees: so a limit. */
const MAX_CHUNK_CHARACTERS = 4_000_000;

/** About what is sent around a file: settings, ledger and history rows, the clean-up. */
const FRAME_CHARACTERS = 2_000;

/** `steps` in their order, cut where the mode changes and where a message would be too long. */
export function makeChunks(steps: readonly Step[]): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let open: { steps: Step[]; characters: number } | null = null;
  for (const step of steps) {
    if (step.script.mode === "no-transaction") {
      chunks.push({ mode: "no-transaction", step });
      open = null;
      continue;
    }
    const characters = sizeOf(step) + FRAME_CHARACTERS;
    if (open === null || open.characters + characters > MAX_CHUNK_CHARACTERS) {
      open = { steps: [], characters: 0 };
      chunks.push({ mode: "transaction", steps: open.steps });
    }
    open.steps.push(step);
    open.characters += characters;
  }
  return chunks;
}

/** Without reading: of a large file there may be more than memory holds. */
function sizeOf({ script }: Step): number {
  return script.statements.reduce((sum, { size }) => sum + size, 0);
}
