import type { MigrateError } from "../errors.ts";
import type { Standing } from "../files/read-standing.ts";

/** What a file is for: the way there, the way back, questions. */
export type Way = "up" | "down" | "verify";

/** A file that is to be written. */
export interface NewFile {
  /** Relative to the directory, with forward slashes. */
  readonly name: string;
  /** Comments, and the markers of its layout; ends with a line feed. */
  readonly text: string;
  /** At least one; both ways where they stand in one file. */
  readonly holds: readonly Way[];
}

/** What is asked for. */
export interface Wish {
  /** `add_users_email`. */
  readonly name: string;
  /** Whether a file of questions is wanted too. */
  readonly verify: boolean;
  /** The moment of asking. */
  readonly at: Date;
  /** Versions that somebody else is writing just now, as they stand in names. */
  readonly taken: readonly string[];
}

/** A new migration, or why there can be none. */
export type Creation =
  | {
      readonly kind: "files";
      /** As the layout writes it in names: `017`, `20260131120000`, `1_2`. */
      readonly version: string;
      /** The way there first. */
      readonly files: readonly NewFile[];
      /** Sentences: what a person should know. */
      readonly notices: readonly string[];
    }
  | { readonly kind: "problem"; readonly problem: MigrateError };

/** How one layout's new files are called and what stands in them. Pure, from what stands there already. */
export interface Form {
  /** The version after all that are there, as it stands in names. */
  readonly version: (standing: Standing, wish: Wish) => string;
  /** The way there first, the way back where one is to be written. */
  readonly files: (standing: Standing, version: string, name: string) => readonly NewFile[];
}
