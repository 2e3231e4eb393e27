import type { ActionOf, NewConstraint } from "../../syntax/action.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownConstraint, KnownRelation, KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll, withPartitions } from "./effect-maker.ts";
import { columnsIn, isKnownNotNull } from "./proves-not-null.ts";

/** ADD CONSTRAINT. Source: lock-oracle, "add check", "add fk", "add unique", "add pk", "add exclude". */
export function addConstraintEffects(
  { table, constraint, isOnly }: ActionOf<"add-constraint">,
  { schema, server }: EffectQuestion,
): readonly Effect[] {
  const known = schema.relation(table);
  if (isOnly && known.kind === "partitioned table" && isKey(constraint))
    return [on(known, "ACCESS EXCLUSIVE")];
  const lock = constraint.references === null ? "ACCESS EXCLUSIVE" : "SHARE ROW EXCLUSIVE";
  const own = withPartitions(schema, known).map((relation, index) => {
    const isThere = relation.constraints.some((one) => isTakenOver(one, constraint, schema));
    const isRead = relation.kind !== "partitioned table" && !isThere;
    // Before 18 an index for a key was built on each partition as CREATE INDEX builds it.
    const isAsIndex = server.major < 18 && index > 0 && isKey(constraint);
    return on(
      relation,
      isAsIndex ? "SHARE" : lock,
      isRead ? workOf(constraint, relation, server.major) : "none",
    );
  });
  const parent = constraint.references?.table ?? null;
  return parent === null ? own : [...own, on(schema.relation(parent), "SHARE ROW EXCLUSIVE")];
}

/** True for what a partition has that is the same: the parent's takes it over, and reads nothing. Measured on 14 and 18. */
function isTakenOver(one: KnownConstraint, added: NewConstraint, schema: KnownSchema): boolean {
  if (one.kind !== added.kind || !one.isValid || !one.isEnforced) return false;
  if (added.kind === "check") return one.name !== null && one.name === added.name;
  if (added.kind !== "foreign-key" || String(one.columns) !== String(added.columns)) return false;
  const [theirs, ours] = [one, added].map(({ references }) =>
    references === null ? null : schema.relation(references.table),
  );
  return theirs != null && ours != null && theirs.name === ours.name && theirs.schema === ours.schema;
}

/** Of which ONLY is taken on a partitioned table: those of the partitions are attached one by one. */
const isKey = ({ kind }: NewConstraint): boolean => kind === "primary-key" || kind === "unique";

function workOf(constraint: NewConstraint, table: KnownRelation, major: number): Work {
  const { kind, columns, usingIndex, isEnforced, isNotValid } = constraint;
  const isProved = columns.every((column) => isKnownNotNull(table, column, major));
  switch (kind) {
    case "check":
    case "foreign-key":
      return isEnforced && !isNotValid ? "scan" : "none";
    case "not-null":
      return isNotValid || isProved ? "none" : "scan";
    case "primary-key":
      if (usingIndex === null) return "index-build";
      return areIndexColumnsNotNull(table, usingIndex, major) ? "none" : "scan";
    case "unique":
      return usingIndex === null ? "index-build" : "none";
    case "exclude":
      return "index-build";
  }
}

/** The columns of a primary key made from an index are those of the index. */
function areIndexColumnsNotNull(table: KnownRelation, index: string, major: number): boolean {
  const columns = table.indexes.find(({ name }) => name === index)?.columns ?? [null];
  return columns.every((column) => column !== null && isKnownNotNull(table, column, major));
}

/** VALIDATE CONSTRAINT: others read and write meanwhile. */
export function validateEffects(
  { table, constraint }: ActionOf<"validate-constraint">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const found = constraintOf(schema.relation(table), constraint);
  const work = found?.isValid === true ? "none" : "scan";
  const parent = found?.references;
  return [
    ...onAll(schema, table, "SHARE UPDATE EXCLUSIVE", work),
    ...(parent == null ? [] : [on(schema.relation(parent.table), "ROW SHARE")]),
  ];
}

/** DROP CONSTRAINT: of a foreign key the referenced table is locked like its own. */
export function dropConstraintEffects(
  { table, constraint }: ActionOf<"drop-constraint">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const parent = constraintOf(schema.relation(table), constraint)?.references ?? null;
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE"),
    ...(parent === null ? [] : [on(schema.relation(parent.table), "ACCESS EXCLUSIVE")]),
  ];
}

/** ALTER CONSTRAINT: ENFORCED (18) reads every row, as adding it does. */
export function alterConstraintEffects(
  { table, constraint, enforced }: ActionOf<"alter-constraint">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  const parent = constraintOf(schema.relation(table), constraint)?.references ?? null;
  if (enforced !== true) return onAll(schema, table, "ACCESS EXCLUSIVE");
  return [
    ...onAll(schema, table, "ACCESS EXCLUSIVE", "scan"),
    ...(parent === null ? [] : [on(schema.relation(parent.table), "SHARE ROW EXCLUSIVE")]),
  ];
}

/** The constraint of this name, the server's own names too where they are simple. */
export function constraintOf(table: KnownRelation, name: string): KnownConstraint | null {
  const named = table.constraints.find((constraint) => constraint.name === name);
  if (named !== undefined) return named;
  return (
    table.constraints.find(
      (constraint) => constraint.name === null && madeName(table, constraint) === name,
    ) ?? null
  );
}

const SUFFIXES = {
  check: "check",
  "foreign-key": "fkey",
  "primary-key": "pkey",
  unique: "key",
  exclude: "excl",
  "not-null": "not_null",
} as const;

/** As ChooseConstraintName makes it, where it is short enough and free. A CHECK has the column's name if it has only one. */
export function madeName(
  table: Pick<KnownRelation, "name">,
  { kind, columns, expression }: Pick<KnownConstraint, "kind" | "columns" | "expression">,
): string {
  const checked = kind === "check" ? columnsIn(expression) : columns;
  const named = kind === "primary-key" || (kind === "check" && checked.length > 1) ? [] : checked;
  return [table.name, ...named, SUFFIXES[kind]].join("_");
}

/** ALTER DOMAIN … ADD CHECK, SET NOT NULL: each table that uses it is read. */
export function alterDomainEffects(
  { domain, add }: ActionOf<"alter-domain">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  if (add?.isNotValid === true) return [];
  return usersOf(domain, schema).flatMap((relation) =>
    withPartitions(schema, relation).map((one) => on(one, "SHARE", "scan")),
  );
}

/** VALIDATE CONSTRAINT of a domain. */
export function validateDomainEffects(
  { domain }: ActionOf<"validate-domain">,
  { schema }: EffectQuestion,
): readonly Effect[] {
  return usersOf(domain, schema).map((relation) => on(relation, "SHARE", "scan"));
}

function usersOf(domain: ActionOf<"alter-domain">["domain"], schema: KnownSchema): readonly KnownRelation[] {
  const users = schema.type(domain)?.catalog?.usedBy ?? [];
  const names = new Map(users.map((user) => [`${user.schema}.${user.name}`, user]));
  return [...names.values()].map((user) => schema.relation(user));
}
