import type { MigrateError } from "../errors.ts";
import type { CheckEntry } from "../plan/make-check-plan.ts";
import type { Rehearsal } from "./rehearsal.ts";

/** What running a pull request's migrations has shown. */
export interface CheckRun {
  /** Its `durationsMs` are those of the way there, of the base branch's files too. */
  readonly rehearsal: Rehearsal;
  /** In the order of the entries; those that were not reached are not among them. */
  readonly trips: readonly Trip[];
  /** CHECK_DOWN_DIFFERS, VERIFY_FAILED, and ways back that failed, in the order in which they were found. */
  readonly problems: readonly MigrateError[];
}

/** How far a migration of the pull request, or one whose way back or questions it touches, was tried. */
export interface Trip {
  readonly entry: CheckEntry;
  /**
   * restored: taken back the schema was as before, and applied again as after · differs: it was not · failed: the way
   * back did not run · untried: see `why` · none: there is no way back.
   */
  readonly back: "restored" | "differs" | "failed" | "untried" | "none";
  /** Why it is untried; null for all else. */
  readonly why: string | null;
  /** Questions that were answered with true; null: not all were. */
  readonly answered: number | null;
}
