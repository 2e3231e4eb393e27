import { type LockMode, lockStrength } from "../../database/lock-modes.ts";
import { byStrengthAndName, byText, tablesFirst } from "./in-order.ts";
import type { KnownEffect } from "./known-effects.ts";
import type { KnownRelation, Relations } from "./known-relations.ts";
import type { StatementTrace, TracedLock } from "./statement-trace.ts";

/** An effect, and the oid of what it names; null: it names none, or nothing has that name. */
export interface PlacedEffect {
  readonly effect: KnownEffect;
  readonly oid: number | null;
}

/**
 * The trace of the statement `index` that has `effects`, but for what it leaves invalid. `relations`: as they were before
 * it; of these only what was there before the step `step` is in the trace.
 */
export function makeKnownTrace(
  effects: readonly PlacedEffect[],
  relations: Relations,
  index: number,
  step: number,
): Omit<StatementTrace, "invalid"> {
  const touched = effects.map((placed) => ({ effect: placed.effect, ...touchedBy(placed, relations) }));
  const isShown = ({ bornIn, owner }: KnownRelation) => bornIn < step && owner !== "ledger";
  const lock = (relation: KnownRelation, mode: LockMode | null): TracedLock[] => {
    if (mode === null || !isShown(relation)) return [];
    const { name, kind, onTarget, tableOid } = relation;
    const table = tableOid === null ? null : (relations.get(tableOid)?.name ?? null);
    return [{ relation: name, kind, mode, heldSince: index, onTarget, table }];
  };
  const rewritten = touched.flatMap(({ effect, tables, indexes }) => [
    ...(effect.rewrites === "all" ? tables : []),
    ...(effect.rewrites === "nothing" ? [] : indexes),
  ]);
  const read = touched.flatMap(({ effect, tables }) => (effect.reads === "all" ? tables : []));
  return {
    locks: strongest(touched.flatMap(({ effect, tables }) => tables.flatMap((of) => lock(of, effect.mode)))),
    indexLocks: strongest(
      touched.flatMap(({ effect, indexes }) => indexes.flatMap((of) => lock(of, effect.indexMode))),
    ),
    rewrites: rewritten
      .filter(isShown)
      .sort(tablesFirst)
      .map(({ name }) => name),
    scans: read
      .filter(isShown)
      .map(({ name }) => name)
      .sort(byText),
    basis: "known",
  };
}

/** The tables and indexes that an effect is on. */
function touchedBy({ effect: { on }, oid }: PlacedEffect, relations: Relations) {
  const named = oid === null ? undefined : relations.get(oid);
  if (named?.kind === "index") {
    const table = relations.get(named.tableOid ?? 0);
    return { tables: table === undefined ? [] : [table], indexes: [named] };
  }
  const tables = [...relations.values()].filter((relation) =>
    on.kind === "name"
      ? relation === named
      : HAS_FILE.has(relation.kind) && (on.kind === "every" || relation.schema === on.name),
  );
  const oids = new Set(tables.map((table) => table.oid));
  const indexes = [...relations.values()].filter(({ tableOid }) => tableOid !== null && oids.has(tableOid));
  return { tables, indexes };
}

const HAS_FILE = new Set(["table", "partition", "materialized view"]);

/** One of each relation, the strongest first. */
function strongest(locks: readonly TracedLock[]): readonly TracedLock[] {
  const best = new Map<string, TracedLock>();
  for (const lock of locks) {
    const known = best.get(lock.relation);
    if (known === undefined || lockStrength(known.mode) < lockStrength(lock.mode))
      best.set(lock.relation, lock);
  }
  return [...best.values()].sort(byStrengthAndName);
}
