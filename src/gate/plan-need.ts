import type { MigrationFile } from "../files/migration-file.ts";
import type { Moves } from "../plan/past-stands.ts";
import type { Plan } from "../plan/plan.ts";
import { isDoneSince, type KnownChanges, namePlanChanges, type PlanChanges } from "../plan/plan-changes.ts";
import type { DatabaseQuestion } from "./database-need.ts";
import type { Need } from "./need.ts";

/** The database, and the plan that would be applied to it. */
export interface PlanQuestion extends DatabaseQuestion {
  readonly plan: Plan;
}

/** The lack of the plan that was reviewed, with what has changed since; null when this is the one, or none was named. */
export function planNeed(question: PlanQuestion): Need | null {
  const expected = question.inputs.gate.expectedPlan;
  if (expected === null || expected === question.plan.digest) return null;
  return differs(question, expected, namePlanChanges(asReview(question, expected)));
}

/**
 * The same where nothing is left to do: a plan that was done in full since its review is no lack. In its place comes what
 * to say of that.
 */
export function settledPlan(question: PlanQuestion): {
  readonly need: Need | null;
  readonly notice: string | null;
} {
  const expected = question.inputs.gate.expectedPlan;
  if (expected === null || expected === question.plan.digest) return { need: null, notice: null };
  const changes = namePlanChanges(asReview(question, expected));
  if (!isDoneSince(changes)) return { need: differs(question, expected, changes), notice: null };
  const done = moveSentences(changes).join(" ");
  return { need: null, notice: `The plan that was reviewed (${expected}) is done already. ${done}`.trim() };
}

function asReview({ inputs, connection, facts, plan }: PlanQuestion, expected: string) {
  const direction = inputs.command === "down" ? ("down" as const) : ("up" as const);
  const target = { host: connection.host, port: connection.port, database: facts.database };
  return { expected, plan, direction, target, ledger: inputs.ledger };
}

function differs(question: PlanQuestion, expected: string, changes: PlanChanges): Need {
  const digests = `Its digest is ${question.plan.digest}, expected was ${expected}.`;
  return {
    code: "EXPECTED_PLAN_DIFFERS",
    message: `This is not the plan that was reviewed. ${sentences(question, changes).join(" ")} ${digests}`,
    hint:
      changes.kind === "other-target" || changes.kind === "not-comparable"
        ? "Check that the plan was made with the same connection and migrations as this run: host names are compared as they are written."
        : "Review the plan as it is now and give its digest as `expected-plan`; in a workflow run all jobs again, not the failed one alone.",
  };
}

function sentences({ connection, facts, plan }: PlanQuestion, changes: PlanChanges): readonly string[] {
  const here = `"${facts.database}" at ${connection.host}:${connection.port}`;
  switch (changes.kind) {
    case "not-comparable":
      return [
        `Neither its database, nor its ledger, nor its migrations are those of today's plan for ${here}: it was made for something else, or by another version of this tool.`,
      ];
    case "other-on-failure":
      return [otherOnFailure(plan)];
    case "other-target":
      return [
        `The target is another one: this run is connected to ${here}, and the plan was made for another database.`,
      ];
    case "other-stand":
      return [
        "The ledger has changed since: it was at a point that cannot be told from what is on record now.",
      ];
    case "other-files":
      return [
        ...moveSentences(changes),
        "The files have changed since: its list of migrations was another one. One of them is gone, or has another version now, or `target`, `version` or `steps` are not those of the review.",
      ];
    case "known":
      return knownSentences(plan, changes);
  }
}

function knownSentences(plan: Plan, changes: KnownChanges): readonly string[] {
  const { takenBack, added, notAsked, edited } = changes;
  const others = added.filter((file) => !takenBack.includes(file)).map(fileOf);
  const said = [
    ...moveSentences(changes),
    ...(others.length === 0 ? [] : [`Today's plan also has ${listed(others)}.`]),
    ...(notAsked.length === 0
      ? []
      : [`It also had ${listed(notAsked.map(fileOf))}, which this run is not asked for.`]),
    ...editSentences(edited),
  ];
  if (said.length > 0) return said;
  return [unlistedSentence(plan)];
}

/** What a digest is made over, and no fingerprint. */
function unlistedSentence({ steps, waysBack }: Plan): string {
  const replaced = "a repeatable migration in it replaces was run again since, by another file.";
  if (waysBack.length === 0) return `What ${replaced}`;
  const isReplacing = steps.some(({ replaces }) => replaces !== null);
  return `A way back of it has changed since${isReplacing ? `, or what ${replaced}` : "."}`;
}

function otherOnFailure({ waysBack }: Plan): string {
  const [reviewed, now] = waysBack.length > 0 ? ["stay", "is taken back"] : ["be taken back", "stays"];
  return `\`on-failure\` is another one: in the plan that was reviewed, what is applied was to ${reviewed} when a later migration fails, and in today's it ${now}.`;
}

function editSentences(edited: KnownChanges["edited"]): readonly string[] {
  if (edited === null) return [];
  if (edited === "several") return ["More than one of its files has changed since."];
  return [`The file ${edited.file} has changed since: its text, its header or its name.`];
}

/** What other runs did: of each that applied something by whom and when, as the ledger has it. */
function moveSentences({ applied, takenBack }: Moves): readonly string[] {
  const batches = new Set(applied.map(({ row }) => row.batch));
  const back = takenBack.map(({ version }) => version.text);
  return [
    ...[...batches].map((batch) => appliedSentence(applied.filter(({ row }) => row.batch === batch))),
    ...(back.length === 0 ? [] : [`The ledger has changed: ${listed(back)} ${was(back)} taken back since.`]),
  ];
}

function appliedSentence(run: Moves["applied"]): string {
  const versions = run.map(({ file }) => file.version.text);
  const { appliedBy = null, appliedAt = null, batch = null } = run.at(-1)?.row ?? {};
  const said = [
    `The ledger has changed: ${listed(versions)} ${was(versions)} applied since`,
    ...(appliedBy === null ? [] : [`by ${appliedBy}`]),
    ...(appliedAt === null ? [] : [`on ${appliedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`]),
    ...(batch === null ? [] : [`(batch ${batch})`]),
  ];
  return `${said.join(" ")}.`;
}

/** Most names in one sentence: all are in the plan. */
const NAMED = 5;

function listed(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.slice(0, NAMED).join(", ")}${more}`;
}

const was = (list: readonly unknown[]): string => (list.length === 1 ? "was" : "were");
const fileOf = ({ file }: MigrationFile): string => file;
