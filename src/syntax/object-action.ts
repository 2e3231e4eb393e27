import type { LockMode } from "./action.ts";
import type { ColumnType } from "./column-type.ts";
import type { ObjectName } from "./names.ts";

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

/** What makes, changes or takes away what has a name. */
export type ObjectAction =
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

/** What writes, reads or locks rows, or runs what is not read here. */
export type DataAction =
  | RowChange<"update">
  | RowChange<"delete">
  | RowChange<"merge">
  | { readonly kind: "insert"; readonly table: ObjectName; readonly from: "values" | "query" }
  | { readonly kind: "copy"; readonly table: ObjectName }
  | { readonly kind: "select" }
  /** DO, CALL: what it runs is not seen. */
  | { readonly kind: "opaque"; readonly what: "do" | "call"; readonly body: string | null }
  | { readonly kind: "lock-table"; readonly table: ObjectName; readonly mode: LockMode };

/** What changes the session, the transaction, or something that no rule is about. */
export type SessionAction =
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
