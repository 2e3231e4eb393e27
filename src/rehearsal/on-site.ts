import type { Ledger, LedgerRow } from "../ledger/ledger.ts";
import { goOnAt } from "../plan/make-step.ts";
import type { Resume, Step } from "../plan/plan.ts";
import type { NotRehearsed, Rehearsal } from "./rehearsal.ts";

/**
 * `step` as it can run on a site whose schema comes from `from` and whose ledger is `ledger`; what it is there without is
 * put into `notRehearsed`. What an earlier run left half-way the site does not have: nothing is to be cleared away.
 */
export function onSite(
  step: Step,
  from: Rehearsal["schemaFrom"],
  ledger: Ledger,
  notRehearsed: NotRehearsed[],
): Step {
  // What a changed repeatable ran as before is not known: a replay cannot have made its row.
  if (step.resumes === null) return from === "replay" ? { ...step, replaces: null } : step;
  const { resumes } = step;
  const row = rowHere(resumes.row, step, ledger);
  // An empty site, on which the statements that are done have left nothing either.
  if (row === null) return { ...step, resumes: null };
  if (from === "given") return { ...step, resumes: { ...resumes, row } };
  notRehearsed.push(...unseen(step, resumes));
  return goOnAt(step, { ...resumes, row }, resumes.done, []);
}

/** The site's own: a replay has made it anew. */
function rowHere({ version }: LedgerRow, { file }: Step, { rows }: Ledger): LedgerRow | null {
  const spellings = new Set([version, file.version.text, file.stem]);
  return rows.find((row) => spellings.has(row.version)) ?? null;
}

function unseen({ file, source }: Step, { cleanUp, whole, done }: Resume): readonly NotRehearsed[] {
  const { line } = whole.statements[Math.min(done, whole.statements.length - 1)] ?? { line: 1 };
  return cleanUp.map((sql) => ({
    ...{ version: file.version.text, file: source.file, line },
    why: `It clears away what an earlier run left, which the site does not have: ${sql}`,
  }));
}
