import { MessageError } from "../database/message.ts";
import type { Session } from "../database/session.ts";
import type { MigrateError } from "../errors.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { own, type Part } from "../execution/part.ts";
import { recover } from "../execution/recover.ts";
import { transactionSettings } from "../execution/session-settings.ts";
import { makeLedgerDdl } from "../ledger/make-ledger-ddl.ts";
import { recordUnrun } from "../ledger/record-unrun.ts";
import type { Step } from "../plan/plan.ts";
import { connectionLost, judgeStop, stateUnknown } from "./judge-stop.ts";
import type { MigrationState, Outcome } from "./outcome.ts";
import { settle } from "./settle.ts";

/** Where steps are recorded without being run, and what is written of it. */
export interface BaselineRequest {
  readonly execution: Execution;
  /** Used under the run lock. */
  readonly session: Session;
  /** A new connection, for asking what happened after one was lost. */
  readonly reconnect: () => Promise<Session>;
  /** For the history: what was accepted; null: the target has the schema that the files make. */
  readonly remark: string | null;
  readonly signal: AbortSignal;
}

/**
 * Records `steps` as applied without running anything of them, all in one transaction, with the ledger where it is
 * missing. Never rejects for what the server does: that is the outcome, all of it recorded or nothing.
 */
export async function recordBaseline(
  [first, ...rest]: readonly [Step, ...Step[]],
  request: BaselineRequest,
): Promise<Outcome> {
  const steps = [first, ...rest];
  const { execution, session, signal } = request;
  const parts = makeParts(first, steps, request);
  try {
    await session.send(parts, {});
    return all(steps, "recorded", null);
  } catch (thrown) {
    const error = MessageError.from(thrown);
    const stop = { error, parts, step: null, nothingRan: false, gaveWay: false };
    const judgement = judgeStop(stop, null, first, signal.aborted ? "cancelled" : null);
    if (judgement.kind !== "lost") {
      await recover(session).catch(() => {});
      return all(steps, "not-run", judgement.error);
    }
    const settled = await settle(steps, null, execution, request.reconnect);
    if (settled === null) return all(steps, "unknown", stateUnknown(first, error.cause));
    if (settled.size === steps.length) return all(steps, "recorded", null);
    return all(steps, "not-run", connectionLost(first, error.cause));
  }
}

function makeParts(first: Step, steps: readonly Step[], request: BaselineRequest): readonly Part[] {
  const { recorder, settings, ledger } = request.execution;
  return [
    "BEGIN",
    ...transactionSettings(first, settings),
    ...makeLedgerDdl(ledger, recorder.ledger),
    ...steps.flatMap(({ file }) =>
      recordUnrun(recorder, file, {
        action: "baseline",
        origin: "baseline",
        ran: null,
        remark: request.remark,
      }),
    ),
    "COMMIT",
  ].map(own);
}

const all = (steps: readonly Step[], state: MigrationState, failure: MigrateError | null): Outcome => ({
  migrations: steps.map((step) => ({
    step,
    state,
    durationMs: null,
    tries: state === "not-run" ? 0 : 1,
    error: failure?.message ?? null,
  })),
  failure,
});
