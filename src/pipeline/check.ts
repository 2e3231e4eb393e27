import { errorsOf, MigrateError, throwAll } from "../errors.ts";
import { readMigrations } from "../files/read-migrations.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";
import { type CheckPlan, makeCheckPlan } from "../plan/make-check-plan.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { type Flow, keep } from "./flow.ts";
import { type LookedAt, lookAtTarget } from "./look-at-target.ts";
import { makeExecution } from "./make-execution.ts";
import { readBase } from "./read-base.ts";
import { refused } from "./reasons.ts";

/**
 * The command `check`: runs the base branch's files and then the pull request's, from zero, with their ways back and
 * questions, and says what of it must not be merged: all of that at once. A database that is given beside is read, and
 * has no say in the result.
 */
export async function check(flow: Flow): Promise<void> {
  const { inputs, world } = flow;
  const set = await readMigrations(inputs.migrationsPath, inputs.layout);
  const looking = lookAtTarget(flow, set);
  // Heard below, or of no interest any more.
  looking.catch(() => {});
  const { base, notices, close } = await readBase(flow, set);
  try {
    const target = await looking;
    const checked = makeCheckPlan(set, base, inputs);
    const { plan, isRunnable, isTouched } = checked;
    keep(flow, {
      plan,
      check: { base, trips: [] },
      notices: [...flow.draft.notices, ...notices, ...plan.notices],
    });
    const problems: MigrateError[] = plan.refusals.length === 0 ? [] : [...errorsOf(refused(plan.refusals))];
    if (isRunnable && isTouched) problems.push(...(await rehearse(flow, checked, target)));
    world.onPlanned(flow.draft);
    throwAll(problems);
  } finally {
    await close();
  }
}

/**
 * Runs all of it; resolves to what was wrong. What else is asked about the steps, and of the target for them (hazards,
 * blast radius, data, drift), has its place here: it has the steps, what was observed of them, and the target's session.
 */
async function rehearse(
  flow: Flow,
  { plan, entries }: CheckPlan,
  target: LookedAt | null,
): Promise<readonly MigrateError[]> {
  const { inputs, world } = flow;
  const { signal, onProgress } = world;
  const { rehearseCheck } = await import("../rehearsal/rehearse-check.ts");
  const steps = entries.map(({ step }) => step);
  const execution = makeExecution(flow, { ledger: NO_LEDGER, plan: { ...plan, steps } });
  const run = await rehearseCheck({
    ...{ inputs, entries, execution, target, signal, onProgress },
    onBaseBuilt: async () => {},
  });
  const { rehearsal, trips, problems } = run;
  keep(flow, { rehearsal, check: { base: flow.draft.check?.base ?? null, trips } });
  if (rehearsal.site === "none") return unseen(flow, rehearsal);
  return rehearsal.failure === null ? problems : [rehearsal.failure, ...problems];
}

/** Nothing was run: that is a failure here, unless it was said that it is none. */
function unseen(flow: Flow, { description }: Rehearsal): readonly MigrateError[] {
  if (!flow.inputs.rehearsal.required) {
    keep(flow, { notices: [...flow.draft.notices, `NOTHING WAS REHEARSED. ${description}`] });
    return [];
  }
  const hint =
    "Run where PostgreSQL's server is installed (GitHub's ubuntu images have it), or give a service container as `shadow-url`. `require-rehearsal: false` looks at the files alone.";
  return [new MigrateError("REHEARSAL_MISSING", `Nothing could be run. ${description}`, { hint })];
}
