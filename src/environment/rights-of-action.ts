import type { Action, ActionKind, ActionOf } from "../syntax/action.ts";
import type { ObjectName } from "../syntax/names.ts";

/** Clauses of ALTER TABLE, and what else only the owner of the table may do. Source: PostgreSQL manual, of each command. */
const OF_OWNER: ReadonlySet<ActionKind> = new Set([
  ...(["add-column", "drop-column", "alter-column-type", "set-not-null", "drop-not-null"] as const),
  ...(["set-default", "set-expression", "drop-expression", "set-on-column"] as const),
  ...(["add-constraint", "validate-constraint", "drop-constraint", "alter-constraint"] as const),
  ...(["attach-partition", "detach-partition", "inherit", "create-index"] as const),
]);

/** The rest of it; a trigger needs a right on the table and no more. */
const SET_BY_OWNER: ReadonlySet<ActionOf<"set-on-table">["what"]> = new Set([
  ...(["row-security", "policy", "rule", "owner", "replica-identity", "trigger-state"] as const),
]);

const COPIED_BY_OWNER: ReadonlySet<ActionOf<"copy-table">["way"]> = new Set([
  ...(["logged", "unlogged", "tablespace", "access-method"] as const),
]);

const RELATIONS: ReadonlySet<string> = new Set(["table", "view", "materialized-view", "index", "sequence"]);
const PARTS: ReadonlySet<string> = new Set(["column", "constraint"]);

/** Relations that must belong to who runs `action`. */
export function ownedBy(action: Action): readonly ObjectName[] {
  if (OF_OWNER.has(action.kind)) {
    return [
      ...("table" in action && action.table !== null ? [action.table] : []),
      // DETACH asks nothing of the partition.
      ...(action.kind === "attach-partition" ? [action.partition] : []),
      ...(action.kind === "inherit" ? [action.parent] : []),
    ];
  }
  switch (action.kind) {
    case "set-on-table":
      return SET_BY_OWNER.has(action.what) ? [action.table] : [];
    case "copy-table":
      return action.table !== null && COPIED_BY_OWNER.has(action.way) ? [action.table] : [];
    case "drop":
    case "set-schema":
      return RELATIONS.has(action.what) ? [action.name] : [];
    case "rename":
      return RELATIONS.has(action.what) || PARTS.has(action.what) ? [action.name] : [];
    default:
      return [];
  }
}

/** True for a DROP of a relation: the owner of its schema may do that too. */
export const drops = (action: Action): boolean => action.kind === "drop";

/**
 * Schemas in which `action` makes something, null: the first of the search path; `schemaOf` a relation that is there. A
 * view without a schema may be a temporary one, which is made elsewhere.
 */
export function createdIn(
  action: Action,
  schemaOf: (name: ObjectName) => string | null,
): readonly { readonly schema: string | null }[] {
  switch (action.kind) {
    case "create-table":
      return action.isTemporary ? [] : [{ schema: action.table.schema }];
    case "create-materialized-view":
    case "create-type":
    case "create-domain":
    case "create-function":
      return [{ schema: action.name.schema }];
    case "create-view":
      return action.name.schema === null ? [] : [{ schema: action.name.schema }];
    case "create-index": {
      const schema = schemaOf(action.table);
      return schema === null ? [] : [{ schema }];
    }
    case "set-schema":
      return [{ schema: action.schema }];
    default:
      return [];
  }
}

/** Names that are the plan's own after `action`, those of schemas too. */
export function madeNames(action: Action): readonly string[] {
  switch (action.kind) {
    case "create-table":
      return [action.table.name];
    case "create-schema":
      return [action.name];
    case "create-view":
    case "create-materialized-view":
      return [action.name.name];
    case "rename":
      return action.part === null || action.what === "schema" ? [action.to] : [];
    case "set-schema":
    case "drop":
      return [action.name.name];
    default:
      return [];
  }
}

/** True where what follows in the file runs as somebody else. */
export const setsRole = (action: Action): boolean =>
  action.kind === "set" && (action.name === "role" || action.name === "session_authorization");

/** Trees of statements that give rights, or things to others. */
const GRANTING = /^(Grant|AlterDefaultPrivileges|AlterOwner|AlterRole|CreateRole|ReassignOwned|DropOwned)/;

/** True where who may do what can be another after `action` than the catalog says now. */
export function mayChangeRights(action: Action): boolean {
  switch (action.kind) {
    case "grant":
    case "opaque":
    case "select":
      return true;
    case "set-on-table":
      return action.what === "owner";
    case "other":
      return GRANTING.test(action.tree);
    default:
      return false;
  }
}
