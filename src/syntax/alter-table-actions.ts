import type { AlterTableCmd, AlterTableType } from "@pgsql/types";
import type { Action, ActionOf } from "./action.ts";
import { makeColumnType } from "./column-type.ts";
import { constantOf } from "./constants.ts";
import { type ObjectName, relationName } from "./names.ts";
import { makeNewColumn, makeNewConstraint } from "./new-parts.ts";
import type { Tree } from "./parser.ts";

/** The clauses of an ALTER TABLE, INDEX, VIEW, SEQUENCE …; null for all other statements. */
export function alterTableActions(tree: Tree): readonly Action[] | null {
  if (!("AlterTableStmt" in tree)) return null;
  const { relation, cmds = [], objtype } = tree.AlterTableStmt;
  const isTable =
    objtype === "OBJECT_TABLE" || objtype === "OBJECT_MATVIEW" || objtype === "OBJECT_FOREIGN_TABLE";
  if (!isTable) return [{ kind: "other", at: 0, tree: `AlterTableStmt ${objtype ?? ""}` }];
  const table = relationName(relation);
  const at = relation?.location ?? 0;
  return cmds.flatMap((node) =>
    "AlterTableCmd" in node
      ? clauseActions(node.AlterTableCmd, { table, at, isOnly: relation?.inh !== true })
      : [],
  );
}

function clauseActions(clause: AlterTableCmd, place: Place): readonly Action[] {
  const { table, at } = place;
  const column = clause.name ?? "";
  const { subtype, def } = clause;
  const make = subtype === undefined ? undefined : CLAUSES[subtype];
  if (make !== undefined) return make({ ...place, clause, column, def });
  const what = subtype === undefined ? undefined : ON_TABLE[subtype];
  if (what !== undefined) return [{ kind: "set-on-table", at, table, what }];
  return [{ kind: "other", at, tree: `AlterTableCmd ${subtype ?? ""}` }];
}

interface Place {
  readonly table: ObjectName;
  readonly at: number;
  readonly isOnly: boolean;
}

interface Clause extends Place {
  readonly clause: AlterTableCmd;
  readonly column: string;
  readonly def: Tree | undefined;
}

type Make = (clause: Clause) => readonly Action[];

const CLAUSES: Readonly<Partial<Record<AlterTableType, Make>>> = {
  AT_AddColumn: addColumn,
  AT_DropColumn: ({ clause, table, column, at }) => [
    {
      kind: "drop-column",
      at,
      table,
      column,
      isCascading: clause.behavior === "DROP_CASCADE",
      ifExists: clause.missing_ok === true,
    },
  ],
  AT_AlterColumnType: alterColumnType,
  AT_SetNotNull: ({ table, column, at }) => [{ kind: "set-not-null", at, table, column }],
  AT_DropNotNull: ({ table, column, at }) => [{ kind: "drop-not-null", at, table, column }],
  AT_ColumnDefault: ({ table, column, def, at }) => [
    { kind: "set-default", at, table, column, value: def ?? null },
  ],
  AT_SetExpression: ({ table, column, at }) => [{ kind: "set-expression", at, table, column }],
  AT_DropExpression: ({ table, column, at }) => [{ kind: "drop-expression", at, table, column }],
  AT_AddIdentity: onColumn,
  AT_SetIdentity: onColumn,
  AT_DropIdentity: onColumn,
  AT_SetStorage: onColumn,
  AT_SetCompression: onColumn,
  AT_AddConstraint: addConstraint,
  AT_ValidateConstraint: ({ table, column, at }) => [
    { kind: "validate-constraint", at, table, constraint: column },
  ],
  AT_DropConstraint: ({ clause, table, column, at }) => [
    {
      kind: "drop-constraint",
      at,
      table,
      constraint: column,
      isCascading: clause.behavior === "DROP_CASCADE",
    },
  ],
  AT_AlterConstraint: alterConstraint,
  AT_AttachPartition: attach,
  AT_DetachPartition: detach,
  AT_AddInherit: ({ table, def, at }) =>
    def !== undefined && "RangeVar" in def
      ? [{ kind: "inherit", at, table, parent: relationName(def.RangeVar) }]
      : [],
  AT_SetLogged: copyTable("logged"),
  AT_SetUnLogged: copyTable("unlogged"),
  AT_SetTableSpace: copyTable("tablespace"),
  AT_SetAccessMethod: copyTable("access-method"),
};

const ON_TABLE: Readonly<Partial<Record<AlterTableType, ActionOf<"set-on-table">["what"]>>> = {
  AT_EnableRowSecurity: "row-security",
  AT_DisableRowSecurity: "row-security",
  AT_ForceRowSecurity: "row-security",
  AT_NoForceRowSecurity: "row-security",
  AT_ChangeOwner: "owner",
  AT_ReplicaIdentity: "replica-identity",
  AT_EnableTrig: "trigger-state",
  AT_EnableAlwaysTrig: "trigger-state",
  AT_EnableReplicaTrig: "trigger-state",
  AT_DisableTrig: "trigger-state",
  AT_EnableTrigAll: "trigger-state",
  AT_DisableTrigAll: "trigger-state",
  AT_EnableTrigUser: "trigger-state",
  AT_DisableTrigUser: "trigger-state",
  AT_EnableRule: "rule",
  AT_EnableAlwaysRule: "rule",
  AT_EnableReplicaRule: "rule",
  AT_DisableRule: "rule",
  AT_SetStatistics: "harmless",
  AT_SetOptions: "harmless",
  AT_ResetOptions: "harmless",
  AT_SetRelOptions: "harmless",
  AT_ResetRelOptions: "harmless",
  AT_ClusterOn: "harmless",
  AT_DropCluster: "harmless",
};

function addColumn({ clause, table, def, at }: Clause): readonly Action[] {
  if (def === undefined || !("ColumnDef" in def)) return [];
  const column = makeNewColumn(def.ColumnDef);
  return [
    { kind: "add-column", at: column.at || at, table, column, ifNotExists: clause.missing_ok === true },
  ];
}

function alterColumnType({ table, column, def, at }: Clause): readonly Action[] {
  if (def === undefined || !("ColumnDef" in def)) return [];
  const { typeName, raw_default: using, collClause, location } = def.ColumnDef;
  return [
    {
      kind: "alter-column-type",
      at: location || at,
      table,
      column,
      type: makeColumnType(typeName),
      using: using ?? null,
      hasCollation: collClause !== undefined,
    },
  ];
}

function onColumn({ table, column, at }: Clause): readonly Action[] {
  return [{ kind: "set-on-column", at, table, column }];
}

function addConstraint({ table, def, at, isOnly }: Clause): readonly Action[] {
  if (def === undefined || !("Constraint" in def)) return [];
  return makeNewConstraint(def.Constraint, null).map((constraint) => ({
    kind: "add-constraint",
    at: constraint.at || at,
    table,
    constraint,
    isOnly,
  }));
}

function alterConstraint({ table, def, at }: Clause): readonly Action[] {
  if (def === undefined || !("ATAlterConstraint" in def)) return [];
  const { conname = "", alterEnforceability, is_enforced } = def.ATAlterConstraint;
  const enforced = alterEnforceability === true ? is_enforced === true : null;
  return [{ kind: "alter-constraint", at, table, constraint: conname, enforced }];
}

function attach({ table, def, at }: Clause): readonly Action[] {
  if (def === undefined || !("PartitionCmd" in def)) return [];
  const { name, bound } = def.PartitionCmd;
  return [
    {
      kind: "attach-partition",
      at,
      table,
      partition: relationName(name),
      bound: bound?.is_default === true ? "default" : "values",
      limits: {
        from: (bound?.lowerdatums ?? []).map(constantOf),
        to: (bound?.upperdatums ?? []).map(constantOf),
        values: (bound?.listdatums ?? []).map(constantOf),
      },
    },
  ];
}

function detach({ table, def, at }: Clause): readonly Action[] {
  if (def === undefined || !("PartitionCmd" in def)) return [];
  const { name, concurrent } = def.PartitionCmd;
  const isConcurrent = concurrent === true;
  return [{ kind: "detach-partition", at, table, partition: relationName(name), isConcurrent }];
}

function copyTable(way: ActionOf<"copy-table">["way"]): Make {
  return ({ table, at }) => [{ kind: "copy-table", at, table, way }];
}
