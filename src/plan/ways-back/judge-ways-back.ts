import type { Layout } from "../../files/migration-file.ts";
import type { LedgerName } from "../../inputs/inputs.ts";
import { endsTheRecord } from "../down-refusals.ts";
import { describeLoss, lossesOfSteps } from "../make-losses.ts";
import type { Refusal, Step } from "../plan.ts";
import { scriptRefusals } from "../script-refusals.ts";

/** What ways back are judged by. */
interface Judging {
  readonly ledger: LedgerName;
  readonly layout: Layout;
}

/** True where something is asked after the last of `steps` that can fail: then that one too may have to be taken back. */
export const hasVerification = (steps: readonly Step[]): boolean =>
  steps.some(({ file }) => (file.verify ?? []).length > 0);

/** True for a way back that can be run, and leaves the ledger there. */
export const isSafeBack = (back: Step, ledger: LedgerName): boolean =>
  scriptRefusals(back).length === 0 && endsTheRecord(back, ledger).length === 0;

/** Why `steps` must not be run where all or nothing is asked for: what is wrong with the `waysBack` of those `needed`. */
export function backRefusals(
  steps: readonly Step[],
  needed: readonly Step[],
  waysBack: readonly Step[],
  { ledger, layout }: Judging,
): readonly Refusal[] {
  const backOf = new Map(waysBack.map((back) => [back.file, back]));
  return needed.flatMap((step) => {
    const back = backOf.get(step.file);
    if (back === undefined) return [noWayBack(step, steps.indexOf(step) + 1, layout)];
    return [
      ...scriptRefusals(back),
      ...endsTheRecord(back, ledger).map((found) => forUp(found, step, steps)),
    ];
  });
}

function noWayBack({ file }: Step, count: number, { wayBack }: Layout): Refusal {
  const isRepeatable = file.kind === "repeatable";
  const write =
    isRepeatable || wayBack === null
      ? ""
      : `Write one, ${wayBack} (an empty file is one that does nothing). Or apply`;
  return {
    code: "DOWN_MISSING",
    version: file.version.text,
    message: `${file.file} has no way back${isRepeatable ? ", as it is repeatable" : ""}: if a later migration failed, it could not be taken back, as \`on-failure: rollback-batch\` asks.`,
    hint: `${write === "" ? "Apply" : write} it as the last of a run (\`steps: ${count}\`), where nothing comes after it, or go on with \`on-failure: stop\`.`,
    at: null,
  };
}

/** What to do about a way back that ends the record is another thing when it is not to be run yet. */
function forUp(refusal: Refusal, step: Step, steps: readonly Step[]): Refusal {
  const count = steps.indexOf(step) + 1;
  return {
    ...refusal,
    hint: `Apply ${step.file.version.text} as the last of a run (\`steps: ${count}\`), where nothing comes after it, or go on with \`on-failure: stop\`.`,
  };
}

/** What all or nothing does not reach: data that goes on the way there, and files that can stop half-way. */
export function backNotices(steps: readonly Step[]): readonly string[] {
  return [...lossNotices(steps), ...steps.slice(1).filter(canStopHalfWay).map(halfWayNotice)];
}

function lossNotices(steps: readonly Step[]): readonly string[] {
  const found = [...lossesOfSteps(steps)].flatMap(([{ file }, losses]) =>
    losses.map(({ loss }) => `${file.file} takes away ${describeLoss(loss, null)}`),
  );
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length === 1 ? "" : `, and ${found.length - 1} more`;
  return [`\`on-failure: rollback-batch\` brings the schema back, and no data: ${first}${more}.`];
}

/** Of a single statement outside a transaction nothing is done when it fails. */
const canStopHalfWay = ({ script }: Step): boolean =>
  script.mode === "no-transaction" && script.statements.length > 1;

function halfWayNotice({ file, script }: Step): string {
  return `${file.file} runs outside a transaction, in ${script.statements.length} statements: where it stops after one of them, what was applied before it stays, \`on-failure: rollback-batch\` or not.`;
}
