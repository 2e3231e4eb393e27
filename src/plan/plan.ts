import type { ErrorCode } from "../errors.ts";
import type { MigrationFile, WayBack } from "../files/migration-file.ts";
import type { Script } from "../files/script.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Match } from "./match-ledger.ts";

/** What a run would do, and why it must not: pure, from files × ledger × rules. */
export interface Plan {
  /** `sha256:…` over versions, checksums, modes, the target's identity and the ledger's head. */
  readonly digest: string;
  /** In order of version, of steps down the newest first; empty when nothing is to be done in the asked range. */
  readonly steps: readonly Step[];
  /** The ways back of `steps`, the last one's first, to be run when a later one fails; empty: what is applied stays. */
  readonly waysBack: readonly Step[];
  /** Empty when the plan may go on. */
  readonly refusals: readonly Refusal[];
  /** What is worth saying and stops nothing. */
  readonly notices: readonly string[];
  /** Versions on record as applied, ascending; without repeatable ones that run again. */
  readonly applied: readonly string[];
  /** Versions not applied, ascending; more than the steps when a range was asked for. */
  readonly pending: readonly string[];
  /** Recorded versions newer than every file, ascending. */
  readonly ahead: readonly string[];
  /** Files and ledger rows, brought together: what all of this was made from. */
  readonly match: Match;
  /** Newest applied version that is not repeatable; null when none. */
  readonly currentVersion: string | null;
}

/** One migration to apply, or to take back. */
export interface Step {
  readonly file: MigrationFile;
  /** down: the script is that of its way back. */
  readonly direction: "up" | "down";
  /** What the script was made from: `file` itself, or its way back. Places in the script are places in this. */
  readonly source: WayBack;
  readonly script: Script;
  /** The row of a repeatable one that has run before, which this run replaces; null for all others. */
  readonly replaces: LedgerRow | null;
  /** Of a step down the row that it takes off the record; null for all others. */
  readonly takesBack: LedgerRow | null;
  /** Of a step that an earlier run left half-way how it goes on, its script being what is left; null for all others. */
  readonly resumes: Resume | null;
}

/** How a migration outside a transaction goes on that an earlier run left half-way. */
export interface Resume {
  /** Its row as it was read: it must still be so when the step begins. */
  readonly row: LedgerRow;
  /** All of its script. */
  readonly whole: Script;
  /** How many statements of `whole` are done; all of them: only the record is missing. */
  readonly done: number;
  /** Statements of ours that clear away what was left, in order, each alone, before the file's own. */
  readonly cleanUp: readonly string[];
  /** For the history: what a person chose; null: it goes on by itself. */
  readonly remark: string | null;
}

/** A reason not to run, with what to do. */
export interface Refusal {
  readonly code: ErrorCode;
  /** The version concerned; null when it is about the whole. */
  readonly version: string | null;
  readonly message: string;
  readonly hint: string;
  readonly at: { readonly file: string; readonly line: number; readonly column: number } | null;
}
