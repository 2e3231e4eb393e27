import { MessageError } from "../database/message.ts";
import { serverErrorOf } from "../database/server-error.ts";
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
import { own, type Part } from "../execution/part.ts";
import { recover } from "../execution/recover.ts";
import type { Statement } from "../files/sql/statement.ts";
import { isSavepointControl, transactionControl } from "../files/sql/transaction-control.ts";
import type { Step } from "../plan/plan.ts";
import type { LeftOut } from "./left-out.ts";
import type { NotRehearsed } from "./rehearsal.ts";

/** How one step went on the site. */
export interface StepResult {
  /** Time of each statement; null for those that were not run. */
  readonly durationsMs: readonly (number | null)[];
  readonly notRehearsed: readonly NotRehearsed[];
  readonly failure: MigrateError | null;
}

/**
 * Runs `step` on the site exactly as it would be sent to the target, ledger rows and all, but a statement at a time,
 * so that each can be timed, and left out where it needs what the site cannot have.
 */
export async function runStep(
  session: Session,
  step: Step,
  execution: Execution,
  leftOut: LeftOut,
): Promise<StepResult> {
  const durationsMs: (number | null)[] = step.script.statements.map(() => null);
  const notRehearsed: NotRehearsed[] = [];
  try {
    for (const message of messagesFor(step, execution)) {
      const index = message.find(({ statement }) => statement !== null)?.statement ?? -1;
      const statement = step.script.statements[index];
      if (statement === undefined) await send(session, message);
      else {
        const begun = performance.now();
        const missing = await runStatement(session, message, statement, leftOut);
        if (missing === null) durationsMs[index] = performance.now() - begun;
        else {
          await send(
            session,
            message.filter((part) => part.statement === null),
          );
          const { file, source } = step;
          notRehearsed.push({
            version: file.version.text,
            file: source.file,
            line: statement.line,
            why: missing,
          });
        }
      }
    }
    return { durationsMs, notRehearsed, failure: null };
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    await recover(session).catch(() => {});
    return { durationsMs, notRehearsed, failure: makeFailure(step, error.parts, error.cause) };
  }
}

/** A message that failed on the site, with what was in it. */
class SiteError extends Error {
  readonly parts: readonly Part[];
  declare readonly cause: MessageError;

  constructor(parts: readonly Part[], cause: MessageError) {
    super(cause.message, { cause });
    this.parts = parts;
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

/** Runs a statement, or leaves it out: then why. */
async function runStatement(
  session: Session,
  message: readonly Part[],
  statement: Statement,
  leftOut: LeftOut,
): Promise<string | null> {
  const missing = leftOut.missingExtension(statement);
  if (missing !== null) return missing;
  const isGuarded = !leftOut.isEmpty && session.inTransaction && canBeGuarded(statement);
  const guarded = isGuarded
    ? [own("SAVEPOINT migrate_action"), ...message, own("RELEASE SAVEPOINT migrate_action")]
    : message;
  try {
    await send(session, guarded);
    return null;
  } catch (error) {
    const server = error instanceof SiteError ? serverErrorOf(error.cause.cause) : null;
    const why = server === null ? null : leftOut.explain(server, statement);
    if (why === null) throw error;
    await session.send([own(isGuarded ? "ROLLBACK TO SAVEPOINT migrate_action" : "ROLLBACK")], {});
    return why;
  }
}

/** A savepoint around it would be gone before its RELEASE, or not be allowed; and it would end those of the file. */
const canBeGuarded = (statement: Statement): boolean =>
  transactionControl(statement) === null && !isSavepointControl(statement);

async function send(session: Session, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  try {
    await session.send(parts, {});
  } catch (error) {
    throw error instanceof MessageError ? new SiteError(parts, error) : error;
  }
}
