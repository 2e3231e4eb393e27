import type { Session } from "../database/session.ts";
import { throwAll } from "../errors.ts";
import type { PlanRange } from "../inputs/inputs.ts";
import { chooseVerified } from "../plan/choose-verified.ts";
import type { Plan } from "../plan/plan.ts";
import { askedFilesOf } from "../verification/verification.ts";
import { askOnTarget } from "./ask-on-target.ts";
import { checkDatabase } from "./check-database.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { refused } from "./reasons.ts";

/**
 * The command `verify`: asks the target the questions about what is applied. What a plan would be refused for does not stop
 * it, and is told: the questions are the files' as they are now. Writes nothing, and takes no lock above ACCESS SHARE.
 */
export async function verify(flow: Flow, session: Session, { set, plan, facts }: Planned): Promise<void> {
  const { inputs } = flow;
  const unreadable = plan.refusals.filter(({ code }) => code === "LEDGER_FOREIGN");
  if (unreadable.length > 0) throw refused(unreadable);
  checkDatabase(flow, facts);
  const { files, refusals } = chooseVerified(plan.match, set, inputs.range);
  if (refusals.length > 0) throw refused(refusals);
  const asked = askedFilesOf(files);
  const standing = plan.refusals.map(({ message }) => `\`up\` would be refused here: ${message}`);
  const nothing = asked.length === 0 ? [nothingToAsk(plan, inputs.range)] : [];
  keep(flow, { verification: [], notices: [...flow.draft.notices, ...standing, ...nothing] });
  if (asked.length > 0) throwAll(await askOnTarget(flow, session, asked));
}

function nothingToAsk({ applied }: Plan, { version, target }: PlanRange): string {
  if (version !== null) return `${version} has no verify file: nothing was asked.`;
  if (applied.length === 0) return "Nothing is applied, so there is nothing to verify.";
  const upTo = target === null ? "" : ` up to ${target}`;
  return `Nothing that is applied${upTo} has a verify file (\`V.verify.sql\`): nothing was asked.`;
}
