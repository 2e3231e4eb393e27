import type { TestDatabase } from "./servers.ts";

/** True while a session of the database is in `pg_sleep`. */
export async function isAsleep(database: TestDatabase): Promise<boolean> {
  const sleepers = await database.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
  );
  return sleepers.length > 0;
}
