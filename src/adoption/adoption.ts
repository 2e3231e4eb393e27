import type { MigrationFile } from "../files/migration-file.ts";
import type { AdoptionRefusal } from "./choose-ledger.ts";
import type { ForeignLedger } from "./foreign-ledger.ts";
import type { ForeignEntry } from "./foreign-tool.ts";

/** Another tool's ledger and the files here, brought together: what an adoption would record, and why it must not. */
export interface Adoption {
  readonly ledger: ForeignLedger;
  /** One for each file, in the order of the files, then one for each entry that has none. */
  readonly rows: readonly AdoptionRow[];
  /** Empty when it may go on. */
  readonly refusals: readonly AdoptionRefusal[];
  readonly notices: readonly string[];
}

export interface AdoptionRow {
  /** Null: the other tool knows nothing of the file. */
  readonly entry: ForeignEntry | null;
  /** Null: the entry has none. */
  readonly file: MigrationFile | null;
  readonly state: AdoptionState;
}

/**
 * applied: the other tool has it as applied: it is taken over · pending: that tool does not have it · late: likewise, and
 * older than the newest that is taken over · undone: it has a row, and was taken back · dirty, failed, unfinished: the
 * row did not end well, which stops the adoption · missing: applied there, and no file here, which stops it too ·
 * duplicate: a second row for the same file, likewise · bookkeeping: a row of that tool's own, left out.
 */
export type AdoptionState =
  | "applied"
  | "pending"
  | "late"
  | "undone"
  | "dirty"
  | "failed"
  | "unfinished"
  | "missing"
  | "duplicate"
  | "bookkeeping";

/** A file that is taken over, with what the other tool says of it. */
export interface AdoptedFile {
  readonly entry: ForeignEntry;
  readonly file: MigrationFile;
}

/** The files that the adoption records as applied, in their order; empty when there are none. */
export const adoptedFiles = ({ rows }: Adoption): readonly AdoptedFile[] =>
  rows.flatMap(({ entry, file, state }) =>
    state === "applied" && entry !== null && file !== null ? [{ entry, file }] : [],
  );
