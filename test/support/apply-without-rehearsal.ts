import { onTestFinished } from "vitest";
import { applySteps } from "../../src/apply/apply-steps.ts";
import type { Outcome } from "../../src/apply/outcome.ts";
import { makeConnector } from "../../src/database/connector.ts";
import { takeRunLock } from "../../src/database/run-lock.ts";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";
import { makeRecorder } from "../../src/ledger/make-recorder.ts";
import { readLedger } from "../../src/ledger/read-ledger.ts";
import type { Step } from "../../src/plan/plan.ts";
import type { Progress } from "../../src/progress.ts";
import { parsed } from "../unit/inputs/support.ts";
import { LEDGER_NAME } from "./plan-values.ts";
import type { TestDatabase } from "./servers.ts";

/** What an apply came to. */
export interface Applied {
  readonly outcome: Outcome;
  /** Version and state of each step, in order. */
  readonly states: readonly string[];
  readonly heard: readonly Progress[];
}

/** Applies `steps` as a run does once its plan is let through. `settings`: how the migrations' session connects; `hear`: called at once. */
export async function applyWithoutRehearsal(
  database: TestDatabase,
  steps: readonly Step[],
  settings: ConnectionSettings = database.settings,
  lockTable: string = LEDGER_NAME.table,
  hear: (progress: Progress) => void = () => {},
): Promise<Applied> {
  const connector = makeConnector(settings, 5_000);
  const direct = makeConnector(database.settings, 5_000);
  const session = await connector.open();
  onTestFinished(() => session.close());
  const signal = new AbortController().signal;
  const heard: Progress[] = [];
  const onProgress = (progress: Progress) => {
    heard.push(progress);
    hear(progress);
  };
  const lockName = { ...LEDGER_NAME, table: lockTable };
  const lock = await takeRunLock(lockName, {
    open: direct.open,
    holderName: "a test",
    major: 14,
    waitMs: 0,
    signal,
    onProgress,
  });
  onTestFinished(lock.release);
  const ledger = await readLedger(session, LEDGER_NAME, null);
  const recorder = makeRecorder({
    inputs: parsed({}),
    ledger,
    creation: null,
    runMark: "0123456789ab",
    planDigest: "sha256:x",
    toolVersion: "0",
    redact: (text) => text,
  });
  const outcome = await applySteps(steps, {
    execution: {
      recorder,
      ledger,
      settings: { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null },
    },
    session,
    lock,
    open: direct.open,
    reconnect: direct.open,
    lockRetries: 1,
    signal,
    onProgress,
  });
  await lock.release();
  const states = outcome.migrations.map(({ step, state }) => `${step.file.version.text} ${state}`);
  return { outcome, states, heard };
}
