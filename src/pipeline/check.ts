import { errorsOf, MigrateError, throwAll } from "../errors.ts";
import { hazardNeed } from "../gate/hazard-need.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";
import { type CheckPlan, makeCheckPlan } from "../plan/make-check-plan.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { type Flow, keep } from "./flow.ts";
import { type LookedAt, lookAtTarget } from "./look-at-target.ts";
import { makeExecution } from "./make-execution.ts";
import { readBase } from "./read-base.ts";
import { lacking, refused } from "./reasons.ts";

/**
 * The command `check`: runs the base branch's files and then the pull request's, from zero, with their ways back and
 * questions, and says what of it must not be merged: all of that at once, hazards at the level of `fail-on` among it. Of a
 * database that is given beside sizes and rows are read: without one every table counts as big.
 */
export async function check(flow: Flow): Promise<void> {
  const { inputs, world } = flow;
  const set = await flow.world.readFiles(inputs.migrationsPath, inputs.layout);
  const unwanted = new AbortController();
  const looking = lookAtTarget(flow, set, unwanted.signal);
  // Heard below, or of no interest any more.
  looking.catch(() => {});
  const { base, notices, close } = await readBase(flow, set).catch((error) => {
    unwanted.abort();
    throw error;
  });
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

/** Runs all of it, and looks at what it does; resolves to what was wrong. */
async function rehearse(
  flow: Flow,
  checked: CheckPlan,
  target: LookedAt | null,
): Promise<readonly MigrateError[]> {
  const { inputs, world } = flow;
  const { plan, entries } = checked;
  const { signal, onProgress } = world;

  const { rehearseCheck } = await import("../rehearsal/rehearse-check.ts");
  const { beginChangesLook } = await import("./look-at-changes.ts");
  const steps = entries.map(({ step }) => step);
  const execution = makeExecution(flow, { ledger: NO_LEDGER, plan: { ...plan, steps } });
  const look = await beginChangesLook(flow, checked, target);
  const { onBaseBuilt } = look;
  const incomparable = whyIncomparable(checked, target);
  const run = await rehearseCheck({
    ...{ inputs, entries, execution, target, incomparable, signal, onProgress, onBaseBuilt },
  });
  const { rehearsal, trips, problems } = run;
  keep(flow, { rehearsal, check: { base: flow.draft.check?.base ?? null, trips } });
  await look.finish();
  const need = hazardNeed({ inputs, plan, hazards: flow.draft.hazards });
  const found = need === null ? problems : [...problems, ...errorsOf(lacking([need]))];
  if (rehearsal.site === "none") return [...unseen(flow, rehearsal), ...found];
  return rehearsal.failure === null ? found : [rehearsal.failure, ...found];
}

/** The base branch's files make what the database beside should be: where it has all of them, and no others. */
function whyIncomparable({ entries }: CheckPlan, target: LookedAt | null): string | null {
  if (target === null) return "No database is given beside the check to compare with.";
  const base = entries.filter(({ origin }) => origin === "base").map(({ step }) => step.file.version.text);
  const isAll = base.every((version) => target.applied.includes(version));
  if (isAll && target.applied.length === base.length) return null;
  return "What is applied on the database beside the check is not what the base branch has.";
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
