import type { LockMode } from "../../database/lock-modes.ts";
import { byStrengthAndName, byText, tablesFirst } from "./in-order.ts";
import type { KnownRelation } from "./known-relations.ts";
import type { LockedRelation, Relation } from "./relation.ts";
import type { StatementTrace, TracedLock } from "./statement-trace.ts";

/** What a transaction was seen to hold at one moment. */
export interface Sample {
  readonly locked: readonly LockedRelation[];
  /** Relations that were looked at closely, as they are now; null: one that was dropped. */
  readonly closely: ReadonlyMap<number, Relation | null>;
  /** Domains' constraints that are NOT VALID, as a trace names them. */
  readonly domains: ReadonlySet<string>;
}

/** What is known of a transaction before a statement of it. */
export interface Before {
  /** The relation with this oid as it was then, where it was there before the step; null for all others. */
  readonly relation: (oid: number) => KnownRelation | null;
  /** The name of any relation that is known. */
  readonly nameOf: (oid: number) => string | null;
  /** Since which statement each lock has been held, by `lockKey`. */
  readonly held: ReadonlyMap<string, number>;
  /** How often each relation has been scanned; 0 where it is not among them. */
  readonly scans: ReadonlyMap<number, number>;
  readonly domains: ReadonlySet<string>;
}

/** A key of `Before.held`. */
export const lockKey = (oid: number, mode: LockMode): string => `${oid} ${mode}`;

/** Since which statement each lock of `locked` has been held, where `index` is the statement just done. */
export function heldAfter(
  locked: readonly LockedRelation[],
  held: ReadonlyMap<string, number>,
  index: number,
): ReadonlyMap<string, number> {
  const keys = locked.flatMap(({ oid, modes }) => modes.map((mode) => lockKey(oid, mode)));
  return new Map(keys.map((key) => [key, held.get(key) ?? index]));
}

/**
 * What the statement between `before` and `sample` did. `scanned`: whether a scan that was counted was one; TRUNCATE's
 * is not: it builds the indexes of a file that is empty.
 */
export function makeTrace(
  before: Before,
  sample: Sample,
  index: number,
  scanned: "as-counted" | "nothing",
): StatementTrace {
  const seen = sample.locked.flatMap((locked) => {
    const relation = before.relation(locked.oid);
    return relation === null ? [] : [{ relation, locked }];
  });
  const held = heldAfter(sample.locked, before.held, index);
  const locks = seen
    .flatMap(({ relation, locked: { modes } }) => makeLock(relation, modes, held, before))
    .sort(byStrengthAndName);
  const rewritten = seen.filter(
    ({ relation, locked }) => HAS_ROWS.has(relation.kind) && isRewritten(relation, locked),
  );
  const scans = seen.filter(
    ({ relation, locked }) =>
      relation.kind !== "index" &&
      HAS_ROWS.has(relation.kind) &&
      locked.scans > (before.scans.get(locked.oid) ?? 0),
  );
  const invalid = seen.flatMap(({ relation }) =>
    newlyInvalid(relation, sample.closely.get(relation.oid) ?? null),
  );
  return {
    locks: locks.filter(({ kind }) => kind !== "index"),
    indexLocks: locks.filter(({ kind }) => kind === "index"),
    rewrites: rewritten
      .map(({ relation }) => relation)
      .sort(tablesFirst)
      .map(({ name }) => name),
    scans: scanned === "nothing" ? [] : scans.map(({ relation }) => relation.name).sort(byText),
    invalid: [...invalid, ...[...sample.domains].filter((name) => !before.domains.has(name))].sort(byText),
    basis: "observed",
  };
}

/** The kinds whose rows or entries are in a file of their own; a sequence's is a page, written anew at every change. */
const HAS_ROWS = new Set(["table", "partition", "materialized view", "index"]);

function makeLock(
  { oid, name, kind, onTarget, tableOid }: KnownRelation,
  [mode]: readonly LockMode[],
  held: ReadonlyMap<string, number>,
  before: Before,
): readonly TracedLock[] {
  if (mode === undefined) return [];
  const table = tableOid === null ? null : before.nameOf(tableOid);
  return [{ relation: name, kind, mode, heldSince: held.get(lockKey(oid, mode)) ?? 0, onTarget, table }];
}

const isRewritten = (relation: Relation, { filenode }: LockedRelation): boolean =>
  filenode !== null && filenode !== relation.filenode;

/** Indexes and constraints of the table `relation` that were not among its invalid ones before. */
export function newlyInvalid(relation: Relation, now: Relation | null): readonly string[] {
  if (now === null) return [];
  const indexes = now.invalidIndexes.filter((name) => !relation.invalidIndexes.includes(name));
  const constraints = now.notValid.filter((name) => !relation.notValid.includes(name));
  return [...indexes, ...constraints.map((name) => `${name} on ${now.name}`)];
}
