import { makeConnector } from "../../src/database/connector.ts";
import type { Session } from "../../src/database/session.ts";
import type { MigrateError } from "../../src/errors.ts";
import { ledgerAfter } from "../../src/execution/ledger-after.ts";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";
import { makeRecorder } from "../../src/ledger/make-recorder.ts";
import { readLedger } from "../../src/ledger/read-ledger.ts";
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

/** What a rehearsal is like where it is not like all. */
export interface TraceOptions {
  /** What is done with its session before. */
  readonly prepare?: (session: Session) => Promise<void>;
  /** Names of what the target has and the site has not. */
  readonly missing?: readonly string[];
}

/** Rehearses each of `texts`, a migration, in the database at `settings`, and commits it there. */
export async function traceTexts(
  settings: ConnectionSettings,
  texts: readonly string[],
  { prepare = async () => {}, missing = [] }: TraceOptions = {},
): Promise<Seen> {
  const steps = texts.map((text, index) => makeStep(`${String(index + 1).padStart(3, "0")}_step`, text));
  const session = await makeConnector(settings, 5_000).open();
  try {
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
    const limits = { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null };
    const execution = { recorder, ledger, settings: limits };
    const leftOut = new LeftOut(new Set(), new Map(), []);
    leftOut.leaveOut(missing);
    await prepare(session);
    const tracer = new Tracer(session, LEDGER_NAME);
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

/** The schema that tests of traces begin with. */
export const TRACE_BASE = `
  CREATE TABLE t (id int PRIMARY KEY, a int, b text CHECK (b IS NOT NULL));
  CREATE TABLE u (id int PRIMARY KEY);
  CREATE TABLE p (id int) PARTITION BY RANGE (id);
  CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
  CREATE DOMAIN d AS int; CREATE TABLE "With d" (v d);
  INSERT INTO t SELECT g, g, 'x' FROM generate_series(1, 9) g`;

/** `t AccessExclusive since 0` of each lock, as short as it can be read; null: there is no trace. */
export const locksOf = (trace: StatementTrace | null | undefined): readonly string[] | null =>
  trace?.locks.map(
    ({ relation, mode, heldSince }) =>
      `${relation.replace("public.", "")} ${mode.replace(/Lock$/, "")} since ${heldSince}`,
  ) ?? null;
