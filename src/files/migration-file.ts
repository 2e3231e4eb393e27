/** The identity of a migration. */
export interface Version {
  /** As the file or ledger writes it: `001`. Shown to people, recorded in the ledger. */
  readonly text: string;
  /** The identity: equal for `1` and `01`. */
  readonly key: string;
  /** What order compares, part by part. */
  readonly order: readonly bigint[];
}

/** A migration as it lies in the directory: read and checked, not yet split into statements. */
export interface MigrationFile {
  readonly version: Version;
  /** `create_users` of `001_create_users.up.sql`. */
  readonly name: string;
  /** `001_create_users`: version and name as written, without the extension. */
  readonly stem: string;
  /** Path for people and annotations: the migrations path as given, joined with the file's own. */
  readonly file: string;
  /** Decoded text without byte order mark; line ends as they are. */
  readonly text: string;
  /** `sha256:` and 64 hex digits, over the text with CRLF as LF. Source: docs/format.md. */
  readonly checksum: string;
  /** The way back, where there is one. */
  readonly down: { readonly file: string; readonly text: string } | null;
}

/** How a directory writes versions, and what a ledger's text means in it. */
export interface Layout {
  readonly name: string;
  /** The version that `text` (of a ledger row or typed by a user) stands for; null when it is none. */
  readonly parseVersion: (text: string) => Version | null;
}

/** Ordered migrations of one directory, and the layout that read them. */
export interface MigrationSet {
  readonly layout: Layout;
  /** Ascending by version, each version once. */
  readonly files: readonly MigrationFile[];
}
