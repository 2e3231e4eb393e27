import type { CatalogFacts, CatalogRelation, CatalogType } from "../database/catalog-facts.ts";
import type { ConstraintKind } from "../syntax/action.ts";
import type { ColumnType } from "../syntax/column-type.ts";
import type { ObjectName } from "../syntax/names.ts";
import type { Tree } from "../syntax/parser.ts";

/** What is known of a relation just before a statement runs: the target's catalog, and what pending ones before it did. */
export interface KnownRelation extends ObjectName {
  /**
   * catalog: the target has it · pending: an earlier pending statement makes it, so it is empty, or small, and no
   * running code uses it · unknown: the target was not asked, or does not have it.
   */
  readonly origin: "catalog" | "pending" | "unknown";
  readonly kind: CatalogRelation["kind"];
  /** What the catalog says of it; null where origin is not `catalog`, and of what it only names. Its names may have changed since: see `columns`. */
  readonly catalog: CatalogRelation | null;
  /** In their order; of an unknown relation those that pending statements have added. */
  readonly columns: readonly KnownColumn[];
  readonly constraints: readonly KnownConstraint[];
  readonly indexes: readonly KnownIndex[];
  readonly triggers: readonly string[];
  /** Number of the transaction that made it; null: none of the pending ones. */
  readonly madeIn: number | null;
  /** True when pending statements have written rows in it. */
  readonly hasNewRows: boolean;
}

export interface KnownColumn {
  readonly name: string;
  /** Name on the target now; null: a pending statement adds it. */
  readonly onTarget: string | null;
  /** Null: not known. */
  readonly type: ColumnType | null;
  readonly isNotNull: boolean;
  readonly hasDefault: boolean;
  readonly generated: "stored" | "virtual" | null;
}

export interface KnownConstraint {
  /** Null: the server makes one that is not known. */
  readonly name: string | null;
  readonly kind: ConstraintKind;
  readonly columns: readonly string[];
  /** Of a CHECK; null: not known. */
  readonly expression: Tree | null;
  readonly references: { readonly table: ObjectName; readonly columns: readonly string[] } | null;
  readonly isValid: boolean;
  readonly isEnforced: boolean;
  /** Number of the transaction that added it; null: none of the pending ones. */
  readonly addedIn: number | null;
}

export interface KnownIndex {
  /** Null: the server makes one that is not known. */
  readonly name: string | null;
  /** Null: an expression. */
  readonly columns: readonly (string | null)[];
  readonly isUnique: boolean;
  readonly isPartial: boolean;
  readonly isValid: boolean;
}

export interface KnownType extends ObjectName {
  readonly kind: "domain" | "enum" | "other";
  readonly origin: "catalog" | "pending";
  readonly isConstrained: boolean;
  /** Of a domain. */
  readonly base: ColumnType | null;
  readonly catalog: CatalogType | null;
  readonly madeIn: number | null;
  /** Values that pending statements added to an enum, with their transactions. */
  readonly newValues: readonly { readonly value: string; readonly addedIn: number | null }[];
}

/** What rules may ask. */
export interface KnownSchema {
  /** What the target's catalog says; null: it was not asked. */
  readonly facts: CatalogFacts | null;
  /** The relation of this name; always one: of origin `unknown` where nothing is known of it. */
  readonly relation: (name: ObjectName) => KnownRelation;
  /** The index of this name and its table; null where neither is known. */
  readonly index: (name: ObjectName) => { readonly index: KnownIndex; readonly table: KnownRelation } | null;
  /** The domain or enum of this name; null where none is known. */
  readonly type: (name: ObjectName) => KnownType | null;
  /** The volatility of functions of this name; null where none is known. */
  readonly volatility: (name: ObjectName) => "immutable" | "stable" | "volatile" | null;
  /** True when a pending statement has made or replaced a function of this name. */
  readonly isMadeFunction: (name: ObjectName) => boolean;
  /** Direct partitions of `relation`. */
  readonly partitions: (relation: KnownRelation) => readonly KnownRelation[];
  /** True when a pending statement has made, dropped, replaced or moved the relation of this name. */
  readonly isChanged: (name: ObjectName) => boolean;
  /** True when something ran before that cannot be looked into (DO, CALL): what is known may be wrong. */
  readonly isUncertain: boolean;
  /** TimeZone of the session, as far as it is known; null: not known. */
  readonly timeZone: string | null;
}
