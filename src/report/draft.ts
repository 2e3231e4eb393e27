import type { Adoption } from "../adoption/adoption.ts";
import type { Outcome } from "../apply/outcome.ts";
import type { BlastRadius } from "../blast-radius/blast-radius.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Environment } from "../environment/environment.ts";
import type { MigrateError } from "../errors.ts";
import type { Gate } from "../gate/check-gate.ts";
import type { StepHazards } from "../hazards/find-hazards.ts";
import type { ConnectionSettings, Inputs } from "../inputs/inputs.ts";
import type { ExpectedObject } from "../ledger/expectation.ts";
import type { HistoryEntry } from "../ledger/read-history.ts";
import type { Moment } from "../moment.ts";
import type { BaseBranch } from "../plan/base-branch.ts";
import type { Plan, Step } from "../plan/plan.ts";
import type { Answered } from "../preflight/make-answered.ts";
import type { Choice } from "../recovery/choices.ts";
import type { Acceptance } from "../recovery/make-acceptance.ts";
import type { Unfinished } from "../recovery/unfinished.ts";
import type { Trip } from "../rehearsal/check-run.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Verification } from "../verification/verification.ts";
import type { ReportCreated } from "./report-created.ts";

/** What is known of a run so far: each stage adds its value, and at any moment a report can be made of it. */
export interface Draft {
  readonly command: string;
  readonly started: Moment;
  readonly inputs: Inputs | null;
  readonly connection: ConnectionSettings | null;
  readonly facts: ServerFacts | null;
  /** As planned, before anything was applied. */
  readonly plan: Plan | null;
  /** As the ledger was read last: after an apply again. Null when that could not be done. */
  readonly standing: Plan | null;
  /** What each step of the plan is seen to do; null before that was looked at. */
  readonly hazards: ReadonlyMap<Step, StepHazards> | null;
  readonly rehearsal: Rehearsal | null;
  /** What the plan touches on the target; null where nothing was looked at. */
  readonly blastRadius: BlastRadius | null;
  /** What is around the target; null where it was not looked at. */
  readonly environment: Environment | null;
  /** What the plan asks of the target's rows, with its answers. */
  readonly preflight: readonly Answered[];
  readonly gate: Gate | null;
  readonly outcome: Outcome | null;
  /** What data each step of a plan down takes away, in words; null for all other plans. */
  readonly losses: ReadonlyMap<Step, readonly string[]> | null;
  /** What `history` has read, newest first; null for all other commands. */
  readonly history: readonly HistoryEntry[] | null;
  readonly adoption: DraftAdoption | null;
  readonly repair: DraftRepair | null;
  readonly check: DraftCheck | null;
  /** Of the target; null where nothing was to be asked. */
  readonly verification: readonly Verification[] | null;
  /** What `create` has made; null for all other commands, and where it made nothing. */
  readonly created: DraftCreated | null;
  readonly batch: number | null;
  /** What stopped the run, the first error first; empty when nothing did. */
  readonly errors: readonly MigrateError[];
  readonly notices: readonly string[];
}

/** What `adopt` has found so far. */
export interface DraftAdoption {
  readonly adoption: Adoption;
  /** shown: read, nothing written · nothing: all of it is on record already, or there is nothing to take over · written. */
  readonly end: "shown" | "nothing" | "written";
  /** Newest version that our ledger had before; null: none. */
  readonly previousVersion: string | null;
}

/** What `repair` has found so far. */
export interface DraftRepair {
  /** What it was asked about. */
  readonly unfinished: readonly Unfinished[];
  /** Of the only one in `unfinished`; null: nothing was chosen, or what was cannot be done. */
  readonly chosen: Choice | null;
  /** The edited file that it was asked about instead; null: it was asked about what was left half-way. */
  readonly acceptance: Acceptance | null;
  /** What is expected of the schema and gone, where that was asked about; null: it was not. */
  readonly gone: readonly ExpectedObject[] | null;
  /** shown: nothing was changed · nothing: there is nothing to repair · written: the record was changed. */
  readonly end: "shown" | "nothing" | "written";
  /** Newest version that was applied before; null: none. */
  readonly previousVersion: string | null;
}

/** What `check` has found so far. */
export interface DraftCheck {
  /** What the pull request is compared with; null: nothing, all files count as its own. */
  readonly base: BaseBranch | null;
  /** Empty where nothing was run. */
  readonly trips: readonly Trip[];
}

/** What `create` has made. */
export interface DraftCreated {
  /** The way there first. */
  readonly files: readonly ReportCreated[];
  /** shown: nothing was written. */
  readonly end: "shown" | "written";
}

/** A draft in which nothing is known yet. */
export function newDraft(command: string, started: Moment): Draft {
  return {
    command,
    started,
    inputs: null,
    connection: null,
    facts: null,
    plan: null,
    standing: null,
    hazards: null,
    rehearsal: null,
    blastRadius: null,
    environment: null,
    preflight: [],
    gate: null,
    outcome: null,
    losses: null,
    history: null,
    adoption: null,
    repair: null,
    check: null,
    verification: null,
    created: null,
    batch: null,
    errors: [],
    notices: [],
  };
}
