import type { ServerFacts } from "../database/server-facts.ts";
import { checkRecordGate } from "../gate/check-gate.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { type Flow, keep } from "./flow.ts";
import { isUnmarkedProduction } from "./production-notice.ts";
import { lacking } from "./reasons.ts";

/**
 * Resolves when something may be recorded on the target without being run; `what` completes the question at a terminal:
 * "… to WHAT "app" at db.example.com". Rejects with what is lacking.
 */
export async function passRecordGate(flow: Flow, facts: ServerFacts, what: string): Promise<void> {
  const { inputs, world } = flow;
  const isGuarded = world.ask !== null && isUnmarkedProduction(flow, facts);
  const gateInputs: Inputs = isGuarded ? { ...inputs, gate: { ...inputs.gate, isProduction: true } } : inputs;
  const check = (confirm: string | null) =>
    checkRecordGate({ inputs: gateInputs, connection: world.connection, facts, confirm });
  let gate = check(inputs.gate.confirm);
  keep(flow, { gate });
  if (world.ask !== null && gate.needs.length === 1 && gate.needs[0]?.code === "CONFIRMATION_MISSING") {
    const question = `Type ${inputs.gate.confirmationPhrase} to ${what} "${facts.database}" at ${world.connection.host}: `;
    gate = check(await world.ask(question));
    keep(flow, { gate });
  }
  if (!gate.passed) throw lacking(gate.needs);
}
