import { renderCount } from "../amounts.ts";
import { transactionControl } from "../files/sql/transaction-control.ts";
import type { Resolve } from "../inputs/inputs.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Step } from "../plan/plan.ts";
import { type Concluded, goOn, placeOf } from "./resume-plan.ts";

/** One thing that can be done about a migration that was left half-way. */
export interface Choice {
  readonly resolve: Resolve;
  /** What it would do, a sentence. */
  readonly does: string;
}

/** What can be done, in the order in which it is offered: the one that the catalog speaks for first. */
export function choicesOf(concluded: Concluded, direction: Step["direction"]): readonly Choice[] {
  const { half } = concluded;
  const { whole, done, row } = half.resumes;
  const canGoOn = whole.mode === "no-transaction" && done <= whole.statements.length;
  return [
    ...(canGoOn ? [resume(concluded)] : []),
    ...(canGoOn && canSkip(concluded) ? [skip(concluded)] : []),
    ...byRecord(row, direction, restOf(concluded)),
  ];
}

/** The same where there is no text to go on with. */
export const choicesWithoutFile = (row: LedgerRow, direction: Step["direction"]): readonly Choice[] =>
  byRecord(row, direction, "");

/** True where nobody knows of the statement, and the next one can be run without it. */
export function canSkip({ half: { statement, subject }, conclusion }: Concluded): boolean {
  return (
    conclusion.kind === "unknown" &&
    subject !== null &&
    statement !== null &&
    transactionControl(statement) === null
  );
}

function resume(concluded: Concluded): Choice {
  const { half, conclusion } = concluded;
  if (conclusion.kind === "unknown")
    return {
      resolve: "resume",
      does: `Runs ${placeOf(half)}, and what follows it: right where it was not done, or bears being run twice.`,
    };
  const cleanUp = conclusion.cleanUp.map((sql) => `${sql}; `).join("");
  const [next] = goOn(concluded).script.statements;
  const does =
    next === undefined
      ? `${cleanUp}Records that all of it is done.`
      : `${cleanUp}Runs what is left of it, from line ${next.line} on.`;
  return { resolve: "resume", does };
}

function skip({ half }: Concluded): Choice {
  const left = half.resumes.whole.statements.length - half.resumes.done - 1;
  const rest = left === 0 ? "records that all of it is done" : "runs what follows it";
  return { resolve: "skip", does: `Counts ${placeOf(half)} as done, and ${rest}: right where it was done.` };
}

/** Which statements are not known to be done, in brackets. */
function restOf({ half: { resumes, statement } }: Concluded): string {
  const total = resumes.whole.statements.length;
  if (statement === null || resumes.done >= total) return "";
  const from = resumes.done + 1;
  return from === total ? ` (statement ${total})` : ` (statements ${from} to ${total})`;
}

function byRecord(
  { statementsDone }: LedgerRow,
  direction: Step["direction"],
  rest: string,
): readonly Choice[] {
  const count = statementsDone ?? 0;
  const part =
    count === 0 ? "what it may have done" : `what its first ${renderCount(count, "statement")} did`;
  if (direction === "down")
    return [
      {
        resolve: "done",
        does: `Takes it off the record, as taken back. Nothing is run: what is left of its way back${rest} you have done by hand.`,
      },
      {
        resolve: "clear",
        does: `Puts it on record as applied, as before. Nothing is run: ${part} on its way back you make undone by hand.`,
      },
    ];
  return [
    {
      resolve: "done",
      does: `Puts it on record as applied. Nothing is run: what is left of it${rest} you have done by hand.`,
    },
    {
      resolve: "clear",
      does: `Takes it off the record, so that the next \`up\` runs it from its beginning. Nothing is run now: ${part} stays in the database, and you undo it by hand before, unless it bears being run again.`,
    },
  ];
}
