import { goOnAt } from "../plan/make-step.ts";
import type { Plan, Refusal, Step } from "../plan/plan.ts";
import { repairHint } from "../plan/unfinished.ts";
import type { HalfDone } from "./conclude-step.ts";
import type { Conclusion } from "./conclusion.ts";

/** A step of the plan that goes on, with what is concluded of it. */
export interface Concluded {
  readonly half: HalfDone;
  readonly conclusion: Conclusion;
}

/** `plan` with what is concluded of its steps that go on: each goes on at its place, or is refused, with why. Pure. */
export function resumePlan(plan: Plan, concluded: readonly Concluded[]): Plan {
  const found = new Map(concluded.map((one) => [one.half.step, one]));
  const refusals = concluded.flatMap(refusalOf);
  const notices = concluded.filter(({ conclusion }) => conclusion.kind !== "unknown").map(noticeOf);
  return {
    ...plan,
    steps: plan.steps.map((step) => {
      const one = found.get(step);
      return one === undefined ? step : goOn(one);
    }),
    refusals: [...refusals, ...plan.refusals],
    notices: [...notices, ...plan.notices],
  };
}

/** The step as it goes on by what is concluded of it; of what is not known with the statement itself. */
export function goOn({ half: { step, resumes, statement }, conclusion }: Concluded): Step {
  if (conclusion.kind === "unknown") return step;
  const isBehind = conclusion.kind === "done" && statement !== null;
  return goOnAt(step, resumes, resumes.done + (isBehind ? 1 : 0), conclusion.cleanUp);
}

/** `m/012_x.sql:9:1, statement 3 of 5`; the file alone where all are done. */
export function placeOf({ step: { source }, statement, resumes }: HalfDone): string {
  if (statement === null) return source.file;
  const place = `${source.file}:${statement.line}:${statement.column}`;
  return `${place}, statement ${resumes.done + 1} of ${resumes.whole.statements.length}`;
}

function noticeOf({ half, conclusion }: Concluded): string {
  const { source } = half.step;
  const total = half.resumes.whole.statements.length;
  const next = goOn({ half, conclusion }).script.statements[0];
  const reached = half.resumes.done + (conclusion.kind === "done" ? 2 : 1);
  const where =
    next === undefined
      ? "is only recorded"
      : `goes on at statement ${reached} of ${total} (line ${next.line})`;
  return `${source.file} stopped half-way in an earlier run and ${where}: ${conclusion.because}.`;
}

function refusalOf({ half, conclusion }: Concluded): readonly Refusal[] {
  if (conclusion.kind !== "unknown") return [];
  const { step, statement, resumes } = half;
  const { text } = step.file.version;
  const reason = resumes.row.errorMessage === null ? "" : ` The record says: ${resumes.row.errorMessage}`;
  return [
    {
      code: "PLAN_UNFINISHED",
      version: text,
      message: `${placeOf(half)}: an earlier run stopped here, after ${resumes.done} of its statements, and where it goes on cannot be known: ${conclusion.because}.${reason}`,
      hint: `Look what of it is in the database. ${repairHint(text)}`,
      at:
        statement === null
          ? null
          : { file: step.source.file, line: statement.line, column: statement.column },
    },
  ];
}
