import type { AlterEnumStmt, DropStmt, ObjectType, RenameStmt } from "@pgsql/types";
import type { Action, ActionOf } from "./action.ts";
import { listedName, qualifiedName, relationName, stringsOf } from "./names.ts";
import { makeNewConstraint } from "./new-parts.ts";
import type { ObjectKind } from "./object-action.ts";
import type { Tree } from "./parser.ts";

/** What a DROP, RENAME and what else is about named objects does; null for all other statements. */
export function objectActions(tree: Tree): readonly Action[] | null {
  if ("DropStmt" in tree) return dropActions(tree.DropStmt);
  if ("RenameStmt" in tree) return [rename(tree.RenameStmt)];
  if ("AlterObjectSchemaStmt" in tree) {
    const { objectType, relation, object, newschema = "" } = tree.AlterObjectSchemaStmt;
    const name = relation === undefined ? qualifiedName(listedName(object)) : relationName(relation);
    const at = relation?.location ?? 0;
    return [{ kind: "set-schema", at, what: kindOf(objectType), name, schema: newschema }];
  }
  if ("AlterEnumStmt" in tree) return [alterEnum(tree.AlterEnumStmt)];
  if ("AlterDomainStmt" in tree) return alterDomain(tree);
  if ("RefreshMatViewStmt" in tree) {
    const { relation, concurrent } = tree.RefreshMatViewStmt;
    const at = relation?.location ?? 0;
    return [{ kind: "refresh", at, name: relationName(relation), isConcurrent: concurrent === true }];
  }
  if ("DropdbStmt" in tree) return [{ kind: "drop-database", at: 0, name: tree.DropdbStmt.dbname ?? "" }];
  if ("GrantStmt" in tree) return [{ kind: "grant", at: 0, isGrant: tree.GrantStmt.is_grant === true }];
  return maintenanceActions(tree);
}

const KINDS: Readonly<Partial<Record<ObjectType, ObjectKind>>> = {
  OBJECT_TABLE: "table",
  OBJECT_FOREIGN_TABLE: "table",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "materialized-view",
  OBJECT_INDEX: "index",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_SCHEMA: "schema",
  OBJECT_TYPE: "type",
  OBJECT_DOMAIN: "domain",
  OBJECT_FUNCTION: "function",
  OBJECT_PROCEDURE: "function",
  OBJECT_ROUTINE: "function",
  OBJECT_TRIGGER: "trigger",
  OBJECT_POLICY: "policy",
  OBJECT_RULE: "rule",
  OBJECT_EXTENSION: "extension",
};

const kindOf = (type: ObjectType | undefined): ObjectKind =>
  type === undefined ? "other" : (KINDS[type] ?? "other");

/** Their names are those of a table, and their own behind it. */
const OF_TABLES: readonly ObjectKind[] = ["trigger", "policy", "rule"];

function dropActions({
  objects = [],
  removeType,
  behavior,
  concurrent,
  missing_ok,
}: DropStmt): readonly Action[] {
  const what = kindOf(removeType);
  return objects.map((object) => {
    const parts = listedName(object);
    const isOfTable = OF_TABLES.includes(what);
    return {
      kind: "drop",
      at: 0,
      what,
      name: isOfTable ? { schema: null, name: parts.at(-1) ?? "" } : qualifiedName(parts),
      table: isOfTable ? qualifiedName(parts.slice(0, -1)) : null,
      isCascading: behavior === "DROP_CASCADE",
      isConcurrent: concurrent === true,
      ifExists: missing_ok === true,
    };
  });
}

const PARTS: Readonly<Partial<Record<ObjectType, ActionOf<"rename">["what"]>>> = {
  OBJECT_COLUMN: "column",
  OBJECT_TABCONSTRAINT: "constraint",
  OBJECT_ATTRIBUTE: "attribute",
};

function rename({ renameType, relation, object, subname, newname = "" }: RenameStmt): Action {
  const at = relation?.location ?? 0;
  const what = (renameType === undefined ? undefined : PARTS[renameType]) ?? kindOf(renameType);
  if (what === "schema") {
    const name = { schema: null, name: subname ?? "" };
    return { kind: "rename", at, what, name, part: null, to: newname };
  }
  const name = relation === undefined ? qualifiedName(listedName(object)) : relationName(relation);
  return { kind: "rename", at, what, name, part: subname ?? null, to: newname };
}

function alterEnum({ typeName, oldVal, newVal = "" }: AlterEnumStmt): Action {
  const type = qualifiedName(stringsOf(typeName));
  if (oldVal === undefined) return { kind: "add-enum-value", at: 0, type, value: newVal };
  return { kind: "rename", at: 0, what: "enum-value", name: type, part: oldVal, to: newVal };
}

function alterDomain(tree: Extract<Tree, { readonly AlterDomainStmt: unknown }>): readonly Action[] {
  const { subtype, typeName, def, name = "" } = tree.AlterDomainStmt;
  const domain = qualifiedName(stringsOf(typeName));
  if (subtype === "O") return [{ kind: "alter-domain", at: 0, domain, add: null }];
  if (subtype === "V") return [{ kind: "validate-domain", at: 0, domain, constraint: name }];
  if (subtype !== "C" || def === undefined || !("Constraint" in def))
    return [{ kind: "other", at: 0, tree: "AlterDomainStmt" }];
  return makeNewConstraint(def.Constraint, null).map((add) => ({ kind: "alter-domain", at: 0, domain, add }));
}

const REINDEXED = {
  REINDEX_OBJECT_INDEX: "index",
  REINDEX_OBJECT_TABLE: "table",
  REINDEX_OBJECT_SCHEMA: "schema",
  REINDEX_OBJECT_SYSTEM: "system",
  REINDEX_OBJECT_DATABASE: "database",
} as const;

function maintenanceActions(tree: Tree): readonly Action[] | null {
  if ("ReindexStmt" in tree) {
    const { kind, relation, name = "", params } = tree.ReindexStmt;
    const isConcurrent = isOn(params, "concurrently");
    const named = relation === undefined ? { schema: null, name } : relationName(relation);
    const what = REINDEXED[kind ?? "REINDEX_OBJECT_TABLE"];
    return [{ kind: "reindex", at: relation?.location ?? 0, what, name: named, isConcurrent }];
  }
  if ("ClusterStmt" in tree) {
    const { relation } = tree.ClusterStmt;
    const table = relation === undefined ? null : relationName(relation);
    return [{ kind: "copy-table", at: relation?.location ?? 0, table, way: "cluster" }];
  }
  if (!("VacuumStmt" in tree) || !isOn(tree.VacuumStmt.options, "full")) return null;
  const tables = (tree.VacuumStmt.rels ?? []).flatMap((node) =>
    "VacuumRelation" in node ? [relationName(node.VacuumRelation.relation)] : [],
  );
  return (tables.length === 0 ? [null] : tables).map((table) => ({
    kind: "copy-table",
    at: 0,
    table,
    way: "vacuum-full",
  }));
}

/** True where `options` have the Boolean option `name` on. */
function isOn(options: readonly Tree[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => {
    if (!("DefElem" in node) || node.DefElem.defname !== name) return false;
    const { arg } = node.DefElem;
    if (arg === undefined) return true;
    if ("String" in arg) return !["false", "off", "0"].includes(arg.String.sval ?? "");
    return "Integer" in arg ? arg.Integer.ival === 1 : true;
  });
}
