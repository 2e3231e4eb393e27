import type { ActionOf, NewConstraint } from "../../syntax/action.ts";
import type { Effect, Work } from "../hazard.ts";
import type { KnownConstraint, KnownRelation, KnownSchema } from "../known-schema.ts";
import { type EffectQuestion, on, onAll, withPartitions } from "./effect-maker.ts";
import { columnOf, isProvedNotNull } from "./proves-not-null.ts";

/** ADD CONSTRAINT. Source: lock-oracle, "add check", "add fk", "add unique", "add pk", "add exclude". */
export function addConstraintEffects(
  { table, constraint }: ActionOf<"add-constraint">,
  { schema, server }: EffectQuestion,
): readonly Effect[] {
  const isChecked = constraint.isEnforced && !constraint.isNotValid;
  if (constraint.references !== null) {
    const child = onAll(schema, table, "SHARE ROW EXCLUSIVE", isChecked ? "scan" : "none");
    return [...child, on(schema.relation(constraint.references.table), "SHARE ROW EXCLUSIVE")];
  }
  const effects = onAll(schema, table, "ACCESS EXCLUSIVE", workOf(constraint, schema.relation(table)));
  // Before 18 an index for a key was built on each partition as CREATE INDEX builds it.
  const isAsIndex = server.major < 18 && (constraint.kind === "unique" || constraint.kind === "primary-key");
  return effects.map((effect, index) => (isAsIndex && index > 0 ? { ...effect, lock: "SHARE" } : effect));
}

function workOf(constraint: NewConstraint, table: KnownRelation): Work {
  const { kind, columns, usingIndex, isEnforced, isNotValid } = constraint;
  const isProved = columns.every(
    (column) => columnOf(table, column)?.isNotNull === true || isProvedNotNull(table, column),
  );
  switch (kind) {
    case "check":
    case "foreign-key":
      return isEnforced && !isNotValid ? "scan" : "none";
    case "not-null":
      return isNotValid || isProved ? "none" : "scan";
    case "primary-key":
      if (usingIndex === null) return "index-build";
      return areIndexColumnsNotNull(table, usingIndex) ? "none" : "scan";
    case "unique":
      return usingIndex === null ? "index-build" : "none";
    case "exclude":
      return "index-build";
  }
}

/** The columns of a primary key made from an index are those of the index. */
export function areIndexColumnsNotNull(table: KnownRelation, index: string): boolean {
  const columns = table.indexes.find(({ name }) => name === index)?.columns ?? [null];
  return columns.every(
    (column) =>
      column !== null && (columnOf(table, column)?.isNotNull === true || isProvedNotNull(table, column)),
  );
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

/** As ChooseConstraintName makes it, where it is short enough and free. */
function madeName(table: KnownRelation, { kind, columns }: KnownConstraint): string {
  const parts = kind === "primary-key" ? [table.name] : [table.name, ...columns];
  return [...parts, SUFFIXES[kind]].join("_");
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
