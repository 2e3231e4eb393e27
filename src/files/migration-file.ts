import type { LargeBody } from "./large/large-file.ts";

/** The identity of a migration. */
export interface Version {
  /** As the file or ledger writes it: `001`, `2.1`, `20230518191501_init`. Shown to people, recorded in the ledger. */
  readonly text: string;
  /** The identity: equal for `1` and `01`. */
  readonly key: string;
  /** What order compares, part by part: numbers as numbers and before texts, texts by their characters. */
  readonly order: readonly (bigint | string)[];
  /** `versioned` when not given. */
  readonly kind?: MigrationKind;
}

/**
 * versioned: applied once · repeatable: applied again whenever its checksum has changed, after all versioned ones.
 */
export type MigrationKind = "versioned" | "repeatable";

/**
 * What a file, or the tool that it was written for, says about transactions:
 * runner: nothing; ours is put around it ·
 * wrapped: that tool puts one around it, which a last COMMIT of the file's own ends ·
 * as-written: that tool sends it as it is: its own BEGIN and COMMIT count, however many ·
 * none: a marker, or a file beside it, says that it runs without one.
 */
export type TransactionRule = "runner" | "wrapped" | "as-written" | "none";

/** A migration as it lies in the directory: read and checked, not yet split into statements. */
export interface MigrationFile {
  readonly kind: MigrationKind;
  readonly version: Version;
  /** `create_users` of `001_create_users.up.sql`. */
  readonly name: string;
  /** `001_create_users`: version and name as written, without the extension. */
  readonly stem: string;
  /** Path for people and annotations: the migrations path as given, joined with the file's own. */
  readonly file: string;
  /**
   * The way there: decoded text without byte order mark, line ends as they are. What of the file does not belong to it
   * (another tool's markers, the way back) is blank, so that places in it are places in the file. Empty for a large one.
   */
  readonly text: string;
  /** The way there of a file that is too large to be held; not there for all others. */
  readonly large?: LargeBody;
  readonly transactions: TransactionRule;
  /** `sha256:` and 64 hex digits, over the whole file's text with CRLF as LF. Source: docs/format.md. */
  readonly checksum: string;
  /** The way back, where there is one. */
  readonly down: WayBack | null;
  /** The questions beside it, by file name; not there where there are none. */
  readonly verify?: readonly VerifyFile[];
}

/** Read-only queries that must give nothing but true once the migration is applied: `V.verify.sql`. */
export interface VerifyFile {
  readonly file: string;
  /** Decoded, without byte order mark. */
  readonly text: string;
}

/** How a migration is taken back. */
export interface WayBack {
  readonly file: string;
  /** As `MigrationFile.text`: all else in its file is blank. */
  readonly text: string;
  /** As `MigrationFile.large`. */
  readonly large?: LargeBody;
  readonly transactions: TransactionRule;
}

/** How a directory writes versions, and what a ledger's text means in it. */
export interface Layout {
  readonly name: string;
  /**
   * Which file to write to give an applied migration a way back, for people; null: none, the layout has no such files, or
   * keeps both ways in one, which must not change once it is applied.
   */
  readonly wayBack: string | null;
  /** The version that `text` (of a ledger row or typed by a user) stands for; null when it is none. */
  readonly parseVersion: (text: string) => Version | null;
}

/** Ordered migrations of one directory, and the layout that read them. */
export interface MigrationSet {
  readonly layout: Layout;
  /** Ascending by version, each version once; repeatable ones last. */
  readonly files: readonly MigrationFile[];
}
