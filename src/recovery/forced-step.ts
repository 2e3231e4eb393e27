import type { Resolve } from "../inputs/inputs.ts";
import { goOnAt } from "../plan/make-step.ts";
import type { Step } from "../plan/plan.ts";
import { type Concluded, goOn, placeOf } from "./resume-plan.ts";

/** The step by which a person's choice goes on; where nothing is known it is for that person to know. */
export function forcedStep(concluded: Concluded, resolve: Extract<Resolve, "resume" | "skip">): Step {
  const { half, conclusion } = concluded;
  const { step, resumes } = half;
  const remark = remarkOn(concluded, resolve);
  if (resolve === "skip") return goOnAt(step, { ...resumes, remark }, resumes.done + 1, []);
  if (conclusion.kind === "unknown") return { ...step, resumes: { ...resumes, remark } };
  const going = goOn(concluded);
  return going.resumes === null ? going : { ...going, resumes: { ...going.resumes, remark } };
}

/** For the history: what was chosen, and on what ground. */
export function remarkOn({ half, conclusion }: Concluded, resolve: Resolve): string {
  return `${resolve}: ${placeOf(half)}; ${conclusion.because}.`;
}
