import type { Inputs } from "../inputs/inputs.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { nameDifferences } from "./drift-need.ts";
import type { Need } from "./need.ts";

/** What taking migrations back is judged by. */
export interface RestorationQuestion {
  readonly inputs: Inputs;
  readonly rehearsal: Rehearsal;
}

/**
 * What is lacking where the schema, when migrations are taken back, is not what it was before them; `down` may accept
 * that. That it is not known stops nothing: a copy of the target, or a missing extension, would do so for ever.
 */
export function restorationNeed({
  inputs: { command, acceptDrift },
  rehearsal: { restoration },
}: RestorationQuestion): Need | null {
  const differences = restoration?.differences ?? [];
  const isDown = command === "down";
  if (differences.length === 0 || (isDown && acceptDrift)) return null;
  return {
    code: "DOWN_DIFFERS",
    message: `Taken back, the schema is not what it was before: ${nameDifferences(differences)}.`,
    hint: isDown
      ? "Undo in the way back all that the migration makes, and nothing else; or take it back all the same with `accept-drift: true`."
      : "Undo in the way back all that the migration makes, and nothing else: it runs when a later migration fails. With `on-failure: stop` nothing is taken back.",
  };
}
