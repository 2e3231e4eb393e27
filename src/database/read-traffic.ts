import { namedTrees } from "./catalog/named-trees.ts";
import type { CatalogName } from "./catalog-facts.ts";
import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Session } from "./session.ts";

/** The counters of some relations at one time. */
export interface TrafficSample {
  /** By the server's clock, since 1970. */
  readonly atMs: number;
  /** Rows inserted, updated and deleted, with those of partitions, one a relation; null: it is not there. */
  readonly written: readonly (number | null)[];
}

/**
 * A sample for `relations`, in their order, or why there is none. The server counts when a transaction is over, and
 * tells others up to a second later.
 */
export async function readTraffic(
  session: Session,
  relations: readonly CatalogName[],
  limit: ReadLimit,
): Promise<TrafficSample | string> {
  const { results, reason } = await readWithin(session, [trafficQuery(relations)], limit);
  const row = results?.[0]?.[0];
  if (row === undefined) return reason ?? "the server gave no answer";
  const written = row["written"] as Readonly<Record<string, number>>;
  // Places are those of WITH ORDINALITY: from 1 on.
  return { atMs: Number(row["at_ms"]), written: relations.map((_, index) => written[index + 1] ?? null) };
}

const trafficQuery = (relations: readonly CatalogName[]) => `WITH RECURSIVE ${namedTrees(relations)}
SELECT extract(epoch FROM clock_timestamp()) * 1000 AS at_ms, coalesce(json_object_agg(w.place, w.written), '{}') AS written
FROM (SELECT t.place, sum(pg_stat_get_tuples_inserted(t.oid) + pg_stat_get_tuples_updated(t.oid) + pg_stat_get_tuples_deleted(t.oid)) AS written
  FROM tree t GROUP BY t.place) w`;
