import type { Action, ActionOf, LockMode } from "../../syntax/action.ts";
import type { Effect } from "../hazard.ts";
import { dropColumnEffects, truncateEffects } from "./cascade-effects.ts";
import { addColumnEffects, setExpressionEffects, setNotNullEffects } from "./column-effects.ts";
import {
  addConstraintEffects,
  alterConstraintEffects,
  alterDomainEffects,
  dropConstraintEffects,
  validateDomainEffects,
  validateEffects,
} from "./constraint-effects.ts";
import { type EffectQuestion, on, onAll } from "./effect-maker.ts";
import { createIndexEffects, dropEffects, reindexEffects } from "./index-effects.ts";
import { attachEffects, createTableEffects, detachEffects } from "./partition-effects.ts";
import { alterTypeEffects } from "./type-effects.ts";

/**
 * What `action` takes and does on relations that are there already, by the server's version: a claim that is tested
 * against what the server does. Locks up to ROW EXCLUSIVE are left out, but that of a parent under VALIDATE.
 */
export function makeEffects(action: Action, question: EffectQuestion): readonly Effect[] {
  const make = EFFECTS[action.kind] as Make<Action["kind"]> | undefined;
  const { facts } = question.schema;
  // What the catalog was asked for and does not have is not there: IF EXISTS finds nothing.
  const isKnown = facts !== null && facts.incomplete.length === 0;
  return (make?.(action as never, question) ?? []).filter(
    ({ relation }) => !isKnown || relation.origin !== "unknown",
  );
}

type Make<Kind extends Action["kind"]> = (
  action: ActionOf<Kind>,
  question: EffectQuestion,
) => readonly Effect[];

/** Clauses that are done in a moment, under one lock on the table and its partitions. */
const brief =
  (lock: LockMode) =>
  (
    { table }: { readonly table: Parameters<typeof onAll>[1] },
    { schema }: EffectQuestion,
  ): readonly Effect[] =>
    onAll(schema, table, lock);

const exclusive = brief("ACCESS EXCLUSIVE");

const EFFECTS: { readonly [Kind in Action["kind"]]?: Make<Kind> } = {
  "create-table": createTableEffects,
  truncate: truncateEffects,
  "copy-table": ({ table }, { schema }) =>
    table === null ? [] : onAll(schema, table, "ACCESS EXCLUSIVE", "rewrite"),
  inherit: ({ table, parent }, { schema }) => [
    ...onAll(schema, table, "ACCESS EXCLUSIVE"),
    on(schema.relation(parent), "SHARE UPDATE EXCLUSIVE"),
  ],
  "set-on-table": ({ table, what }, { schema }) => [on(schema.relation(table), SETTING_LOCKS[what])],
  "add-column": addColumnEffects,
  "drop-column": dropColumnEffects,
  "alter-column-type": alterTypeEffects,
  "set-not-null": setNotNullEffects,
  "drop-not-null": exclusive,
  "set-default": exclusive,
  "set-expression": setExpressionEffects,
  "drop-expression": exclusive,
  "set-on-column": exclusive,
  "add-constraint": addConstraintEffects,
  "validate-constraint": validateEffects,
  "drop-constraint": dropConstraintEffects,
  "alter-constraint": alterConstraintEffects,
  "alter-domain": alterDomainEffects,
  "validate-domain": validateDomainEffects,
  "create-index": createIndexEffects,
  reindex: reindexEffects,
  "attach-partition": attachEffects,
  "detach-partition": detachEffects,
  drop: dropEffects,
  rename: ({ what, name }, { schema }) =>
    RENAMED_UNDER_LOCK.includes(what) ? onAll(schema, name, "ACCESS EXCLUSIVE") : [],
  "set-schema": ({ what, name }, { schema }) =>
    what === "table" || what === "view" || what === "materialized-view"
      ? [on(schema.relation(name), "ACCESS EXCLUSIVE")]
      : [],
  "create-view": ({ name, isReplacing }, { schema }) =>
    isReplacing ? [on(schema.relation(name), "ACCESS EXCLUSIVE")] : [],
  refresh: ({ name, isConcurrent }, { schema }) => [
    isConcurrent
      ? on(schema.relation(name), "EXCLUSIVE", "scan")
      : on(schema.relation(name), "ACCESS EXCLUSIVE", "rewrite"),
  ],
  "create-trigger": brief("SHARE ROW EXCLUSIVE"),
  "lock-table": ({ table, mode }, { schema }) => onAll(schema, table, mode),
};

/** What is renamed under ACCESS EXCLUSIVE; an index takes less. Source: lock-oracle, "rename …". */
const RENAMED_UNDER_LOCK: readonly ActionOf<"rename">["what"][] = [
  "table",
  "column",
  "constraint",
  "trigger",
  "policy",
  "rule",
  "view",
  "materialized-view",
];

/** Source: lock-oracle, "enable rls", "create policy", "create rule", "alter owner", "disable trigger", "set statistics". */
const SETTING_LOCKS = {
  "row-security": "ACCESS EXCLUSIVE",
  policy: "ACCESS EXCLUSIVE",
  rule: "ACCESS EXCLUSIVE",
  owner: "ACCESS EXCLUSIVE",
  "replica-identity": "ACCESS EXCLUSIVE",
  trigger: "SHARE ROW EXCLUSIVE",
  "trigger-state": "SHARE ROW EXCLUSIVE",
  harmless: "SHARE UPDATE EXCLUSIVE",
} as const satisfies Record<ActionOf<"set-on-table">["what"], LockMode>;
