import { checkGate } from "../gate/check-gate.ts";
import type { Command } from "../inputs/inputs.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { askPhrase, gateInputs } from "./ask-phrase.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { lacking } from "./reasons.ts";

/** True when the plan may be applied now. For a dry run a lacking phrase is no failure: it is said, and that is all. */
export async function passGate(flow: Flow, { plan, facts }: Planned): Promise<boolean> {
  const { inputs, world } = flow;
  const { rehearsal } = flow.draft;
  if (rehearsal === null) return false;
  const hazards = plan.steps[0]?.direction === "down" ? null : flow.draft.hazards;
  const asked = gateInputs(flow, facts);
  const { environment } = flow.draft;
  const question = {
    environment,
    inputs: asked,
    connection: world.connection,
    facts,
    plan,
    hazards,
    rehearsal,
  };
  const check = (confirm: string | null) => checkGate({ ...question, confirm });
  const shown = check(inputs.gate.confirm);
  keep(flow, { gate: shown, notices: [...flow.draft.notices, ...rehearsalNotices(rehearsal)] });
  world.onPlanned(flow.draft);
  if (inputs.dryRun) {
    const fatal = shown.needs.filter(({ code }) => !code.startsWith("CONFIRMATION_"));
    if (fatal.length > 0) throw lacking(fatal, rehearsal.failure);
    return false;
  }
  const what = `${VERBS.get(inputs.command) ?? "apply"} ${plan.steps.length} migration(s) in`;
  const gate = await askPhrase(flow, facts, what, check);
  if (!gate.passed) throw lacking(gate.needs, rehearsal.failure);
  return true;
}

const VERBS = new Map<Command, string>([
  ["down", "take back"],
  ["baseline", "record"],
]);

function rehearsalNotices(rehearsal: Rehearsal): readonly string[] {
  return rehearsal.site === "none" ? [`NOTHING WAS REHEARSED. ${rehearsal.description}`] : [];
}
