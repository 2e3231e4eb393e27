import { makeConnector } from "../../src/database/connector.ts";
import type { Session } from "../../src/database/session.ts";
import type { MigrateError } from "../../src/errors.ts";
import { ledgerAfter } from "../../src/execution/ledger-after.ts";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";
import { makeRecorder } from "../../src/ledger/make-recorder.ts";
import { readLedger } from "../../src/ledger/read-ledger.ts";
import type { Step } from "../../src/plan/plan.ts";
import { LeftOut } from "../../src/rehearsal/left-out.ts";
import { runStep } from "../../src/rehearsal/run-step.ts";
import type { StatementTrace } from "../../src/rehearsal/trace/statement-trace.ts";
import { Tracer } from "../../src/rehearsal/trace/tracer.ts";
import { parsed } from "../unit/inputs/support.ts";
import { LEDGER_NAME, makeStep } from "./plan-values.ts";

/** What a rehearsal of some steps saw. */
export interface Seen {
  /** Of each statement of each step that was run. */
  readonly traces: readonly (readonly (StatementTrace | null)[])[];
  readonly failure: MigrateError | null;
}

/** Rehearses each of `texts`, a migration, in the database at `settings`, and commits it there. */
export function traceTexts(
  settings: ConnectionSettings,
  texts: readonly string[],
  prepare: (session: Session) => Promise<void> = async () => {},
): Promise<Seen> {
  const steps = texts.map((text, index) => makeStep(`${String(index + 1).padStart(3, "0")}_step`, text));
  return traceSteps(settings, steps, prepare);
}

/** The same of `steps`; `prepare`: what is done with the session before. */
export async function traceSteps(
  settings: ConnectionSettings,
  steps: readonly Step[],
  prepare: (session: Session) => Promise<void> = async () => {},
): Promise<Seen> {
  const session = await makeConnector(settings, 5_000).open();
  try {
    const ledger = await readLedger(session, LEDGER_NAME, null);
    const recorder = makeRecorder({
      inputs: parsed({}),
      ledger,
      creation: null,
      planDigest: "sha256:x",
      toolVersion: "0",
    });
    const execution = {
      recorder,
      ledger,
      settings: { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null },
    };
    const tracer = new Tracer(session, LEDGER_NAME);
    const leftOut = new LeftOut(new Set(), new Map(), []);
    await prepare(session);
    const traces: (readonly (StatementTrace | null)[])[] = [];
    for (const [index, step] of steps.entries()) {
      const result = await runStep(session, step, ledgerAfter(execution, index), leftOut, tracer);
      traces.push(result.traces);
      if (result.failure !== null) return { traces, failure: result.failure };
    }
    return { traces, failure: null };
  } finally {
    await session.close();
  }
}
