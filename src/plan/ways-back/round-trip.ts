import type { LedgerName } from "../../inputs/inputs.ts";
import { makeUpStep } from "../make-step.ts";
import type { Plan, Step } from "../plan.ts";
import { isDone } from "../repeatables.ts";

/** How a database comes, from nothing, to before migrations were applied, to where they are, and back. */
export interface RoundTrip {
  /** Of what is applied and stays, in the order of the files. */
  readonly stays: readonly Step[];
  /** The way there of what is taken back, in the same order. */
  readonly there: readonly Step[];
  /** Its ways back, each whole, in the order of the plan. */
  readonly back: readonly Step[];
}

/** What a plan down takes back, from before it was applied. */
export interface TakenBack {
  /** True where nothing that stays comes after it in the order of the files. */
  readonly isNewest: boolean;
  /** Made when it is needed: it reads all applied files as SQL. */
  readonly trip: () => RoundTrip;
}

/** What `plan`, of steps down, takes back. */
export function takenBackBy({ match, steps }: Plan, ledger: LedgerName): TakenBack {
  const taken = new Set(steps.map(({ file }) => file));
  const there = match.files.filter(({ file, row }) => taken.has(file) || isDone(file, row));
  const first = there.findIndex(({ file }) => taken.has(file));
  const stays = there.filter(({ file }) => !taken.has(file));
  const goes = there.filter(({ file }) => taken.has(file));
  const stepsOf = (files: typeof there) => files.map(({ file }) => makeUpStep(file, ledger));
  return {
    isNewest: there.slice(first).every(({ file }) => taken.has(file)),
    trip: () => ({ stays: stepsOf(stays), there: stepsOf(goes), back: steps.map(wholeStep) }),
  };
}

/** `step` as it is where no earlier run has done any of it. */
export const wholeStep = (step: Step): Step =>
  step.resumes === null ? step : { ...step, script: step.resumes.whole, resumes: null };
