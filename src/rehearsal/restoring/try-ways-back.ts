import type { Schema } from "../../database/schema.ts";
import { MigrateError } from "../../errors.ts";
import { ledgerAfter } from "../../execution/ledger-after.ts";
import type { Step } from "../../plan/plan.ts";
import { wholeStep } from "../../plan/ways-back/round-trip.ts";
import type { NotRehearsed } from "../rehearsal.ts";
import { runUntraced, type Untraced } from "../run-untraced.ts";
import { compareRestored, type Restoration, unknownForLeftOut, unknownRestoration } from "./restoration.ts";

/** What the ways back of steps that have just been run on a site are tried with. */
export interface TrialRequest extends Untraced {
  /** As they ran there, in their order. */
  readonly steps: readonly Step[];
  /** Of each of them, the last one's first. */
  readonly waysBack: readonly Step[];
  /** Statements of the steps that could not be run there. */
  readonly notRehearsed: readonly NotRehearsed[];
  /** As it was before the first of them. */
  readonly before: Schema;
  readonly readSchema: () => Promise<Schema>;
  /** What becomes of the site afterwards: some have to be left with the steps applied, or go on from there. */
  readonly leave: "applied" | "taken-back";
}

/** How the ways back went. */
export interface Trial {
  /** Null where one of them failed. */
  readonly restoration: Restoration | null;
  /** Statements of theirs that could not be run there. */
  readonly notRehearsed: readonly NotRehearsed[];
  readonly failure: MigrateError | null;
}

/**
 * Takes `request.steps` back on the site, compares the schema with the one before, and applies them again where they are
 * to stay. Rejects when cancelled, or the connection is lost.
 */
export async function tryWaysBack(request: TrialRequest): Promise<Trial> {
  const { before, readSchema, steps, waysBack } = request;
  const place = { ...request, execution: ledgerAfter(request.execution, 1) };
  const back = await runUntraced(waysBack, place);
  const trial = { restoration: null, notRehearsed: back.notRehearsed };
  if (back.failure !== null) return { ...trial, failure: failed(back.failure) };
  const halfDone = steps.find(({ resumes }) => resumes !== null && resumes.done > 0);
  const restoration =
    halfDone === undefined
      ? (unknownForLeftOut([...request.notRehearsed, ...back.notRehearsed]) ??
        compareRestored(before, await readSchema()))
      : unknownRestoration(
          `${halfDone.file.file} goes on where an earlier run stopped, and its way back takes away what that run did too.`,
        );
  if (request.leave === "taken-back") return { ...trial, restoration, failure: null };
  const again = await runUntraced(steps.map(wholeStep), place);
  return { ...trial, restoration, failure: again.failure === null ? null : notAgain(again.failure) };
}

const BACK_HINT =
  "Mend the way back: with `on-failure: rollback-batch` it runs on the target when a later migration fails there. Nothing there was touched.";

function failed({ code, message, details }: MigrateError): MigrateError {
  const hint = details.hint ?? BACK_HINT;
  return new MigrateError(code, `when all was taken back again, ${message}`, { ...details, hint });
}

function notAgain({ code, message, details }: MigrateError): MigrateError {
  const hint = "Its way back leaves something behind that the migration makes or writes: undo that too.";
  return new MigrateError(code, `applied again after its way back, ${message}`, { ...details, hint });
}
