import { checkGate } from "../gate/check-gate.ts";
import type { Command, Inputs } from "../inputs/inputs.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { isUnmarkedProduction } from "./production-notice.ts";
import { lacking } from "./reasons.ts";

/** True when the plan may be applied now. For a dry run a lacking phrase is no failure: it is said, and that is all. */
export async function passGate(flow: Flow, { plan, facts }: Planned): Promise<boolean> {
  const { inputs, world } = flow;
  const { rehearsal } = flow.draft;
  if (rehearsal === null) return false;
  // At a terminal a target that looks like production is treated as such; elsewhere it is only warned of.
  const gateInputs = world.ask !== null && isUnmarkedProduction(flow, facts) ? asProduction(inputs) : inputs;
  const check = (confirm: string | null) =>
    checkGate({ inputs: gateInputs, connection: world.connection, facts, plan, rehearsal, confirm });
  let gate = check(inputs.gate.confirm);
  keep(flow, { gate, notices: [...flow.draft.notices, ...rehearsalNotices(rehearsal)] });
  world.onPlanned(flow.draft);
  if (inputs.dryRun) {
    const fatal = gate.needs.filter(({ code }) => !code.startsWith("CONFIRMATION_"));
    if (fatal.length > 0) throw lacking(fatal, rehearsal.failure);
    return false;
  }
  if (world.ask !== null && gate.needs.length === 1 && gate.needs[0]?.code === "CONFIRMATION_MISSING") {
    const what = VERBS.get(inputs.command) ?? "apply";
    const question = `Type ${inputs.gate.confirmationPhrase} to ${what} ${plan.steps.length} migration(s) in "${facts.database}" at ${world.connection.host}: `;
    gate = check(await world.ask(question));
    keep(flow, { gate });
  }
  if (!gate.passed) throw lacking(gate.needs, rehearsal.failure);
  return true;
}

const VERBS = new Map<Command, string>([
  ["down", "take back"],
  ["baseline", "record"],
]);

const asProduction = (inputs: Inputs): Inputs => ({
  ...inputs,
  gate: { ...inputs.gate, isProduction: true },
});

function rehearsalNotices(rehearsal: Rehearsal): readonly string[] {
  return rehearsal.site === "none" ? [`NOTHING WAS REHEARSED. ${rehearsal.description}`] : [];
}
