import type { Outcome } from "../apply/outcome.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { planNeed } from "../gate/plan-need.ts";
import type { Plan } from "../plan/plan.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeExecution } from "./make-execution.ts";
import { planAgain } from "./plan-target.ts";
import { lacking } from "./reasons.ts";
import { openAgain } from "./sessions.ts";
import { type Locked, underRunLock } from "./under-run-lock.ts";
import { withRecovery } from "./with-recovery.ts";

/** Applies the plan under the run lock, after the review window; then reads the ledger again, however it went. */
export async function applyPlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  await underRunLock(flow, session, planned, async (locked) => {
    let { now } = locked;
    let done: Outcome["migrations"] = [];
    for (;;) {
      checkUnchanged(planned.plan, now.plan);
      if (now.plan.steps.length === 0) return;
      const outcome = await applyOnce(flow, planned, { ...locked, now });
      const migrations = [...done, ...outcome.migrations];
      keep(flow, {
        outcome: { ...outcome, migrations },
        errors: outcome.failure === null ? [] : [outcome.failure],
      });
      if (outcome.failure?.code !== "LEDGER_CHANGED") return;
      const again = await planAgain(flow, locked.session, planned);
      const after = await withRecovery(flow, locked.session, again, "ours");
      if (!isShorter(after.plan, now.plan, outcome)) return;
      done = migrations.filter(({ state }) => state === "applied" || state === "taken-back");
      keep(flow, { outcome: done.length === 0 ? null : { migrations: done, failure: null }, errors: [] });
      now = after;
    }
  });
}

async function applyOnce(
  flow: Flow,
  planned: Planned,
  { now: { plan, ledger }, lock, session }: Locked,
): Promise<Outcome> {
  const { inputs, world } = flow;
  const need = planNeed({ inputs, connection: world.connection, facts: planned.facts, plan });
  if (need !== null) throw lacking([need]);
  const { applySteps } = await import("../apply/apply-steps.ts");
  const execution = inOneBatch(makeExecution(flow, { ...planned, ledger }), flow);
  keep(flow, { batch: execution.recorder.batch });
  return await applySteps(plan.steps, {
    execution,
    session,
    lock,
    open: flow.connector.open,
    reconnect: () => openAgain(flow),
    lockRetries: inputs.lock.lockRetries,
    signal: world.signal,
    onProgress: world.onProgress,
  });
}

/** What a run has applied is one batch, however often it planned. */
function inOneBatch(execution: Execution, { draft }: Flow): Execution {
  if (draft.outcome === null || draft.batch === null) return execution;
  return { ...execution, recorder: { ...execution.recorder, batch: draft.batch } };
}

/**
 * True when another run has recorded more than this one: a server goes on for a while with what a killed run has sent it.
 * What is left is then applied behind it.
 */
function isShorter(after: Plan, before: Plan, { migrations }: Outcome): boolean {
  const ours = migrations.filter(({ state }) => state === "applied" || state === "taken-back").length;
  return after.steps.length < before.steps.length - ours;
}

/** Under the lock the plan may only have become shorter from its head: another run applied what we would have. */
function checkUnchanged(reviewed: Plan, now: Plan): void {
  const rest = reviewed.steps.slice(reviewed.steps.length - now.steps.length);
  const isSame =
    now.refusals.length === 0 &&
    now.steps.every(
      ({ file, replaces, resumes }, index) =>
        file === rest[index]?.file &&
        replaces?.checksum === rest[index]?.replaces?.checksum &&
        resumes?.row.statementsDone === rest[index]?.resumes?.row.statementsDone,
    );
  if (isSame) return;
  throw new MigrateError(
    "LEDGER_CHANGED",
    "The ledger has changed since this plan was made, in another way than by applying its head.",
    {
      hint: "Run again: it plans from the ledger as it is now.",
    },
  );
}
