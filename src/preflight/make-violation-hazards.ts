import { renderNumber } from "../amounts.ts";
import { allowFound } from "../hazards/allow-hazards.ts";
import { byPlace, type StepHazards } from "../hazards/find-hazards.ts";
import type { Hazard } from "../hazards/hazard.ts";
import { dataViolates } from "../hazards/rules/data-violates.ts";
import type { Step } from "../plan/plan.ts";
import type { ParsedStep } from "../syntax/parse-steps.ts";
import type { Answered } from "./make-answered.ts";

/** A hazard of level `error` for each question whose answer is that rows are in the way, by step, in the order of the file. */
export function makeViolationHazards(answered: readonly Answered[]): ReadonlyMap<Step, readonly Hazard[]> {
  const found = new Map<Step, Hazard[]>();
  for (const { question, answer } of answered) {
    if (answer.answer !== "violated") continue;
    const { step, violation, consequence, instead, statement, line, column, keyColumns } = question;
    const count = renderFound(answer, violation);
    const keys = renderKeys(keyColumns, answer.keys);
    const hazard: Hazard = {
      rule: dataViolates.name,
      level: "error",
      message: `There ${count}: ${consequence}.${keys === "" ? "" : ` ${keys}`}`,
      instead,
      statement,
      line,
      column,
      allowedBecause: null,
    };
    found.set(step, [...(found.get(step) ?? []), hazard]);
  }
  return found;
}

/** `hazards` with those that the answers show, allowed where the files say so, in the order of the file. */
export function withViolations(
  hazards: ReadonlyMap<Step, StepHazards>,
  answered: readonly Answered[],
  steps: readonly ParsedStep[],
): ReadonlyMap<Step, StepHazards> {
  const violations = makeViolationHazards(answered);
  const merged = new Map(hazards);
  for (const parsed of steps) {
    const found = violations.get(parsed.step);
    if (found === undefined) continue;
    const { hazards: before, effects } = hazards.get(parsed.step) ?? { hazards: [], effects: [] };
    // Where a rule says of the same clause that it must fail, that is said once.
    const isSaid = ({ line, column }: Hazard) =>
      before.some((one) => one.level === "error" && one.line === line && one.column === column);
    const added = allowFound(found, parsed).filter((hazard) => !isSaid(hazard));
    merged.set(parsed.step, {
      hazards: [...before, ...added].toSorted(byPlace),
      effects,
    });
  }
  return merged;
}

function renderFound(
  { count, isExact }: { readonly count: number; readonly isExact: boolean },
  violation: string,
): string {
  if (!isExact) return count === 1 ? `are ${violation}` : `are more than ${renderNumber(count)} ${violation}`;
  return count === 1
    ? `is 1 ${violation.replace(/^rows/, "row")}`
    : `are ${renderNumber(count)} ${violation}`;
}

/** `Their id: 1, 2, 3`; empty where the table has no primary key. */
export function renderKeys(columns: readonly string[], keys: readonly (readonly string[])[]): string {
  if (keys.length === 0) return "";
  const isSingle = columns.length === 1;
  const values = keys.map((key) => (isSingle ? key.join() : `(${key.join(", ")})`));
  return `Their ${isSingle ? columns.join() : `(${columns.join(", ")})`}: ${values.join(", ")}.`;
}
