import pg from "pg";
import type { Files } from "./migrations.ts";

/**
 * Runs `files` in their order as `psql -1 -f` does, or `psql -f` where a statement must not be in a transaction: one
 * connection, nothing set, no limit to how long it waits. What ends in a deadlock is run again, as a person would.
 */
export async function applyPlainly(url: string, files: Files): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "plain" });
  await client.connect();
  try {
    // Several statements in one simple message are one transaction. Source: PostgreSQL manual, 55.2.2.1.
    for (const sql of Object.values(files)) while (!(await isRun(client, sql)));
  } finally {
    await client.end();
  }
}

/** False: it ended in a deadlock. */
async function isRun(client: pg.Client, sql: string): Promise<boolean> {
  try {
    await client.query(sql);
    return true;
  } catch (error) {
    if ((error as pg.DatabaseError).code === "40P01") return false;
    throw error;
  }
}
