import type { SelectStmt, WithClause } from "@pgsql/types";
import { type Action, LOCK_MODES } from "./action.ts";
import { tableOfQuery } from "./create-actions.ts";
import { relationName } from "./names.ts";
import type { Tree } from "./parser.ts";
import { pickedColumns, type RowCondition } from "./picked-columns.ts";

/** What changes, reads or locks rows; null for all other statements. */
export function dataActions(tree: Tree): readonly Action[] | null {
  if ("UpdateStmt" in tree) {
    const {
      relation: table,
      targetList,
      whereClause: where,
      fromClause: others = [],
      withClause,
    } = tree.UpdateStmt;
    const sets = (targetList ?? []).flatMap((node) =>
      "ResTarget" in node ? [node.ResTarget.name ?? ""] : [],
    );
    return [...inWith(withClause), change("update", { where, table, others }, sets)];
  }
  if ("DeleteStmt" in tree) {
    const { relation: table, whereClause, usingClause: others = [], withClause } = tree.DeleteStmt;
    const where = whereClause ?? others[0];
    return [...inWith(withClause), change("delete", { where, table, others }, [])];
  }
  if ("MergeStmt" in tree) {
    const { relation: table, joinCondition: where } = tree.MergeStmt;
    return [change("merge", { where, table, others: [] }, [])];
  }
  if ("InsertStmt" in tree) {
    const { relation, selectStmt, withClause } = tree.InsertStmt;
    const isValues =
      selectStmt === undefined ||
      ("SelectStmt" in selectStmt && selectStmt.SelectStmt.valuesLists !== undefined);
    const at = relation?.location ?? 0;
    const from = isValues ? "values" : "query";
    return [...inWith(withClause), { kind: "insert", at, table: relationName(relation), from }];
  }
  if ("SelectStmt" in tree) return select(tree.SelectStmt);
  return otherDataActions(tree);
}

function otherDataActions(tree: Tree): readonly Action[] | null {
  if ("CopyStmt" in tree) {
    const { relation, is_from } = tree.CopyStmt;
    if (is_from !== true) return [{ kind: "select", at: 0 }];
    return [{ kind: "copy", at: relation?.location ?? 0, table: relationName(relation) }];
  }
  if ("TruncateStmt" in tree) {
    const { relations, behavior } = tree.TruncateStmt;
    return rangesOf(relations).map((range) => ({
      kind: "truncate",
      at: range.location ?? 0,
      table: relationName(range),
      isCascading: behavior === "DROP_CASCADE",
    }));
  }
  if ("LockStmt" in tree) {
    const { relations, mode = 8 } = tree.LockStmt;
    return rangesOf(relations).map((range) => ({
      kind: "lock-table",
      at: range.location ?? 0,
      table: relationName(range),
      mode: LOCK_MODES[mode - 1] ?? "ACCESS EXCLUSIVE",
    }));
  }
  if ("DoStmt" in tree) return [{ kind: "opaque", at: 0, what: "do", body: bodyOf(tree.DoStmt.args) }];
  if ("CallStmt" in tree) return [{ kind: "opaque", at: 0, what: "call", body: null }];
  return null;
}

function select({ intoClause, withClause }: SelectStmt): readonly Action[] {
  const range = intoClause?.rel;
  const made =
    range === undefined
      ? []
      : [tableOfQuery(relationName(range), range.location ?? 0, { ifNotExists: false, range })];
  return [...inWith(withClause), ...made, { kind: "select", at: 0 }];
}

function change(
  kind: "update" | "delete" | "merge",
  condition: RowCondition,
  sets: readonly string[],
): Action {
  const { table, where } = condition;
  return {
    kind,
    at: table?.location ?? 0,
    table: relationName(table),
    hasWhere: where !== undefined,
    picks: pickedColumns(condition),
    sets,
  };
}

/** What the queries of a WITH change. */
function inWith(clause: WithClause | undefined): readonly Action[] {
  return (clause?.ctes ?? []).flatMap((node) => {
    const query = "CommonTableExpr" in node ? node.CommonTableExpr.ctequery : undefined;
    return (query === undefined ? null : dataActions(query))?.filter(({ kind }) => kind !== "select") ?? [];
  });
}

const rangesOf = (nodes: readonly Tree[] | undefined) =>
  (nodes ?? []).flatMap((node) => ("RangeVar" in node ? [node.RangeVar] : []));

function bodyOf(args: readonly Tree[] | undefined): string | null {
  for (const node of args ?? []) {
    if (!("DefElem" in node) || node.DefElem.defname !== "as") continue;
    const { arg } = node.DefElem;
    if (arg !== undefined && "String" in arg) return arg.String.sval ?? null;
  }
  return null;
}
