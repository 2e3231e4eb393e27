/** Parts of a name as the server folds them: schema and name, or the name alone. */
export type NameParts = readonly string[];

/** What the catalog is asked of a statement that may have been under way, or may have left something half-done. */
export type LeftoverQuestion =
  /** All indexes of a table. */
  | { readonly kind: "indexes"; readonly table: NameParts }
  /** One index. */
  | { readonly kind: "index"; readonly name: NameParts }
  /** What REINDEX CONCURRENTLY leaves, of one index, of all of a table or a schema, or (name null) of the database. */
  | { readonly kind: "reindexed"; readonly scope: "index" | "table" | "schema"; readonly name: NameParts }
  | { readonly kind: "reindexed"; readonly scope: "database"; readonly name: null }
  /** How a partition belongs to its table. */
  | { readonly kind: "partition"; readonly table: NameParts; readonly partition: NameParts }
  /** Whether something with a name of its own is there. */
  | {
      readonly kind: "named";
      readonly what: "database" | "tablespace" | "extension" | "subscription" | "prepared transaction";
      readonly name: string;
    };

/** The catalog's answer, of the question's kind. */
export type Leftovers =
  /** null: there is no such table. */
  | { readonly kind: "indexes"; readonly indexes: readonly FoundIndex[] | null }
  | { readonly kind: "index"; readonly isThere: boolean }
  /** Invalid indexes with the names that REINDEX CONCURRENTLY gives, quoted with their schemas. */
  | { readonly kind: "reindexed"; readonly invalid: readonly string[] }
  | {
      readonly kind: "partition";
      readonly state: "attached" | "pending" | "gone";
      /** Quoted, with their schemas; empty when gone. */
      readonly table: string;
      readonly partition: string;
    }
  | { readonly kind: "named"; readonly isThere: boolean };

/** An index as the catalog has it. */
export interface FoundIndex {
  readonly name: string;
  /** Quoted, with its schema. */
  readonly qualified: string;
  /** False: it is not used for reading, as one is left that was not built to its end. */
  readonly isValid: boolean;
  readonly isUnique: boolean;
  /** `btree`. */
  readonly method: string;
  readonly hasPredicate: boolean;
  /** Of each key column its name; null for an expression. */
  readonly keys: readonly (string | null)[];
}
