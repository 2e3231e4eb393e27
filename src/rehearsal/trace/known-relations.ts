import type { Relation } from "./relation.ts";

/** A relation with its past. */
export interface KnownRelation extends Relation {
  /** Number of the step that made it; 0: it was there before all of them. */
  readonly bornIn: number;
  /** Its name before all steps; null: it was not there. */
  readonly onTarget: string | null;
}

/** Relations by their oid. A null is one that is gone. */
export type Relations = ReadonlyMap<number, KnownRelation>;

/** `known` as it is after step `step` has been seen to leave exactly `found`. */
export function replaceAll(known: Relations, found: readonly Relation[], step: number): Relations {
  return new Map(found.map((relation) => [relation.oid, withPast(relation, known.get(relation.oid), step)]));
}

/** `known` with what step `step` has been seen to leave of some: null where it dropped one. */
export function replaceSome(
  known: Relations,
  seen: ReadonlyMap<number, Relation | null>,
  step: number,
): Relations {
  const next = new Map(known);
  for (const [oid, relation] of seen) {
    if (relation === null) next.delete(oid);
    else next.set(oid, withPast(relation, known.get(oid), step));
  }
  return next;
}

function withPast(relation: Relation, past: KnownRelation | undefined, step: number): KnownRelation {
  if (past !== undefined) return { ...relation, bornIn: past.bornIn, onTarget: past.onTarget };
  return { ...relation, bornIn: step, onTarget: step === 0 ? relation.name : null };
}
