import type { Outcome } from "../apply/outcome.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { planNeed } from "../gate/plan-need.ts";
import type { Plan } from "../plan/plan.ts";
import { applyLocked, inOneBatch } from "./apply-locked.ts";
import { askBackupAgain } from "./ask-backup.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { keepExpectation } from "./keep-expectation.ts";
import { makeExecution } from "./make-execution.ts";
import { planAgain } from "./plan-target.ts";
import { lacking } from "./reasons.ts";
import { takeBackRun } from "./take-back/take-back-run.ts";
import { type Locked, underRunLock } from "./under-run-lock.ts";
import { verifyApplied } from "./verify-applied.ts";
import { withRecovery } from "./with-recovery.ts";

/**
 * Applies the plan under the run lock, after the review window, asks there what is to be true of it then, and takes back
 * what was applied where something of it failed and that is asked for; reads the ledger again, however it went.
 */
export async function applyPlan(flow: Flow, session: Session, planned: Planned): Promise<void> {
  await underRunLock(flow, session, planned, async (locked) => {
    if (locked.now.plan.steps.length > 0) await askBackupAgain(flow, locked.session);
    const kept = { ...locked, session: await keepExpectation(flow, locked) };
    await applyAll(flow, planned, kept);
    await verifyApplied(flow, kept.session);
    // What is found wrong with what was applied is among the draft's errors by now.
    await takeBackRun(flow, planned, kept);
  });
}

/** Applies what is left, again from a new plan where another run was faster; its end is in the draft. */
async function applyAll(flow: Flow, planned: Planned, locked: Locked): Promise<void> {
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
}

async function applyOnce(
  flow: Flow,
  planned: Planned,
  { now: { plan, ledger }, lock, session }: Locked,
): Promise<Outcome> {
  const { inputs, world } = flow;
  const need = planNeed({ inputs, connection: world.connection, facts: planned.facts, plan });
  if (need !== null) throw lacking([need]);
  const execution = inOneBatch(makeExecution(flow, { ...planned, ledger }), flow);
  keep(flow, { batch: execution.recorder.batch });
  return await applyLocked(flow, plan.steps, execution, { lock, session });
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
