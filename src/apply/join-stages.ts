import type { Stage } from "../execution/make-stages.ts";

/** The longest message, in characters, and the most statements of a file in one: it can be stopped between two. */
const MOST = { characters: 200_000, stages: 50 } as const;

/** `stages` in their order as messages: those that may share one do, as long as it does not grow too long. */
export function joinStages(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const messages: Stage[][] = [];
  let left = 0;
  for (const stage of stages) {
    const open = messages.at(-1);
    const size = stage.parts.reduce((sum, part) => sum + part.size, 0);
    const mayJoin = stage.message === "joined" && open?.at(-1)?.message === "joined";
    if (open !== undefined && mayJoin && size <= left && open.length < MOST.stages) {
      open.push(stage);
      left -= size;
    } else {
      messages.push([stage]);
      left = MOST.characters - size;
    }
  }
  return messages;
}
