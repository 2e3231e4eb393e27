import type { Stage } from "./stage.ts";
import type { Run } from "./start-command.ts";
import type { Verdict } from "./verdict.ts";

/** One thing that goes wrong, as a tool's users meet it. */
export interface FaultDefinition<Observation> {
  /** For the command line and the results: small letters and hyphens. */
  readonly id: string;
  /** The column's head. */
  readonly title: string;
  /** What is done and what is asked for, for the page: whole sentences. */
  readonly method: string;
  /** One a try; the name of what is different in it, or empty. */
  readonly tries: readonly string[];
  /** The same without the fault: what fails here already is no fault's doing. */
  readonly alone: (stage: Stage) => Promise<Run>;
  /** Makes it go wrong, and gives what could be seen: facts, no opinion. */
  observe(stage: Stage, variant: string): Promise<Observation>;
  /** Pure. */
  judge(observation: Observation): Verdict;
}

/** What one try gave. */
export interface Try {
  readonly variant: string;
  readonly observation: unknown;
  readonly verdict: Verdict;
}

/** A fault whose observation is its own business. */
export interface Fault extends Omit<FaultDefinition<never>, "observe" | "judge"> {
  tryOnce(stage: Stage, variant: string): Promise<Try>;
  /** What it made of an observation of its own, as RESULTS.json has it. */
  judgeAgain(observation: unknown): Verdict;
}

export function makeFault<Observation>(definition: FaultDefinition<Observation>): Fault {
  const { observe, judge, ...rest } = definition;
  return {
    ...rest,
    tryOnce: async (stage, variant) => {
      const observation = await observe(stage, variant);
      return { variant, observation, verdict: judge(observation) };
    },
    judgeAgain: (observation) => judge(observation as Observation),
  };
}

/** So many tries that differ in nothing. */
export const times = (count: number): readonly string[] => Array.from({ length: count }, () => "");
