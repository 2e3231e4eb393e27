/** A migration that leaves marks: what of it was done, and how often, can be counted afterwards. */
export interface TortureMigration {
  readonly version: string;
  readonly kind: MigrationKind;
  readonly fileName: string;
  readonly sql: string;
  readonly mode: "transaction" | "no-transaction";
  readonly statements: readonly MarkedStatement[];
}

/**
 * plain: one transaction · slow: one that takes its time · wrapped: one that the file itself begins and ends · counted:
 * several statements outside a transaction · mixed: those, among them a transaction of the file's own and an index ·
 * index: one CREATE INDEX CONCURRENTLY.
 */
export type MigrationKind = "plain" | "slow" | "wrapped" | "counted" | "mixed" | "index";

/** A statement and what it leaves. */
export interface MarkedStatement {
  readonly sql: string;
  readonly leaves: Leaving;
  /** with: the ledger's count of statements is written in the statement's own transaction · after: in the next one. */
  readonly counted: "with" | "after";
  /** Index of the first statement of the file's own transaction that it is in; its own where it is in none. */
  readonly unit: number;
}

/** A row of `marks`, a table or an index, by which it is known that the statement was run; none: it leaves nothing. */
export type Leaving =
  | { readonly kind: "mark"; readonly part: number }
  | { readonly kind: "table"; readonly name: string }
  | { readonly kind: "index"; readonly name: string }
  | { readonly kind: "none" };

/** Parts of the marks that the migration leaves, ascending. */
export function partsOf({ statements }: TortureMigration): readonly number[] {
  return statements.flatMap(({ leaves }) => (leaves.kind === "mark" ? [leaves.part] : []));
}

/** Names of the relations that it leaves, in its order. */
export function relationsOf({ statements }: TortureMigration, kind: "table" | "index"): readonly string[] {
  return statements.flatMap(({ leaves }) => (leaves.kind === kind ? [leaves.name] : []));
}
