import type { ColumnType } from "./column-type.ts";
import type { ObjectName } from "./names.ts";
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

/** What has a name and is dropped, renamed or moved. */
export type ObjectKind =
  | "table"
  | "view"
  | "materialized-view"
  | "index"
  | "sequence"
  | "schema"
  | "type"
  | "domain"
  | "function"
  | "trigger"
  | "policy"
  | "rule"
  | "extension"
  | "other";

type ObjectAction =
  | {
      readonly kind: "drop";
      readonly what: ObjectKind;
      readonly name: ObjectName;
      /** The table of a trigger, policy or rule; null: it has none. */
      readonly table: ObjectName | null;
      readonly isCascading: boolean;
      readonly isConcurrent: boolean;
      readonly ifExists: boolean;
    }
  | { readonly kind: "drop-database"; readonly name: string }
  | {
      readonly kind: "rename";
      readonly what: ObjectKind | "column" | "constraint" | "enum-value" | "attribute";
      /** The object; of a column, constraint, trigger or policy the table it is of; of an enum's value the type. */
      readonly name: ObjectName;
      /** The part that is renamed; null: the object itself. */
      readonly part: string | null;
      readonly to: string;
    }
  | {
      readonly kind: "set-schema";
      readonly what: ObjectKind;
      readonly name: ObjectName;
      readonly schema: string;
    }
  | { readonly kind: "create-view"; readonly name: ObjectName; readonly isReplacing: boolean }
  | { readonly kind: "create-materialized-view"; readonly name: ObjectName; readonly hasData: boolean }
  | { readonly kind: "refresh"; readonly name: ObjectName; readonly isConcurrent: boolean }
  | { readonly kind: "create-type"; readonly name: ObjectName; readonly type: "enum" | "composite" | "range" }
  | {
      readonly kind: "create-domain";
      readonly name: ObjectName;
      readonly base: ColumnType;
      readonly isConstrained: boolean;
    }
  | { readonly kind: "add-enum-value"; readonly type: ObjectName; readonly value: string }
  | { readonly kind: "create-schema"; readonly name: string }
  | {
      readonly kind: "create-function";
      readonly name: ObjectName;
      readonly volatility: "volatile" | "stable" | "immutable";
      readonly language: string;
      readonly isSecurityDefiner: boolean;
      readonly setsSearchPath: boolean;
    }
  | {
      readonly kind: "create-trigger";
      readonly table: ObjectName;
      readonly name: string;
      readonly isReplacing: boolean;
    }
  | { readonly kind: "grant"; readonly isGrant: boolean }
  | { readonly kind: "create-extension"; readonly name: string };

/** What changes rows that are there. */
interface RowChange<Kind extends "update" | "delete" | "merge"> {
  readonly kind: Kind;
  readonly table: ObjectName;
  readonly hasWhere: boolean;
  /** Columns of it that WHERE sets equal to something, each of them always: a key among them picks single rows. */
  readonly picks: readonly string[];
  /** The columns that UPDATE sets. */
  readonly sets: readonly string[];
}

type DataAction =
  | RowChange<"update">
  | RowChange<"delete">
  | RowChange<"merge">
  | { readonly kind: "insert"; readonly table: ObjectName; readonly from: "values" | "query" }
  | { readonly kind: "copy"; readonly table: ObjectName }
  | { readonly kind: "select" }
  /** DO, CALL: what it runs is not seen. */
  | { readonly kind: "opaque"; readonly what: "do" | "call"; readonly body: string | null }
  | { readonly kind: "lock-table"; readonly table: ObjectName; readonly mode: LockMode };

type SessionAction =
  | {
      readonly kind: "set";
      readonly name: string;
      /** As written; null: DEFAULT or RESET. */
      readonly values: readonly string[] | null;
      readonly isLocal: boolean;
    }
  | {
      readonly kind: "transaction";
      readonly what: "begin" | "commit" | "rollback" | "savepoint" | "other";
    }
  | { readonly kind: "alter-system" }
  /** Whatever else; the name of its tree: `CommentStmt`. */
  | { readonly kind: "other"; readonly tree: string };

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
