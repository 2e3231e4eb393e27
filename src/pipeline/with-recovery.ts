import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Step } from "../plan/plan.ts";
import type { Concluded } from "../recovery/resume-plan.ts";
import type { Flow, Planned } from "./flow.ts";
import { planAgain } from "./plan-target.ts";

/** Whether this run holds the run lock by now: before that another run may be the one that is at the migration. */
export type LockStand = "not-ours-yet" | "ours";

/** How long a dry run, which waits for nobody, gives a backend whose client has just gone to end. */
const DRY_WAIT_MS = 5_000;

/**
 * `planned` with what is concluded of migrations that an earlier run left half-way: from the catalog, when nobody is at
 * them any more. Nothing is asked where there are none. Rejects with RUN_LOCKED where somebody stays at one.
 */
export async function withRecovery(
  flow: Flow,
  session: Session,
  planned: Planned,
  stand: LockStand,
): Promise<Planned> {
  if (!planned.plan.steps.some(isResuming)) return planned;
  const { now, concluded } = await concludeAll(flow, session, planned, stand);
  if (flow.inputs.command === "repair") {
    const { repairedPlan } = await import("./repaired-plan.ts");
    return { ...now, plan: repairedPlan(flow, now, concluded) };
  }
  const { resumePlan } = await import("../recovery/resume-plan.ts");
  return { ...now, plan: resumePlan(now.plan, concluded) };
}

/** Everything that is left half-way in `planned`, with what is concluded of it, when nobody is at it any more. */
export async function concludeAll(
  flow: Flow,
  session: Session,
  planned: Planned,
  stand: LockStand,
): Promise<{ readonly now: Planned; readonly concluded: readonly Concluded[] }> {
  const now = await whenNobodyIsAtIt(flow, session, planned, stand);
  const { makeHalfDone, conclude } = await import("../recovery/conclude-step.ts");
  const concluded: Concluded[] = [];
  for (const step of now.plan.steps) {
    if (step.resumes === null) continue;
    const half = makeHalfDone(step, step.resumes);
    concluded.push({ half, conclusion: await conclude(session, half, flow.inputs.role) });
  }
  return { now, concluded };
}

const isResuming = ({ resumes }: Step): boolean => resumes !== null;

/** Planned again each time that somebody was found at one of the migrations that go on. */
async function whenNobodyIsAtIt(
  flow: Flow,
  session: Session,
  planned: Planned,
  stand: LockStand,
): Promise<Planned> {
  const { inputs, world } = flow;
  const isDry = inputs.dryRun || (inputs.command === "repair" && inputs.recording === "show");
  const waitMs = isDry ? DRY_WAIT_MS : inputs.lock.runLockWaitMs;
  const deadline = performance.now() + waitMs;
  let now = planned;
  for (;;) {
    const holder = await readWhoIsAtIt(flow, session, now, stand);
    if (holder === null) {
      // Whoever has ended since the ledger was read may have done more of it by then.
      const after = await planAgain(flow, session, now);
      if (isDeepStrictEqual(resumesOf(after), resumesOf(now))) return after;
      now = after;
      continue;
    }
    const remainingMs = Math.max(0, deadline - performance.now());
    if (remainingMs === 0) throw stillAtIt(holder, waitMs);
    world.onProgress({ kind: "waiting-for-lock", holder, remainingMs });
    await delay(Math.min(200 + Math.random() * 300, remainingMs), undefined, { signal: world.signal });
    now = await planAgain(flow, session, now);
  }
}

const resumesOf = ({ plan }: Planned): readonly (LedgerRow | undefined)[] =>
  plan.steps.filter(isResuming).map(({ resumes }) => resumes?.row);

async function readWhoIsAtIt(
  flow: Flow,
  session: Session,
  { plan }: Planned,
  stand: LockStand,
): Promise<string | null> {
  const { inputs } = flow;
  const resuming = plan.steps.filter(isResuming);
  if (resuming.length === 0) return null;
  if (stand === "not-ours-yet") {
    const { readLockHolder } = await import("../database/run-lock.ts");
    const holder = await readLockHolder(session, inputs.ledger);
    if (holder !== null) return holder;
  }
  const [{ readAtWork }, { makeHalfDone, relationsOf }] = await Promise.all([
    import("../database/read-at-work.ts"),
    import("../recovery/conclude-step.ts"),
  ]);
  for (const step of resuming) {
    const half = step.resumes && makeHalfDone(step, step.resumes);
    if (!half?.statement) continue;
    const question = {
      statement: half.statement.head,
      relations: relationsOf(half),
      role: inputs.role,
      sets: half.sets,
    };
    const holder = await readAtWork(session, question);
    if (holder !== null) return holder;
  }
  return null;
}

function stillAtIt(holder: string, waitMs: number): MigrateError {
  return new MigrateError(
    "RUN_LOCKED",
    `A migration that an earlier run left half-way is still being worked on after ${Math.round(waitMs / 1000)} s of waiting: ${holder}.`,
    {
      hint: "Wait for it to end, and run again: from PostgreSQL 14 on a statement ends soon after its client is gone. `SELECT pg_terminate_backend(pid)` ends it at once; what it leaves is cleared away.",
    },
  );
}
