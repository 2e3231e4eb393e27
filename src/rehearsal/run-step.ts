import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import { makeFailure } from "../execution/failure.ts";
import { makeStages } from "../execution/make-stages.ts";
import {
  CLEAN_UP,
  type Execution,
  makeLedgerTransaction,
  makeTransaction,
} from "../execution/make-transaction.ts";
import type { Part } from "../execution/part.ts";
import { recover } from "../execution/recover.ts";
import type { Step } from "../plan/plan.ts";
import type { LeftOut } from "./left-out.ts";
import type { NotRehearsed } from "./rehearsal.ts";
import { runTraced, runUnseen } from "./run-traced.ts";
import { SiteError, send } from "./send.ts";
import type { StatementTrace } from "./trace/statement-trace.ts";
import { StepTracer } from "./trace/step-tracer.ts";
import type { Tracer } from "./trace/tracer.ts";

/** How one step went on the site. */
export interface StepResult {
  /** Time of each statement; null for those that were not run. */
  readonly durationsMs: readonly (number | null)[];
  /** What each statement did; null for those of which it is not known. Empty: nothing was watched. */
  readonly traces: readonly (StatementTrace | null)[];
  readonly notRehearsed: readonly NotRehearsed[];
  readonly failure: MigrateError | null;
}

/**
 * Runs `step` on the site exactly as it would be sent to the target, ledger rows and all, but a statement at a time,
 * so that each can be timed, watched by `tracer` (null: none is), and left out where it needs what the site cannot have.
 */
export async function runStep(
  session: Session,
  step: Step,
  execution: Execution,
  leftOut: LeftOut,
  tracer: Tracer | null,
): Promise<StepResult> {
  const { statements, mode } = step.script;
  const durationsMs: (number | null)[] = statements.map(() => null);
  const notRehearsed: NotRehearsed[] = [];
  const watch = tracer && { tracer, stepTracer: new StepTracer(tracer, statements) };
  const result = () => ({ durationsMs, notRehearsed, traces: watch?.stepTracer.traces ?? [] });
  try {
    await tracer?.beginStep();
    for (const message of messagesFor(step, execution)) {
      const index = message.find(({ statement }) => statement !== null)?.statement ?? -1;
      const statement = statements[index];
      if (statement === undefined) {
        await send(session, message);
        tracer?.leave();
        continue;
      }
      const isLast = mode === "transaction" && index === statements.length - 1;
      const turn = { session, message, statement, index, leftOut, isLast };
      const { missing, durationMs } = await (watch === null ? runUnseen(turn) : runTraced(turn, watch));
      if (missing === null) durationsMs[index] = durationMs;
      else {
        const { file, source } = step;
        const { line } = statement;
        notRehearsed.push({ version: file.version.text, file: source.file, line, why: missing });
      }
    }
    return { ...result(), failure: null };
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    await recover(session).catch(() => {});
    tracer?.forget();
    return { ...result(), failure: makeFailure(step, error.parts, error.cause) };
  }
}

/** What the target would be sent, cut so that each statement of the file has a message of its own. */
function messagesFor(step: Step, execution: Execution): readonly (readonly Part[])[] {
  if (step.script.mode === "no-transaction") return makeStages(step, execution).map(({ parts }) => parts);
  const messages: Part[][] = [[...makeLedgerTransaction([step], execution)]];
  for (const part of makeTransaction(step, execution)) {
    const last = messages.at(-1);
    const isJoined =
      part.statement === null && last !== undefined && last.every(({ statement }) => statement === null);
    if (isJoined) last.push(part);
    else messages.push([part]);
  }
  return [...messages, CLEAN_UP].filter((parts) => parts.length > 0);
}
