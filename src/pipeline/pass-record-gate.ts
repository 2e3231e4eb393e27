import type { ServerFacts } from "../database/server-facts.ts";
import { checkRecordGate } from "../gate/check-gate.ts";
import { askPhrase, gateInputs } from "./ask-phrase.ts";
import { type Flow, keep } from "./flow.ts";
import { lacking } from "./reasons.ts";

/**
 * Resolves when something may be recorded on the target without being run or rehearsed; `what` completes the question
 * at a terminal: "… to WHAT "app" at db.example.com". Rejects with what is lacking.
 */
export async function passRecordGate(flow: Flow, facts: ServerFacts, what: string): Promise<void> {
  const { inputs, world } = flow;
  const question = { inputs: gateInputs(flow, facts), connection: world.connection, facts };
  const check = (confirm: string | null) => checkRecordGate({ ...question, confirm });
  keep(flow, { gate: check(inputs.gate.confirm) });
  const gate = await askPhrase(flow, facts, what, check);
  if (!gate.passed) throw lacking(gate.needs);
}
