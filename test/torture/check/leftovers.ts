import type { Client } from "pg";
import { becomesTrue } from "../../support/processes.ts";

/** How long the server may take to end what a killed runner had begun: its longest statement, and a pooler's goodbye. */
const GONE_WITHIN_MS = 10_000;

/**
 * What is still at work for runners that have ended, or holds a lock for them, in words; empty: nothing. A pooler's
 * connections stay, idle, and are nobody's.
 */
export async function findLeftovers(client: Client, route: "direct" | string): Promise<readonly string[]> {
  const query = route === "direct" ? `${SESSIONS} UNION ALL ${LOCKS}` : `${WORKING} UNION ALL ${LOCKS}`;
  let left: readonly string[] = [];
  await becomesTrue(async () => {
    left = (await client.query(query)).rows.map(({ words }) => words);
    return left.length === 0;
  }, GONE_WITHIN_MS);
  return left;
}

const SESSIONS = `SELECT 'backend ' || pid || ' of ' || application_name || ', ' || coalesce(state, '') || ': ' || left(query, 200) AS words
FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'migrate-action%'`;

const WORKING = `${SESSIONS} AND state <> 'idle'`;

const LOCKS = `SELECT 'advisory lock of pid ' || l.pid FROM pg_locks l
JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory'`;
