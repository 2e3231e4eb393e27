import { renderNumber } from "../amounts.ts";
import type { CatalogUse } from "../database/catalog-facts.ts";
import type { Level } from "./hazard.ts";
import type { KnownRelation, KnownSchema } from "./known-schema.ts";

/** How often `relation` and its partitions were used since the server began to count; null: nobody has counted. */
export function useOf(relation: KnownRelation, schema: KnownSchema): CatalogUse | null {
  const all = [relation, ...schema.partitions(relation)].flatMap(({ catalog }) => catalog?.use ?? []);
  if (all.length === 0) return null;
  return all.reduce((sum, one) => ({
    seqScans: sum.seqScans + one.seqScans,
    indexScans: sum.indexScans + one.indexScans,
    inserted: sum.inserted + one.inserted,
    updated: sum.updated + one.updated,
    deleted: sum.deleted + one.deleted,
  }));
}

const reads = ({ seqScans, indexScans }: CatalogUse): number => seqScans + indexScans;

const writes = ({ inserted, updated, deleted }: CatalogUse): number => inserted + updated + deleted;

/**
 * `read 1,203 times, and 12 rows were written, since 2026-11-01`: scans and rows, as pg_stat_user_tables counts them,
 * backups and psql too. Null where nobody has counted.
 */
export function describeUse(relation: KnownRelation, schema: KnownSchema): string | null {
  const use = useOf(relation, schema);
  if (use === null) return null;
  const since = schema.facts?.useSince?.slice(0, 10);
  const when = since === undefined ? "since the server began to count" : `since ${since}`;
  if (isUnused(use)) return `neither read nor written ${when}`;
  const written = writes(use);
  const rows = written === 1 ? "1 row was" : `${renderNumber(written)} rows were`;
  const read = reads(use);
  const times = read === 1 ? "once" : `${renderNumber(read)} times`;
  return `read ${times}, and ${rows} written, ${when}`;
}

/** ` It was read 1,203 times, …` behind a sentence; empty where nobody has counted. */
export function useSentence(relation: KnownRelation, schema: KnownSchema): string {
  const use = describeUse(relation, schema);
  return use === null ? "" : ` It was ${use}.`;
}

const isUnused = (use: CatalogUse): boolean => reads(use) + writes(use) === 0;

/** How grave it is to break code that uses `relation`: `info` where the server has counted no use of it. */
export function levelByUse(relation: KnownRelation, schema: KnownSchema): Level {
  const use = useOf(relation, schema);
  return use !== null && isUnused(use) ? "info" : "medium";
}
