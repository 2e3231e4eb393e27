import { readRowEstimates } from "../database/row-estimates.ts";
import type { Session } from "../database/session.ts";
import { describeLoss, lossesOfSteps } from "../plan/make-losses.ts";
import type { Plan } from "../plan/plan.ts";
import { type Flow, keep } from "./flow.ts";

/** Puts into the draft what data a plan down takes away, with how much of it the target has. */
export async function tellLosses(flow: Flow, session: Session, { steps }: Plan): Promise<void> {
  const losses = lossesOfSteps(steps);
  const all = [...losses.values()].flat();
  if (all.length === 0) return;
  const estimates = await readRowEstimates(
    session,
    all.map(({ loss }) => ({ kind: loss.kind === "schema" ? "schema" : "table", name: loss.name })),
  );
  const rowsOf = new Map(all.map((entry, index) => [entry, estimates[index] ?? null]));
  const described = new Map(
    [...losses].map(([step, found]) => [
      step,
      found.map((entry) => describeLoss(entry.loss, rowsOf.get(entry) ?? null)),
    ]),
  );
  const [first = ""] = [...described.values()].flat();
  const more = all.length === 1 ? "" : `, and ${all.length - 1} more, each named in the plan`;
  const notice = `Data goes with what is taken back: ${first}${more}. Applying it again does not bring it back.`;
  keep(flow, { losses: described, notices: [...flow.draft.notices, notice] });
}
