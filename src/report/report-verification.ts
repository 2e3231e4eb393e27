import type { ReportFailure } from "./report.ts";

/** A file of questions about a migration, and how they were answered. */
export interface ReportVerification {
  readonly version: string;
  readonly name: string;
  /** The file of questions. */
  readonly file: string;
  /** How many it has, and how many of them were answered with true; both 0 where it was not asked. */
  readonly questions: number;
  readonly held: number;
  /** VERIFY_FAILED for each that does not hold, in their order. */
  readonly problems: readonly ReportFailure[];
  /** Questions whose answer says nothing on the site of a rehearsal, and why; empty for the target. */
  readonly unjudged: readonly { readonly line: number; readonly column: number; readonly why: string }[];
  /** Why it was not asked, a sentence; null: it was. */
  readonly notAsked: string | null;
}
