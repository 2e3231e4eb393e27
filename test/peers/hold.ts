import type { PeerDatabase } from "./peer-server.ts";

/** Ends a transaction and its session. */
export type Release = () => Promise<void>;

/** Opens a transaction that has written to `busy`: CREATE INDEX CONCURRENTLY waits for its end. */
export const holdWriter = (database: PeerDatabase): Promise<Release> =>
  hold(database, "INSERT INTO busy VALUES (0, 'a writer')");

/** Opens a transaction that has read `busy`: whoever alters the table waits for its end. */
export const holdReader = (database: PeerDatabase): Promise<Release> =>
  hold(database, "SELECT count(*) FROM busy");

async function hold(database: PeerDatabase, statement: string): Promise<Release> {
  const client = await database.connect();
  await client.query("BEGIN");
  await client.query(statement);
  return async () => {
    await client.query("COMMIT");
    await client.end();
  };
}
