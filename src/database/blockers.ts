import type { Session } from "./session.ts";

/** One sentence for each session that keeps the backend `pid` waiting; empty when none does. */
export async function readBlockers(session: Session, pid: number): Promise<readonly string[]> {
  const rows = await session.query(
    `SELECT b.pid, a.application_name AS application, a.state, a.query,
  pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start)::text AS age
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1)) b(pid) LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid`,
    [pid],
  );
  return rows.map((row) => {
    const query = String(row["query"] ?? "")
      .replace(/\s+/g, " ")
      .slice(0, 120);
    return `pid ${row["pid"]} (${row["application"] || "no name"}, ${row["state"] ?? "state unknown"}, in its transaction for ${row["age"] ?? "?"}): ${query}`;
  });
}
