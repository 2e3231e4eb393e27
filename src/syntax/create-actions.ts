import type { CreateFunctionStmt, CreateStmt, CreateTableAsStmt, DefElem, IndexStmt } from "@pgsql/types";
import type { Action } from "./action.ts";
import { makeColumnType } from "./column-type.ts";
import { qualifiedName, relationName, stringsOf } from "./names.ts";
import { constraintsOf, makeNewColumn, makeNewConstraint } from "./new-parts.ts";
import type { Tree } from "./parser.ts";

/** What a CREATE makes; null for all other statements. */
export function createActions(tree: Tree): readonly Action[] | null {
  if ("CreateStmt" in tree) return [createTable(tree.CreateStmt)];
  if ("CreateForeignTableStmt" in tree) return [createTable(tree.CreateForeignTableStmt.base ?? {})];
  if ("CreateTableAsStmt" in tree) return [createFromQuery(tree.CreateTableAsStmt)];
  if ("IndexStmt" in tree) return [createIndex(tree.IndexStmt)];
  if ("ViewStmt" in tree) {
    const { view, replace } = tree.ViewStmt;
    const at = view?.location ?? 0;
    return [{ kind: "create-view", at, name: relationName(view), isReplacing: replace === true }];
  }
  if ("CreateFunctionStmt" in tree) return [createFunction(tree.CreateFunctionStmt)];
  if ("CreateTrigStmt" in tree) {
    const { relation, trigname = "", replace } = tree.CreateTrigStmt;
    const table = relationName(relation);
    const at = relation?.location ?? 0;
    return [{ kind: "create-trigger", at, table, name: trigname, isReplacing: replace === true }];
  }
  if ("CreatePolicyStmt" in tree) return [onTable(tree.CreatePolicyStmt.table, "policy")];
  if ("AlterPolicyStmt" in tree) return [onTable(tree.AlterPolicyStmt.table, "policy")];
  if ("RuleStmt" in tree) return [onTable(tree.RuleStmt.relation, "rule")];
  return createNamed(tree);
}

function createNamed(tree: Tree): readonly Action[] | null {
  if ("CreateEnumStmt" in tree)
    return [
      {
        kind: "create-type",
        at: 0,
        name: qualifiedName(stringsOf(tree.CreateEnumStmt.typeName)),
        type: "enum",
      },
    ];
  if ("CompositeTypeStmt" in tree)
    return [
      { kind: "create-type", at: 0, name: relationName(tree.CompositeTypeStmt.typevar), type: "composite" },
    ];
  if ("CreateRangeStmt" in tree)
    return [
      {
        kind: "create-type",
        at: 0,
        name: qualifiedName(stringsOf(tree.CreateRangeStmt.typeName)),
        type: "range",
      },
    ];
  if ("CreateDomainStmt" in tree) {
    const { domainname, typeName, constraints } = tree.CreateDomainStmt;
    const isConstrained = constraintsOf(constraints).some(
      ({ contype }) => contype === "CONSTR_CHECK" || contype === "CONSTR_NOTNULL",
    );
    const name = qualifiedName(stringsOf(domainname));
    return [{ kind: "create-domain", at: 0, name, base: makeColumnType(typeName), isConstrained }];
  }
  if ("CreateSchemaStmt" in tree)
    return [
      { kind: "create-schema", at: 0, name: tree.CreateSchemaStmt.schemaname ?? "" },
      ...(tree.CreateSchemaStmt.schemaElts ?? []).flatMap((part) => createActions(part) ?? []),
    ];
  if ("CreateExtensionStmt" in tree)
    return [{ kind: "create-extension", at: 0, name: tree.CreateExtensionStmt.extname ?? "" }];
  return null;
}

function onTable(range: Parameters<typeof relationName>[0], what: "policy" | "rule"): Action {
  return { kind: "set-on-table", at: range?.location ?? 0, table: relationName(range), what };
}

function createTable(statement: CreateStmt): Action {
  const { relation, tableElts = [], inhRelations = [], partbound, partspec } = statement;
  const parents = inhRelations.flatMap((node) => ("RangeVar" in node ? [relationName(node.RangeVar)] : []));
  const bound = partbound?.is_default === true ? "default" : "values";
  return {
    kind: "create-table",
    at: relation?.location ?? 0,
    table: relationName(relation),
    columns: tableElts.flatMap((node) => ("ColumnDef" in node ? [makeNewColumn(node.ColumnDef)] : [])),
    constraints: [...constraintsOf(tableElts), ...constraintsOf(statement.constraints)].flatMap((one) =>
      makeNewConstraint(one, null),
    ),
    partitionOf: partbound === undefined ? null : (parents[0] ?? null),
    bound: partbound === undefined ? null : bound,
    isPartitioned: partspec !== undefined,
    inherits: partbound === undefined ? parents : [],
    ifNotExists: statement.if_not_exists === true,
    isTemporary: relation?.relpersistence === "t",
    from: "definition",
  };
}

function createFromQuery({ into, objtype, if_not_exists }: CreateTableAsStmt): Action {
  const name = relationName(into?.rel);
  const at = into?.rel?.location ?? 0;
  if (objtype === "OBJECT_MATVIEW")
    return { kind: "create-materialized-view", at, name, hasData: into?.skipData !== true };
  return tableOfQuery(name, at, { ifNotExists: if_not_exists === true, range: into?.rel });
}

/** The table that CREATE TABLE … AS and SELECT INTO make: its columns are those of a query. */
export function tableOfQuery(
  table: ReturnType<typeof relationName>,
  at: number,
  { ifNotExists, range }: { ifNotExists: boolean; range: Parameters<typeof relationName>[0] },
): Action {
  return {
    kind: "create-table",
    at,
    table,
    columns: [],
    constraints: [],
    partitionOf: null,
    bound: null,
    isPartitioned: false,
    inherits: [],
    ifNotExists,
    isTemporary: range?.relpersistence === "t",
    from: "query",
  };
}

function createIndex(index: IndexStmt): Action {
  return {
    kind: "create-index",
    at: index.relation?.location ?? 0,
    table: relationName(index.relation),
    name: index.idxname ?? null,
    columns: (index.indexParams ?? []).map((node) =>
      "IndexElem" in node ? (node.IndexElem.name ?? null) : null,
    ),
    expressions: (index.indexParams ?? []).flatMap((node) =>
      "IndexElem" in node && node.IndexElem.expr !== undefined ? [node.IndexElem.expr] : [],
    ),
    where: index.whereClause ?? null,
    isUnique: index.unique === true,
    isConcurrent: index.concurrent === true,
    ifNotExists: index.if_not_exists === true,
    isOnly: index.relation?.inh !== true,
    method: index.accessMethod ?? "btree",
  };
}

function createFunction({ funcname, options }: CreateFunctionStmt): Action {
  const named = new Map(
    (options ?? []).flatMap((node): [string, DefElem][] =>
      "DefElem" in node ? [[node.DefElem.defname ?? "", node.DefElem]] : [],
    ),
  );
  const text = (name: string) => stringsOf(listOf(named.get(name)?.arg))[0] ?? null;
  const security = named.get("security")?.arg;
  const volatility = text("volatility");
  return {
    kind: "create-function",
    at: 0,
    name: qualifiedName(stringsOf(funcname)),
    volatility: volatility === "stable" || volatility === "immutable" ? volatility : "volatile",
    language: text("language") ?? "sql",
    isSecurityDefiner:
      security !== undefined && "Boolean" in security ? security.Boolean.boolval === true : false,
    setsSearchPath: (options ?? []).some(
      (node) =>
        "DefElem" in node &&
        node.DefElem.arg !== undefined &&
        "VariableSetStmt" in node.DefElem.arg &&
        node.DefElem.arg.VariableSetStmt.name === "search_path",
    ),
  };
}

const listOf = (node: Tree | undefined): readonly Tree[] => (node === undefined ? [] : [node]);
