import type { ServerFacts } from "../database/server-facts.ts";
import type { ErrorCode } from "../errors.ts";
import type { StepHazards } from "../hazards/find-hazards.ts";
import { type Hazard, LEVELS } from "../hazards/hazard.ts";
import type { ConnectionSettings, Inputs } from "../inputs/inputs.ts";
import type { Plan, Step } from "../plan/plan.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";

/** Whether the plan may be applied, and what is lacking. */
export interface Gate {
  readonly passed: boolean;
  /** In the order in which a person should see to them; empty when passed. */
  readonly needs: readonly Need[];
}

export interface Need {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** What the gate looks at. */
export interface GateQuestion {
  readonly inputs: Inputs;
  readonly connection: ConnectionSettings;
  readonly facts: ServerFacts;
  readonly plan: Plan;
  /** Null where the plan is of steps that are not judged: `down` takes away what `up` made, and that is told as losses. */
  readonly hazards: ReadonlyMap<Step, StepHazards> | null;
  readonly rehearsal: Rehearsal;
  /** What was typed as confirmation; null when nothing was. */
  readonly confirm: string | null;
}

/** The gate's answer: pure. Nothing here can make the dry run be skipped, which is why the rehearsal is asked for. */
export function checkGate(question: GateQuestion): Gate {
  const needs = [
    databaseNeed(question),
    rehearsalNeed(question),
    driftNeed(question),
    hazardNeed(question),
    planNeed(question),
    confirmationNeed(question),
  ];
  const lacking = needs.filter((need) => need !== null);
  return { passed: lacking.length === 0, needs: lacking };
}

/** The same for what only records and runs nothing: no plan and no rehearsal to ask for. */
export function checkRecordGate(
  question: Pick<GateQuestion, "inputs" | "connection" | "facts" | "confirm">,
): Gate {
  const lacking = [databaseNeed(question), confirmationNeed(question)].filter((need) => need !== null);
  return { passed: lacking.length === 0, needs: lacking };
}

/** The lack of the right database, which also stands where nothing is pending; null when it is the right one. */
export function databaseNeed({
  inputs,
  connection,
  facts,
}: Pick<GateQuestion, "inputs" | "connection" | "facts">): Need | null {
  const expected = inputs.gate.expectedDatabase;
  const cut = expected?.lastIndexOf("/") ?? -1;
  const isRight =
    expected === null ||
    (expected.slice(cut + 1) === facts.database && (cut < 0 || expected.slice(0, cut) === connection.host));
  if (isRight) return null;
  return {
    code: "EXPECTED_DATABASE_DIFFERS",
    message: `The database is "${facts.database}" at ${connection.host}, but \`expected-database\` says "${expected}".`,
    hint: "Check the connection: it probably belongs to another environment.",
  };
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

/** Most differences that are named in one sentence; all are in the report. */
const NAMED = 3;

/** A baseline's: the target is not what the files make, or what they make is not known to the end. */
function driftNeed({ inputs, rehearsal }: GateQuestion): Need | null {
  const { drift, notRehearsed } = rehearsal;
  if (inputs.command !== "baseline" || inputs.acceptDrift || drift === null) return null;
  if (drift.length === 0 && notRehearsed.length === 0) return null;
  const named = drift.slice(0, NAMED).join("; ");
  const rest = drift.length > NAMED ? `; and ${drift.length - NAMED} more` : "";
  const differs = drift.length === 0 ? [] : [`The target is not what the files make: ${named}${rest}.`];
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

/** Hazards at the level of `fail-on` or above, that no file allows. */
function hazardNeed({ inputs, plan, hazards }: GateQuestion): Need | null {
  const { failOn } = inputs;
  if (failOn === "never" || hazards === null) return null;
  const stopping = LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  const found = plan.steps.flatMap((step) =>
    (hazards.get(step)?.hazards ?? [])
      .filter(({ level, allowedBecause }) => allowedBecause === null && stopping.includes(level))
      .map((hazard) => ({ hazard, file: step.source.file })),
  );
  const [first] = found.toSorted((a, b) => LEVELS.indexOf(a.hazard.level) - LEVELS.indexOf(b.hazard.level));
  if (first === undefined) return null;
  const rest = found.length === 1 ? "" : ` And ${found.length - 1} more, each named in the plan.`;
  const { rule } = first.hazard;
  return {
    code: "HAZARDS",
    message: `${renderHazard(first.hazard, first.file)}${rest}`,
    hint: `Write it the safe way that the plan shows, or accept it in the file with a reason: \`-- migrate:allow ${rule} reason: …\`. \`fail-on: never\` shows hazards and stops nothing.`,
  };
}

const renderHazard = ({ rule, level, line, message }: Hazard, file: string): string =>
  `${file}:${line} has a hazard of level ${level} (${rule}): ${message}`;

function planNeed({ inputs, plan }: GateQuestion): Need | null {
  const expected = inputs.gate.expectedPlan;
  if (expected === null || expected === plan.digest) return null;
  return {
    code: "EXPECTED_PLAN_DIFFERS",
    message: `This is not the plan that was reviewed: its digest is ${plan.digest}, expected was ${expected}.`,
    hint: "A file, the ledger or the target has changed since. Review the plan above and give its digest as `expected-plan`.",
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
