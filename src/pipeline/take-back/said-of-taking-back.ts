import { renderCount } from "../../amounts.ts";
import type { MigrationOutcome, Outcome } from "../../apply/outcome.ts";
import { describeLoss, lossesOfSteps } from "../../plan/make-losses.ts";
import { appliedOf, type FailedRun } from "./why-it-stays.ts";

/** A notice: what this run has applied stays although `on-failure` asks for other things, and how it is taken back. */
export function staysNotice({ outcome, batch }: FailedRun, why: string): string {
  return `Nothing was taken back (\`on-failure: rollback-batch\`): ${why}. Still applied of this run: ${listed(appliedOf(outcome))}. Look at \`status\`; \`down\` with \`batch: ${batch}\` takes it back.`;
}

/** A notice: what was taken back, and why; what went with it; and what is still applied where not all could be. */
export function backNotice(
  { outcome, failure, batch }: FailedRun,
  back: Outcome,
  after: readonly MigrationOutcome[],
): string {
  const done = back.migrations.filter(({ state }) => state === "taken-back");
  const failed = outcome.migrations.find(({ state }) => state === "rolled-back" || state === "failed");
  const version = failed?.step.file.version.text ?? failure.details.version;
  const because = version === undefined ? "The run failed" : `${version} failed`;
  const said =
    done.length === 0
      ? `${because}, and nothing of what this run had applied could be taken back (\`on-failure: rollback-batch\`).`
      : `${because}, so what this run had applied was taken back, newest first (\`on-failure: rollback-batch\`): ${listed(done)}.`;
  return [said, ...lossSentence(done), ...leftSentence(after, batch)].join(" ");
}

/** Whoever used what was there for a moment has written into it. */
function lossSentence(done: readonly MigrationOutcome[]): readonly string[] {
  const losses = [...lossesOfSteps(done.map(({ step }) => step)).values()].flat();
  const [first] = losses;
  if (first === undefined) return [];
  const more = losses.length === 1 ? "" : `, and ${losses.length - 1} more`;
  return [`What was written meanwhile went with it: ${describeLoss(first.loss, null)}${more}.`];
}

function leftSentence(after: readonly MigrationOutcome[], batch: number | null): readonly string[] {
  const left = appliedOf({ migrations: after });
  const open = after.filter(({ step, state }) => step.direction === "down" && state !== "taken-back");
  return [
    ...(left.length === 0
      ? []
      : [`Still applied: ${listed(left)}; \`down\` with \`batch: ${batch}\` goes on.`]),
    ...open.map(({ step, state }) =>
      state === "unknown"
        ? `Whether ${step.file.version.text} is taken back is not known: look at \`status\`.`
        : `${step.file.version.text} is half-way back: \`down\` goes on with it.`,
    ),
  ];
}

/** Most versions that one sentence names. */
const NAMED = 12;

function listed(migrations: readonly MigrationOutcome[]): string {
  const versions = migrations.slice(0, NAMED).map(({ step }) => step.file.version.text);
  const more = migrations.length - versions.length;
  return `${versions.join(", ")}${more > 0 ? ` and ${renderCount(more, "other")}` : ""}`;
}
