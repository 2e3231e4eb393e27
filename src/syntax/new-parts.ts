import type { ColumnDef, Constraint } from "@pgsql/types";
import type { ConstraintKind, NewColumn, NewConstraint } from "./action.ts";
import { isSerial, makeColumnType } from "./column-type.ts";
import { relationName, stringsOf } from "./names.ts";
import type { Tree } from "./parser.ts";

/** The column that a definition makes. */
export function makeNewColumn(definition: ColumnDef): NewColumn {
  const name = definition.colname ?? "";
  const parts = constraintsOf(definition.constraints);
  const find = (kind: Constraint["contype"]) => parts.find(({ contype }) => contype === kind);
  const generated = find("CONSTR_GENERATED");
  const isNumbered = find("CONSTR_IDENTITY") !== undefined;
  const serial = isSerial(definition.typeName) ? "serial" : null;
  return {
    at: definition.location ?? 0,
    name,
    type: makeColumnType(definition.typeName),
    default: find("CONSTR_DEFAULT")?.raw_expr ?? null,
    isNotNull:
      find("CONSTR_NOTNULL") !== undefined ||
      find("CONSTR_PRIMARY") !== undefined ||
      isNumbered ||
      serial !== null,
    // 18's parser says which; without the word VIRTUAL, STORED is what 17 and older mean.
    generated: generated === undefined ? null : generated.generated_kind === "v" ? "virtual" : "stored",
    numbered: isNumbered ? "identity" : serial,
    constraints: parts
      .flatMap((part, index) => {
        const made = makeNewConstraint(part, name);
        return isUnenforced(parts, index) ? made.map((one) => ({ ...one, isEnforced: false })) : made;
      })
      .filter(({ kind }) => kind !== "not-null"),
  };
}

/** At a column NOT ENFORCED is a part of its own behind the constraint that it is about, with DEFERRABLE and the like. */
function isUnenforced(parts: readonly Constraint[], index: number): boolean {
  const [next, ...rest] = parts.slice(index + 1);
  if (next?.contype?.startsWith("CONSTR_ATTR_") !== true) return false;
  return next.contype === "CONSTR_ATTR_NOT_ENFORCED" || isUnenforced([next, ...rest], 0);
}

const KINDS = new Map<Constraint["contype"], ConstraintKind>([
  ["CONSTR_CHECK", "check"],
  ["CONSTR_FOREIGN", "foreign-key"],
  ["CONSTR_PRIMARY", "primary-key"],
  ["CONSTR_UNIQUE", "unique"],
  ["CONSTR_EXCLUSION", "exclude"],
  ["CONSTR_NOTNULL", "not-null"],
]);

/** The constraint that `constraint` makes, at the column `column` or (null) on the table; none for DEFAULT and the like. */
export function makeNewConstraint(constraint: Constraint, column: string | null): readonly NewConstraint[] {
  const kind = KINDS.get(constraint.contype);
  if (kind === undefined) return [];
  const named = stringsOf(kind === "foreign-key" ? constraint.fk_attrs : constraint.keys);
  const isOfColumn = column !== null && named.length === 0 && kind !== "check" && kind !== "exclude";
  return [
    {
      at: constraint.location ?? 0,
      kind,
      name: constraint.conname ?? null,
      columns: isOfColumn ? [column] : named,
      expression: constraint.raw_expr ?? null,
      references:
        kind === "foreign-key"
          ? { table: relationName(constraint.pktable), columns: stringsOf(constraint.pk_attrs) }
          : null,
      isNotValid: constraint.skip_validation === true,
      // The tree leaves out what is false, and says it of these two kinds alone.
      isEnforced: constraint.is_enforced === true || (kind !== "check" && kind !== "foreign-key"),
      usingIndex: constraint.indexname ?? null,
    },
  ];
}

/** The constraints among `nodes`. */
export function constraintsOf(nodes: readonly Tree[] | undefined): readonly Constraint[] {
  return (nodes ?? []).flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
}
