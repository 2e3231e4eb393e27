import type { ServerFacts } from "../database/server-facts.ts";
import type { Gate } from "../gate/check-gate.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { type Flow, keep } from "./flow.ts";
import { isUnmarkedProduction } from "./production-notice.ts";

/** What the gate looks at: at a terminal a target that looks like production is treated as such, elsewhere only warned of. */
export function gateInputs(flow: Flow, facts: ServerFacts): Inputs {
  const { inputs, world } = flow;
  const isGuarded = world.ask !== null && isUnmarkedProduction(flow, facts);
  return isGuarded ? { ...inputs, gate: { ...inputs.gate, isProduction: true } } : inputs;
}

/**
 * The gate after a person at a terminal was asked for the phrase, where nothing else is lacking; `what` completes the
 * question: "… to WHAT "app" at db.example.com". Elsewhere the gate as it was.
 */
export async function askPhrase(
  flow: Flow,
  facts: ServerFacts,
  what: string,
  check: (confirm: string | null) => Gate,
): Promise<Gate> {
  const { inputs, world } = flow;
  const gate = check(inputs.gate.confirm);
  const [need, ...others] = gate.needs;
  if (world.ask === null || need?.code !== "CONFIRMATION_MISSING" || others.length > 0) return gate;
  const question = `Type ${inputs.gate.confirmationPhrase} to ${what} "${facts.database}" at ${world.connection.host}: `;
  const answer = await world.ask(question);
  if (world.signal.aborted) {
    // It was not left out: nobody waited for it any more.
    keep(flow, { gate: null });
    world.signal.throwIfAborted();
  }
  const asked = check(answer);
  keep(flow, { gate: asked });
  return asked;
}
