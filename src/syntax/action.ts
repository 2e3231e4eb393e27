import type { ColumnType } from "./column-type.ts";
import type { ObjectName } from "./names.ts";
import type { DataAction, ObjectAction, SessionAction } from "./object-action.ts";
import type { Tree } from "./parser.ts";

/** One thing that a statement does: ALTER TABLE with three clauses has three, most others one. */
export type Action = { readonly at: number } & (
  | TableAction
  | ColumnAction
  | ConstraintAction
  | IndexAction
  | PartitionAction
  | ObjectAction
  | DataAction
  | SessionAction
);

/** Where something begins in its statement: an offset in bytes of UTF-8. */
export interface Placed {
  readonly at: number;
}

/** A column that a statement makes. */
export interface NewColumn extends Placed {
  readonly name: string;
  readonly type: ColumnType;
  /** Null: none. */
  readonly default: Tree | null;
  readonly isNotNull: boolean;
  readonly generated: "stored" | "virtual" | null;
  /** identity: GENERATED … AS IDENTITY · serial: of the type serial and its kin. */
  readonly numbered: "identity" | "serial" | null;
  /** Those written at the column: CHECK, UNIQUE, PRIMARY KEY, REFERENCES. */
  readonly constraints: readonly NewConstraint[];
}

export type ConstraintKind = "check" | "foreign-key" | "primary-key" | "unique" | "exclude" | "not-null";

/** A constraint that a statement makes. */
export interface NewConstraint extends Placed {
  readonly kind: ConstraintKind;
  /** Null: the server makes one. */
  readonly name: string | null;
  /** Of a key its columns, of a foreign key the referencing ones, of a NOT NULL its one; empty for CHECK and EXCLUDE. */
  readonly columns: readonly string[];
  /** Of a CHECK. */
  readonly expression: Tree | null;
  /** Of a foreign key; no columns: those of the primary key. */
  readonly references: { readonly table: ObjectName; readonly columns: readonly string[] } | null;
  readonly isNotValid: boolean;
  readonly isEnforced: boolean;
  /** ADD CONSTRAINT … USING INDEX; null: an index is built. */
  readonly usingIndex: string | null;
}

type TableAction =
  | {
      readonly kind: "create-table";
      readonly table: ObjectName;
      readonly columns: readonly NewColumn[];
      readonly constraints: readonly NewConstraint[];
      readonly partitionOf: ObjectName | null;
      readonly bound: "default" | "values" | null;
      readonly isPartitioned: boolean;
      readonly inherits: readonly ObjectName[];
      readonly ifNotExists: boolean;
      readonly isTemporary: boolean;
      /** query: CREATE TABLE … AS, SELECT INTO. */
      readonly from: "definition" | "query";
    }
  /** TRUNCATE, tables of one statement each an action. */
  | { readonly kind: "truncate"; readonly table: ObjectName; readonly isCascading: boolean }
  /** SET LOGGED, UNLOGGED, TABLESPACE, ACCESS METHOD; CLUSTER and VACUUM FULL. `table` null: all of the database. */
  | {
      readonly kind: "copy-table";
      readonly table: ObjectName | null;
      readonly way: "logged" | "unlogged" | "tablespace" | "access-method" | "cluster" | "vacuum-full";
    }
  | { readonly kind: "inherit"; readonly table: ObjectName; readonly parent: ObjectName }
  /** Others on a table, with the lock that they take for a moment. */
  | {
      readonly kind: "set-on-table";
      readonly table: ObjectName;
      readonly what:
        | "row-security"
        | "policy"
        | "rule"
        | "owner"
        | "replica-identity"
        | "trigger"
        | "trigger-state"
        | "harmless";
    };

type ColumnAction =
  | {
      readonly kind: "add-column";
      readonly table: ObjectName;
      readonly column: NewColumn;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: "drop-column";
      readonly table: ObjectName;
      readonly column: string;
      readonly isCascading: boolean;
      readonly ifExists: boolean;
    }
  | {
      readonly kind: "alter-column-type";
      readonly table: ObjectName;
      readonly column: string;
      readonly type: ColumnType;
      /** USING; null: none. */
      readonly using: Tree | null;
      readonly hasCollation: boolean;
    }
  | { readonly kind: "set-not-null"; readonly table: ObjectName; readonly column: string }
  | { readonly kind: "drop-not-null"; readonly table: ObjectName; readonly column: string }
  /** SET DEFAULT; null: DROP DEFAULT. */
  | {
      readonly kind: "set-default";
      readonly table: ObjectName;
      readonly column: string;
      readonly value: Tree | null;
    }
  | { readonly kind: "set-expression"; readonly table: ObjectName; readonly column: string }
  | { readonly kind: "drop-expression"; readonly table: ObjectName; readonly column: string }
  /** ADD, SET and DROP of an identity, STORAGE, COMPRESSION: a moment's ACCESS EXCLUSIVE. */
  | { readonly kind: "set-on-column"; readonly table: ObjectName; readonly column: string };

type ConstraintAction =
  | {
      readonly kind: "add-constraint";
      readonly table: ObjectName;
      readonly constraint: NewConstraint;
      /** ALTER TABLE ONLY: not on its partitions. */
      readonly isOnly: boolean;
    }
  | { readonly kind: "validate-constraint"; readonly table: ObjectName; readonly constraint: string }
  | {
      readonly kind: "drop-constraint";
      readonly table: ObjectName;
      readonly constraint: string;
      readonly isCascading: boolean;
    }
  | {
      readonly kind: "alter-constraint";
      readonly table: ObjectName;
      readonly constraint: string;
      /** ENFORCED, NOT ENFORCED; null: something else of it. */
      readonly enforced: boolean | null;
    }
  | {
      readonly kind: "alter-domain";
      readonly domain: ObjectName;
      /** Null: NOT NULL. */
      readonly add: NewConstraint | null;
    }
  | { readonly kind: "validate-domain"; readonly domain: ObjectName; readonly constraint: string };

type IndexAction =
  | {
      readonly kind: "create-index";
      readonly table: ObjectName;
      /** Null: the server makes one. */
      readonly name: string | null;
      /** Null: an expression. */
      readonly columns: readonly (string | null)[];
      /** Those of `columns` that are expressions, in their order. */
      readonly expressions: readonly Tree[];
      readonly where: Tree | null;
      readonly isUnique: boolean;
      readonly isConcurrent: boolean;
      readonly ifNotExists: boolean;
      /** ON ONLY: not on its partitions. */
      readonly isOnly: boolean;
      readonly method: string;
    }
  | {
      readonly kind: "reindex";
      readonly what: "index" | "table" | "schema" | "database" | "system";
      /** Of an index or table; of a schema its name alone. */
      readonly name: ObjectName;
      readonly isConcurrent: boolean;
    };

type PartitionAction =
  | {
      readonly kind: "attach-partition";
      readonly table: ObjectName;
      readonly partition: ObjectName;
      readonly bound: "default" | "values";
      readonly limits: PartitionLimits;
    }
  | {
      readonly kind: "detach-partition";
      readonly table: ObjectName;
      readonly partition: ObjectName;
      readonly isConcurrent: boolean;
    };

/** FOR VALUES of a partition: constants as they are written; of the others empty. */
export interface PartitionLimits {
  /** FROM, inclusive, a constant a column; null: MINVALUE, or no constant. */
  readonly from: readonly (string | null)[];
  /** TO, exclusive; null: MAXVALUE, or no constant. */
  readonly to: readonly (string | null)[];
  /** IN; null: no constant, or NULL. */
  readonly values: readonly (string | null)[];
}

/** Modes of locks on tables, weakest first. Source: PostgreSQL manual, "Explicit Locking". */
export const LOCK_MODES = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

export type ActionKind = Action["kind"];

/** The actions of a kind, for rules that look at it alone. */
export type ActionOf<Kind extends ActionKind> = Extract<Action, { readonly kind: Kind }>;
