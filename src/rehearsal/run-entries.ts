import type { Schema } from "../database/schema.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import type { CheckEntry } from "../plan/make-check-plan.ts";
import type { Step } from "../plan/plan.ts";
import type { OnProgress } from "../progress.ts";
import { askFile } from "../verification/ask-file.ts";
import type { CheckRun, Trip } from "./check-run.ts";
import type { LeftOut } from "./left-out.ts";
import type { NotRehearsed } from "./rehearsal.ts";
import { runStep } from "./run-step.ts";
import type { SiteRun } from "./run-steps.ts";
import { takeBack } from "./take-back.ts";
import type { StatementTrace } from "./trace/statement-trace.ts";
import { Tracer } from "./trace/tracer.ts";

/** What is run, and on which sessions of the site. */
export interface EntriesRequest {
  readonly inputs: Inputs;
  readonly entries: readonly CheckEntry[];
  readonly execution: Execution;
  readonly leftOut: LeftOut;
  /** For the migrations, and for the questions about them. */
  readonly user: Session;
  readonly questions: Session;
  readonly readSchema: () => Promise<Schema>;
  /** Called when the base branch's files have been run, and before the first of the pull request's. */
  readonly onBaseBuilt: (site: Session, notRehearsed: readonly NotRehearsed[]) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** How the entries went. */
export interface EntriesRun extends SiteRun, Pick<CheckRun, "trips" | "problems"> {}

/**
 * Runs all entries in their order: each on its way there, then, where it has one, on its way back and there again; then
 * its questions are asked. Ends with the first that cannot be applied. After a way back that is wrong it goes on, and
 * tries no other where the schema is not what it should be. Rejects only when cancelled.
 */
export async function runEntries(request: EntriesRequest): Promise<EntriesRun> {
  const { inputs, entries, user, leftOut, signal, onProgress } = request;
  const ledger = await readLedger(user, inputs.ledger, inputs.role);
  const fresh = { ...request.execution, ledger };
  const durationsMs = new Map<Step, readonly (number | null)[]>();
  const notRehearsed: NotRehearsed[] = [];
  const traces = new Map<Step, readonly (StatementTrace | null)[]>();
  const tracer = new Tracer(user, inputs.ledger);
  const trips: Trip[] = [];
  const problems: MigrateError[] = [];
  // What the questions gave stands in the trips.
  const done = { durationsMs, traces, notRehearsed, verifications: [], trips, problems };
  let untried: string | null = null;
  let isBaseBuilt = false;
  for (const [index, entry] of entries.entries()) {
    signal.throwIfAborted();
    const { step, back } = entry;
    onProgress({ kind: "rehearsing", version: step.file.version.text, index, total: entries.length });
    const before = back === null || untried !== null ? null : await request.readSchema();
    const asHere = await replacing(step, request);
    // What the base branch's files do is known to who merged them.
    const watching = entry.origin === "base" ? null : tracer;
    if (watching !== null && !isBaseBuilt) await request.onBaseBuilt(user, notRehearsed);
    isBaseBuilt ||= watching !== null;
    const there = await runStep(user, asHere, ledgerAfter(fresh, index), leftOut, watching);
    durationsMs.set(step, there.durationsMs);
    traces.set(step, there.traces);
    notRehearsed.push(...there.notRehearsed);
    signal.throwIfAborted();
    if (there.failure !== null) return { ...done, failure: explained(there.failure, entry) };
    const why: string | null = there.notRehearsed.length > 0 ? "parts of it could not be run here" : untried;
    const tried = await tryBack(request, entry, { before, why, execution: ledgerAfter(fresh, 1) });
    if (!tried.usable) untried = `after ${step.file.version.text} the schema is not what it should be`;
    const answers = await askAll(request, entry);
    problems.push(...tried.problems, ...answers.problems);
    signal.throwIfAborted();
    trips.push({ entry, back: tried.state, why: tried.why, ...answers.trip });
  }
  return { ...done, failure: null };
}

interface Tried {
  readonly state: Trip["back"];
  readonly why: string | null;
  readonly problems: readonly MigrateError[];
  readonly usable: boolean;
}

/** Tries the way back of `entry`, which has just been applied, unless there is none, or a reason against it. */
async function tryBack(
  { user, leftOut, readSchema }: EntriesRequest,
  { step, back, untried }: CheckEntry,
  how: { readonly before: Schema | null; readonly why: string | null; readonly execution: Execution },
): Promise<Tried> {
  if (back === null)
    return { state: untried === null ? "none" : "untried", why: untried, problems: [], usable: true };
  const { before, why, execution } = how;
  if (before === null || why !== null) return { state: "untried", why, problems: [], usable: true };
  const again = { ...step, replaces: null };
  const tried = await takeBack({ session: user, execution, leftOut, step: again, back, before, readSchema });
  return { ...tried, why: null };
}

async function askAll(
  { questions, execution }: EntriesRequest,
  { verify, step }: CheckEntry,
): Promise<{ readonly trip: Pick<Trip, "answered">; readonly problems: readonly MigrateError[] }> {
  const problems: MigrateError[] = [];
  let count = 0;
  for (const file of verify) {
    const answers = await askFile(questions, { file: step.file, verify: file }, execution.settings);
    problems.push(...answers.problems.map(({ error }) => error));
    count += answers.held;
  }
  return { trip: { answered: problems.length === 0 ? count : null }, problems };
}

/** The step of a repeatable migration that runs again here replaces the row that the site has of it. */
async function replacing(step: Step, { user, inputs }: EntriesRequest): Promise<Step> {
  if (step.replaces === null) return step;
  const { rows } = await readLedger(user, inputs.ledger, inputs.role);
  const { version, stem } = step.file;
  return {
    ...step,
    replaces: rows.find((row) => row.version === version.text || row.version === stem) ?? null,
  };
}

/** `failure` with what a reader of a pull request may not think of. */
function explained(failure: MigrateError, { origin }: CheckEntry): MigrateError {
  const { code, message, details } = failure;
  const hints = [
    ...(details.sqlState === "42704" && /\brole "/.test(message)
      ? [
          "From zero there are only the roles that the files make: make it on a server that `shadow-url` names.",
        ]
      : []),
    ...(details.hint === undefined ? [] : [details.hint]),
    ...(origin === "base"
      ? ["This file is on the base branch: its migrations do not run from zero here."]
      : []),
  ];
  const hint = hints.length === 0 ? undefined : hints.join(" ");
  return new MigrateError(code, message, { ...details, hint }, { cause: failure });
}
