/** Survivors that somebody has looked at. */
export interface LookedAt {
  /** Below src. */
  readonly file: string;
  /** The source that was mutated and what it became, blanks as one, `OLD => NEW`; or what all of several are like. */
  readonly change: string | RegExp;
  /** Why no test is to notice: it is the same program, or what differs is nothing that anybody was promised. */
  readonly why: string;
}

/** `npm run mutants` fails on those that nothing survives for any more: killed since, or the source has changed. */
export const LOOKED_AT: readonly LookedAt[] = [
  {
    file: "gate/check-gate.ts",
    change: "notRehearsed[0]?.why => notRehearsed[0].why",
    why: "There is one: the line before has asked.",
  },
  {
    file: "gate/database-need.ts",
    change: "-1 => +1",
    why: "Where nothing is expected the number is not looked at.",
  },
  {
    file: "gate/hazard-need.ts",
    change: /^(failOn === "never" => false|"never" => "")$/,
    why: "`never` is none of the levels, so none of them stops: the same answer, later.",
  },
  {
    file: "gate/hazard-need.ts",
    change: '[] => ["Stryker was here"]',
    why: "A text in the place of a list of hazards has no level, and stops nothing.",
  },
  {
    file: "gate/plan-need.ts",
    change: "run.at(-1)?.row => run.at(-1).row",
    why: "A batch that is told has applied something.",
  },
  {
    file: "gate/plan-need.ts",
    change: /\.trim\(\) => /,
    why: "A blank at the end of a sentence, where the reviewed plan had nothing to do.",
  },
];
