import pg from "pg";
import { findServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { startServer } from "../../src/database/local-server/start-server.ts";

/** The demo's own server, with an empty database. */
export interface DemoDatabase {
  readonly major: number;
  readonly binDirectory: string;
  readonly url: string;
  /** The same without the password. */
  readonly shownUrl: string;
  readonly stop: () => Promise<void>;
}

/** Starts the newest PostgreSQL of this machine; it ends with this process, however that ends. */
export async function startDatabase(): Promise<DemoDatabase> {
  const [binaries] = await findServerBinaries();
  if (binaries === undefined)
    throw new Error(
      "There is no PostgreSQL server on this machine. The npm packages bring one for Linux on x64; elsewhere install PostgreSQL.",
    );
  const server = await startServer(binaries, {
    kind: "ephemeral",
    lifetime: "process",
    superuser: "postgres",
  });
  const { host, port, user, password } = server.settings;
  const urlWith = (secret: string, database: string) =>
    `postgres://${user}:${secret}@${host}:${port}/${database}`;
  const secret = encodeURIComponent(password ?? "");
  await onDatabase(urlWith(secret, "postgres"), "CREATE DATABASE households TEMPLATE template0");
  return {
    major: server.major,
    binDirectory: binaries.binDirectory,
    url: urlWith(secret, "households"),
    shownUrl: urlWith("…", "households"),
    stop: () => server.stop(),
  };
}

/** The rows of one statement. */
export async function onDatabase(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
