import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import { type DatabaseQuestion, databaseNeed } from "./database-need.ts";
import { type DriftQuestion, driftNeed, nameDifferences } from "./drift-need.ts";
import { type EnvironmentQuestion, environmentNeeds } from "./environment-need.ts";
import { type HazardQuestion, hazardNeed } from "./hazard-need.ts";
import type { Need } from "./need.ts";
import { type PlanQuestion, planNeed } from "./plan-need.ts";
import { type RestorationQuestion, restorationNeed } from "./restoration-need.ts";

/** Whether the plan may be applied, and what is lacking. */
export interface Gate {
  readonly passed: boolean;
  /** In the order in which a person should see to them; empty when passed. */
  readonly needs: readonly Need[];
}

/** What the gate looks at. */
export interface GateQuestion
  extends PlanQuestion,
    HazardQuestion,
    DriftQuestion,
    RestorationQuestion,
    EnvironmentQuestion {
  /** What was typed as confirmation; null when nothing was. */
  readonly confirm: string | null;
}

/** The gate's answer: pure. Nothing here can make the dry run be skipped, which is why the rehearsal is asked for. */
export function checkGate(question: GateQuestion): Gate {
  const needs = [
    databaseNeed(question),
    rehearsalNeed(question),
    baselineNeed(question),
    restorationNeed(question),
    hazardNeed(question),
    driftNeed(question),
    ...environmentNeeds(question),
    planNeed(question),
    confirmationNeed(question),
  ];
  const lacking = needs.filter((need) => need !== null);
  return { passed: lacking.length === 0, needs: lacking };
}

/** The same for what only records and runs nothing: no plan and no rehearsal to ask for. */
export function checkRecordGate(question: DatabaseQuestion & Pick<GateQuestion, "confirm">): Gate {
  const lacking = [databaseNeed(question), confirmationNeed(question)].filter((need) => need !== null);
  return { passed: lacking.length === 0, needs: lacking };
}

function rehearsalNeed({ inputs, rehearsal }: GateQuestion): Need | null {
  if (rehearsal.failure !== null)
    return {
      code: "REHEARSAL_FAILED",
      message: rehearsal.failure.message,
      hint:
        rehearsal.failure.details.hint ??
        "Fix the migration: it would fail on the target too. Nothing there was touched.",
    };
  if (rehearsal.site !== "none") return null;
  if (inputs.command === "baseline") return baselineUnseen(rehearsal);
  if (!inputs.rehearsal.required) return null;
  return {
    code: "REHEARSAL_MISSING",
    message: `Nothing could be rehearsed, and a rehearsal is required here. ${rehearsal.description}`,
    hint: "Run where PostgreSQL's server is installed (GitHub's ubuntu images have it), or give `shadow-url`. `require-rehearsal: false` does without.",
  };
}

function baselineUnseen({ description }: Rehearsal): Need {
  return {
    code: "REHEARSAL_MISSING",
    message: `What the files make could not be seen, and nothing is recorded unseen. ${description}`,
    hint: "Run where PostgreSQL's server is installed (GitHub's ubuntu images have it), or give an empty server as `shadow-url`.",
  };
}

/** A baseline's: the target is not what the files make, or what they make is not known to the end. */
function baselineNeed({ inputs, rehearsal }: GateQuestion): Need | null {
  const { drift, notRehearsed } = rehearsal;
  if (inputs.command !== "baseline" || inputs.acceptDrift || drift === null) return null;
  if (drift.length === 0 && notRehearsed.length === 0) return null;
  const differs =
    drift.length === 0 ? [] : [`The target is not what the files make: ${nameDifferences(drift)}.`];
  const unseen =
    notRehearsed.length === 0
      ? []
      : [
          `${notRehearsed.length} of their statements could not be run on the site, so what they make is not known (${notRehearsed[0]?.why})`,
        ];
  return {
    code: "BASELINE_DIFFERS",
    message: [...differs, ...unseen].join(" "),
    hint: "Is `target` the version that the database is at? Make them equal (change the database, or write what it has into a migration), or record all the same with `accept-drift: true`.",
  };
}

function confirmationNeed({ inputs, confirm }: Pick<GateQuestion, "inputs" | "confirm">): Need | null {
  const { isProduction, confirmationPhrase } = inputs.gate;
  if (!isProduction || confirm === confirmationPhrase) return null;
  const hint = `Read the plan, then run again with \`confirm: ${confirmationPhrase}\`.`;
  if (confirm === null)
    return {
      code: "CONFIRMATION_MISSING",
      message: "Production is changed only after a typed confirmation, and nothing was typed.",
      hint,
    };
  return {
    code: "CONFIRMATION_WRONG",
    message: "What was typed as confirmation is not the phrase; it is compared whole.",
    hint,
  };
}
