import type { CatalogFacts, CatalogRelation, CatalogType } from "../database/catalog-facts.ts";
import type { NewColumn, NewConstraint } from "../syntax/action.ts";
import { parseColumnType } from "../syntax/column-type.ts";
import type { ObjectName } from "../syntax/names.ts";
import type { Parse, Tree } from "../syntax/parser.ts";
import type { KnownColumn, KnownConstraint, KnownRelation, KnownType } from "./known-schema.ts";

/** What the target's catalog has under `relation`; definitions are read as SQL. */
export function makeKnownRelation(relation: CatalogRelation, parse: Parse): KnownRelation {
  return {
    schema: relation.schema,
    name: relation.name,
    origin: "catalog",
    kind: relation.kind,
    catalog: relation,
    columns: relation.columns.map((column) => ({
      name: column.name,
      onTarget: column.name,
      type: parseColumnType(column.type, parse),
      isNotNull: column.isNotNull,
      hasDefault: column.hasDefault || column.isIdentity,
      generated: column.generated,
    })),
    constraints: relation.constraints.map((constraint) => ({
      name: constraint.name,
      kind: constraint.kind,
      columns: constraint.columns,
      expression: constraint.kind === "check" ? parseCheck(constraint.definition, parse) : null,
      references:
        constraint.references === null
          ? null
          : { table: constraint.references, columns: constraint.references.columns },
      isValid: constraint.isValid,
      isEnforced: constraint.isEnforced,
      addedIn: null,
    })),
    indexes: relation.indexes.map((index) => ({
      name: index.name,
      columns: index.columns,
      isUnique: index.isUnique,
      isPartial: index.predicate !== null,
      isValid: index.isValid,
    })),
    triggers: relation.triggers,
    madeIn: null,
    hasNewRows: false,
  };
}

/** `CHECK ((a > 0)) NOT VALID` as the tree of its expression. */
function parseCheck(definition: string, parse: Parse): Tree | null {
  const [tree] = parse(`ALTER TABLE t ADD ${definition}`) ?? [];
  const [clause] = tree !== undefined && "AlterTableStmt" in tree ? (tree.AlterTableStmt.cmds ?? []) : [];
  const made = clause !== undefined && "AlterTableCmd" in clause ? clause.AlterTableCmd.def : undefined;
  return made !== undefined && "Constraint" in made ? (made.Constraint.raw_expr ?? null) : null;
}

/** What the target's catalog has under `type`. */
export function makeKnownType(type: CatalogType, parse: Parse): KnownType {
  return {
    schema: type.schema,
    name: type.name,
    kind: type.kind,
    origin: "catalog",
    isConstrained: type.isNotNull || type.constraints.length > 0,
    base: type.baseType === null ? null : parseColumnType(type.baseType, parse),
    catalog: type,
    madeIn: null,
    newValues: [],
  };
}

/** A relation of which only its name is known, or that a statement makes. */
export function emptyRelation(
  { schema, name }: ObjectName,
  origin: "unknown" | "pending",
  madeIn: number | null,
): KnownRelation {
  return {
    schema,
    name,
    origin,
    kind: "table",
    catalog: null,
    columns: [],
    constraints: [],
    indexes: [],
    triggers: [],
    madeIn,
    hasNewRows: false,
  };
}

/** The column that a statement adds. */
export function addedColumn(column: NewColumn): KnownColumn {
  return {
    name: column.name,
    onTarget: null,
    type: column.type,
    isNotNull: column.isNotNull,
    hasDefault: column.default !== null || column.numbered !== null,
    generated: column.generated,
  };
}

/** The constraint that a statement adds in the transaction with this number. */
export function addedConstraint(constraint: NewConstraint, addedIn: number): KnownConstraint {
  const { name, kind, columns, expression, references, isNotValid, isEnforced } = constraint;
  return { name, kind, columns, expression, references, isValid: !isNotValid, isEnforced, addedIn };
}

/** Schemas that names without one are looked for in, where nobody was asked. */
export const searchPathOf = (facts: CatalogFacts | null): readonly string[] =>
  facts === null || facts.searchPath.length === 0 ? ["public"] : facts.searchPath;
