import type { CatalogFacts, CatalogRelation } from "../database/catalog-facts.ts";
import type { OpenTransaction, OpenTransactions } from "../database/read-open-transactions.ts";
import type { Replication } from "../database/read-replication.ts";
import type { TrafficSample } from "../database/read-traffic.ts";
import { keyOf } from "../syntax/names.ts";
import type { BlastRadius, Open, Touched } from "./blast-radius.ts";
import { estimateDuration } from "./estimate-duration.ts";
import { hideConstants } from "./hide-constants.ts";

/** What was read of the target; a text is why something could not be. */
export interface Readings {
  readonly facts: CatalogFacts | null;
  /** Those that `before`, `after` and `open` are about, as `touchedRelations` has them. */
  readonly relations: readonly CatalogRelation[];
  readonly before: TrafficSample | string;
  readonly after: TrafficSample | string;
  readonly open: OpenTransactions | string;
  readonly replication: Replication | string;
  readonly databaseBytes: number | string;
}

/** Of `facts` the tables and materialized views that were asked for, and those of indexes that were. */
export function touchedRelations({ relations }: CatalogFacts): readonly CatalogRelation[] {
  const keys = new Set(
    relations
      .filter(({ isAsked }) => isAsked)
      .map((relation) => keyOf(relation.indexOf === null ? relation : relation.indexOf)),
  );
  return relations.filter((relation) => keys.has(keyOf(relation)) && HAS_ROWS.has(relation.kind));
}

const HAS_ROWS: ReadonlySet<CatalogRelation["kind"]> = new Set([
  "table",
  "partitioned table",
  "materialized view",
]);

/** Below this too little is counted for a rate. */
const LEAST_COUNTED_MS = 200;

/** The blast radius as far as it could be read. */
export function makeBlastRadius(readings: Readings): BlastRadius {
  const { facts, relations, before, after, open, replication, databaseBytes } = readings;
  const countedMs = typeof before === "string" || typeof after === "string" ? 0 : after.atMs - before.atMs;
  const isCounted = countedMs >= LEAST_COUNTED_MS;
  const partitions = partitionCounts(facts?.relations ?? []);
  const touched = relations.map((relation, index) => {
    const writes = isCounted ? writesBetween(before, after, index) : null;
    const writesPerSecond = writes === null ? null : (writes * 1_000) / countedMs;
    return makeTouched(relation, partitions.get(keyOf(relation)) ?? 0, writesPerSecond);
  });
  const found = typeof open === "string" ? { first: [], total: 0 } : open;
  return {
    relations: touched.toSorted((a, b) => b.totalBytes - a.totalBytes || (b.rows ?? 0) - (a.rows ?? 0)),
    transactions: found.first.map((transaction) => makeOpen(transaction, relations)),
    moreTransactions: found.total - found.first.length,
    replication: typeof replication === "string" ? null : replication,
    space: {
      databaseBytes: typeof databaseBytes === "string" ? null : databaseBytes,
      rewriteBytes: Math.max(0, ...touched.map(({ totalBytes }) => totalBytes)),
      freeBytes: null,
    },
    countedMs: isCounted ? countedMs : null,
    incomplete: [...incompleteOf(readings), ...(isCounted ? [] : uncounted(readings))],
  };
}

function writesBetween(before: Readings["before"], after: Readings["after"], index: number): number | null {
  if (typeof before === "string" || typeof after === "string") return null;
  const [first, second] = [before.written[index] ?? null, after.written[index] ?? null];
  // Less than before: the counters were reset meanwhile.
  return first === null || second === null || second < first ? null : second - first;
}

function makeTouched(
  relation: CatalogRelation,
  partitionCount: number,
  writesPerSecond: number | null,
): Touched {
  const { schema, name, kind, rows, sizeBytes, totalBytes, indexes, referencedBy } = relation;
  return {
    schema,
    name,
    kind,
    rows,
    sizeBytes: sizeBytes ?? 0,
    totalBytes: totalBytes ?? 0,
    indexCount: indexes.length,
    partitionCount,
    referencedByCount: new Set(referencedBy.map(keyOf)).size,
    writesPerSecond,
    scan: estimateDuration("scan", sizeBytes),
    rewrite: estimateDuration("rewrite", totalBytes),
    indexBuild: estimateDuration("index-build", sizeBytes),
  };
}

/** How many partitions each has on all levels, as far as they are among `relations`; by key. */
function partitionCounts(relations: readonly CatalogRelation[]): ReadonlyMap<string, number> {
  const byKey = new Map(relations.map((relation) => [keyOf(relation), relation]));
  const count = (relation: CatalogRelation): number =>
    relation.partitions.reduce((sum, partition) => {
      const below = byKey.get(keyOf(partition));
      return sum + 1 + (below === undefined ? 0 : count(below));
    }, 0);
  return new Map(relations.map((relation) => [keyOf(relation), count(relation)]));
}

function makeOpen(transaction: OpenTransaction, relations: readonly CatalogRelation[]): Open {
  const { query, locks } = transaction;
  return {
    ...transaction,
    query: query === null ? null : hideConstants(query),
    locks: locks.map(({ relation, mode, isGranted }) => {
      const of = relations[relation];
      return { relation: of === undefined ? "" : `${of.schema}.${of.name}`, mode, isGranted };
    }),
  };
}

function uncounted({ relations, before, after }: Readings): readonly string[] {
  if (relations.length === 0) return [];
  const reason = [before, after].find((sample) => typeof sample === "string");
  return [`Writes were not counted: ${reason ?? "the budget left no time for it"}.`];
}

function incompleteOf({ facts, relations, ...read }: Readings): readonly string[] {
  if (facts === null) return ["The catalog could not be read, or not in time: sizes and rows are not known."];
  if (relations.length === 0) return facts.incomplete;
  const reasons = [
    ["Open transactions could not be read", read.open],
    ["Replication could not be read", read.replication],
    ["The database's size could not be read", read.databaseBytes],
  ] as const;
  const failed = reasons.flatMap(([what, reason]) =>
    typeof reason === "string" ? [`${what}: ${reason}.`] : [],
  );
  return [...facts.incomplete, ...failed];
}
