import { renderNumber } from "../amounts.ts";
import { type Loss, lossesOf } from "../files/sql/losses.ts";
import type { Step } from "./plan.ts";

/** What a step takes away, and where in its source it says so. */
export interface StepLoss {
  readonly loss: Loss;
  readonly line: number;
}

/** The losses of each of `steps` that has any, in the order of its statements. */
export function lossesOfSteps(steps: readonly Step[]): ReadonlyMap<Step, readonly StepLoss[]> {
  const losses = new Map<Step, readonly StepLoss[]>();
  for (const step of steps) {
    const found = step.script.statements.flatMap((statement) =>
      lossesOf(statement).map((loss) => ({ loss, line: statement.line })),
    );
    if (found.length > 0) losses.set(step, found);
  }
  return losses;
}

/** One loss in words: `table notes (about 1,200 rows)`; `rows` as the target's statistics have it, null: not known. */
export function describeLoss({ kind, name, column }: Loss, rows: number | null): string {
  const shown = name.join(".");
  const count = rows === null ? null : `about ${renderNumber(rows)} ${rows === 1 ? "row" : "rows"}`;
  const known = count === null ? "" : ` (${count})`;
  switch (kind) {
    case "table":
      return `table ${shown}${known}`;
    case "schema":
      return `schema ${shown}${known}`;
    case "column":
      return `column ${shown}.${column}${count === null ? "" : ` (in ${count})`}`;
    case "all-rows":
      return `all rows of ${shown}${known}`;
    case "rows":
      return `rows of ${shown}${count === null ? "" : ` (it has ${count})`}`;
  }
}
