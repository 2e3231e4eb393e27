import { makeScript } from "../files/make-script.ts";
import type { MigrationFile, WayBack } from "../files/migration-file.ts";
import type { Script } from "../files/script.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Resume, Step } from "./plan.ts";

/** The step that applies `file`; `replaces` as in Step. */
export function makeUpStep(file: MigrationFile, ledger: LedgerName, replaces: LedgerRow | null = null): Step {
  const script = makeScript(file, ledger);
  return { file, direction: "up", source: file, script, replaces, takesBack: null, resumes: null };
}

/** A migration on record that has a way back; `row` null: its row is not known. */
export interface Returnable {
  readonly file: MigrationFile;
  readonly down: WayBack;
  readonly row: LedgerRow | null;
}

/** The step that takes a migration back. */
export function makeDownStep({ file, down, row }: Returnable, ledger: LedgerName): Step {
  const script = makeScript(down, ledger);
  return { file, direction: "down", source: down, script, replaces: null, takesBack: row, resumes: null };
}

/**
 * `step` as it goes on from `row`, which an earlier run left half-way, after as many statements as are counted there: its
 * script is what is left of it.
 */
export function makeResumingStep(step: Step, row: LedgerRow, remark: string | null = null): Step {
  const resumes = { row, whole: step.script, done: 0, cleanUp: [], remark };
  return goOnAt({ ...step, resumes }, resumes, row.statementsDone ?? 0, []);
}

/** The same step going on after `done` statements, once `cleanUp` is done. */
export function goOnAt(step: Step, resumes: Resume, done: number, cleanUp: readonly string[]): Step {
  const script = partOf(resumes.whole, done, resumes.whole.statements.length);
  return { ...step, script, resumes: { ...resumes, done, cleanUp } };
}

/** What of a resuming step is done, as a step of its own: for a site that has to be brought there. */
export function makeDonePart(step: Step, { whole, done }: Resume): Step {
  return { ...step, script: partOf(whole, 0, done), resumes: null };
}

function partOf(script: Script, from: number, to: number): Script {
  const isInside = (index: number) => index >= from && index < to;
  const { createsLedger, statements } = script;
  const first = statements[0]?.line ?? 0;
  const ofPart = ({ line }: Script["allowances"][number]) =>
    line < first || isInside(statements.findIndex((statement) => statement.line > line));
  return {
    ...script,
    statements: statements.slice(from, to),
    allowances: script.allowances.filter(ofPart),
    ownLedgerRows: script.ownLedgerRows.filter(isInside).map((index) => index - from),
    createsLedger: createsLedger !== null && isInside(createsLedger) ? createsLedger - from : null,
  };
}

/** True of a file without a statement: nothing is run. Not of one of which an earlier run has done all. */
export const isEmptyStep = ({ script, resumes }: Step): boolean =>
  resumes === null &&
  script.statements.length === 0 &&
  script.leftOut.length === 0 &&
  script.problems.length === 0;
