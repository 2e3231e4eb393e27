import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Session } from "./session.ts";

/** Who follows the target's write-ahead log. */
export interface Replication {
  readonly standbys: readonly Standby[];
  readonly slots: readonly Slot[];
}

export interface Standby {
  readonly name: string;
  /** `streaming`, `catchup` …; null where it may not be read. */
  readonly state: string | null;
  /** `sync`, `async`, `quorum` …; null where it may not be read. */
  readonly syncState: string | null;
  /** Written here and not yet replayed there; null where it may not be read. */
  readonly lagBytes: number | null;
  /** As last measured by the server; null: nothing is to be replayed, or it may not be read. */
  readonly lagMs: number | null;
}

export interface Slot {
  readonly name: string;
  readonly kind: "physical" | "logical";
  readonly isActive: boolean;
  /** Log that is kept for it; null: none. */
  readonly retainedBytes: number | null;
  /** `reserved`, `extended` (beyond max_wal_size), `unreserved`, `lost`; null: none is kept. */
  readonly walStatus: string | null;
}

/** The standbys and slots of the server, or why they could not be read. */
export async function readReplication(session: Session, limit: ReadLimit): Promise<Replication | string> {
  const { results, reason } = await readWithin(session, [REPLICATION], limit);
  const row = results?.[0]?.[0];
  if (row === undefined) return reason ?? "the server gave no answer";
  return row as unknown as Replication;
}

// GREATEST takes no notice of a null.
const behind = (lsn: string) =>
  `CASE WHEN ${lsn} IS NOT NULL THEN GREATEST(0, pg_wal_lsn_diff(here.lsn, ${lsn})) END`;

const REPLICATION = `WITH here (lsn) AS MATERIALIZED (
  SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END)
SELECT (SELECT coalesce(json_agg(json_build_object('name', coalesce(r.application_name, ''), 'state', r.state, 'syncState', r.sync_state,
    'lagBytes', ${behind("r.replay_lsn")}, 'lagMs', round(extract(epoch FROM r.replay_lag) * 1000))
    ORDER BY r.application_name), '[]') FROM pg_stat_replication r, here) AS standbys,
  (SELECT coalesce(json_agg(json_build_object('name', s.slot_name, 'kind', s.slot_type, 'isActive', s.active,
    'retainedBytes', ${behind("s.restart_lsn")}, 'walStatus', s.wal_status) ORDER BY s.slot_name), '[]')
    FROM pg_replication_slots s, here) AS slots`;
