import { afterTakingBack } from "../../apply/after-taking-back.ts";
import type { Outcome } from "../../apply/outcome.ts";
import type { Step } from "../../plan/plan.ts";
import { applyLocked, inOneBatch } from "../apply-locked.ts";
import { type Flow, keep, type Planned } from "../flow.ts";
import { makeExecution } from "../make-execution.ts";
import { planAgain } from "../plan-target.ts";
import { onUsable } from "../sessions.ts";
import type { Locked } from "../under-run-lock.ts";
import { backNotice, staysNotice } from "./said-of-taking-back.ts";
import { appliedOf, type FailedRun, whyItStays, whyItStaysByLedger } from "./why-it-stays.ts";

/**
 * Takes back, newest first and under the same run lock, what this run has applied, where the draft has an error and
 * `on-failure` is `rollback-batch`: each way back in a transaction of its own with its row of the history, in this run's batch.
 * Stops at the first that fails, whose error comes after those that are there. Where nothing can be taken back safely it
 * stays, and is said to. Never rejects.
 */
export async function takeBackRun(flow: Flow, planned: Planned, locked: Locked): Promise<void> {
  const { inputs, world, draft } = flow;
  const { outcome, batch } = draft;
  const [failure] = draft.errors;
  const isAsked = inputs.command === "up" && inputs.onFailure === "rollback-batch";
  if (!isAsked || outcome === null || failure === undefined || appliedOf(outcome).length === 0) return;
  const isLocked = await isStillLocked(locked);
  const isCancelled = world.signal.aborted;
  const run = { outcome, failure, waysBack: planned.plan.waysBack, batch, isCancelled, isLocked };
  const why = whyItStays(run) ?? (await takeBack(flow, planned, locked, run));
  if (why !== null) say(flow, staysNotice(run, why));
}

/** Resolves to why it stays, where the ledger or the connection says so. */
async function takeBack(
  flow: Flow,
  planned: Planned,
  { session, lock }: Locked,
  run: FailedRun,
): Promise<string | null> {
  const asked = await onUsable(flow, session, (own) => planAgain(flow, own, planned)).catch(() => null);
  if (asked === null) return "the ledger could not be read any more";
  const { value: now, session: usable } = asked;
  const why = whyItStaysByLedger(run, now.plan);
  if (why !== null) return why;
  const steps = stepsBack(run, now);
  const execution = inOneBatch(makeExecution(flow, now), flow);
  const back = await applyLocked(flow, steps, execution, { lock, session: usable });
  conclude(flow, run, back);
  return null;
}

/** The ways back of what was applied, the last one first, each with its row as the ledger has it. */
function stepsBack({ outcome, waysBack }: FailedRun, { plan: { match } }: Planned): readonly Step[] {
  const rows = new Map(match.files.map(({ file, row }) => [file, row]));
  const wayOf = new Map(waysBack.map((way) => [way.file, way]));
  return appliedOf(outcome)
    .flatMap(({ step }) => wayOf.get(step.file) ?? [])
    .map((way) => ({ ...way, takesBack: rows.get(way.file) ?? null }))
    .toReversed();
}

function conclude(flow: Flow, run: FailedRun, back: Outcome): void {
  const { errors } = flow.draft;
  const migrations = afterTakingBack(run.outcome.migrations, back.migrations);
  keep(flow, {
    outcome: { ...run.outcome, migrations },
    errors: back.failure === null ? errors : [...errors, back.failure],
  });
  say(flow, backNotice(run, back, migrations));
}

/** The other connection says so itself: that it is lost may not have been noticed yet. */
async function isStillLocked({ lock }: Locked): Promise<boolean> {
  if (lock.lost.aborted) return false;
  return await lock.ask("SELECT 1").then(
    () => !lock.lost.aborted,
    () => false,
  );
}

function say(flow: Flow, notice: string): void {
  keep(flow, { notices: [...flow.draft.notices, notice] });
}
