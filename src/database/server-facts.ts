import { MigrateError } from "../errors.ts";
import { readCatalog } from "./read-catalog.ts";
import type { Row, Session } from "./session.ts";

/** What a person and the later stages must know of the server that was reached. */
export interface ServerFacts {
  readonly database: string;
  /** The user that was let in, before any SET ROLE. */
  readonly user: string;
  /** As the server says it: `15.18 (Debian 15.18-0+deb12u1)`. */
  readonly version: string;
  readonly major: number;
}

/** Oldest major that is tested, and still maintained in 2026. */
const OLDEST_MAJOR = 14;

/** Newest major that is tested. */
export const NEWEST_MAJOR = 18;

/** Facts of the server behind `session`: one read-only round trip. Rejects with SERVER_UNSUPPORTED for old ones. */
export async function readServerFacts(session: Session): Promise<ServerFacts> {
  const [rows] = await readCatalog(session, [SERVER_FACTS]);
  return parseServerFacts(rows?.[0] ?? {});
}

/** The facts in the row that SERVER_FACTS gives; throws SERVER_UNSUPPORTED for old servers. */
export function parseServerFacts(row: Row): ServerFacts {
  const facts: ServerFacts = {
    database: String(row["database"]),
    user: String(row["user"]),
    version: String(row["version"]),
    major: Math.floor(Number(row["version_num"]) / 10_000),
  };
  if (facts.major >= OLDEST_MAJOR) return facts;
  throw new MigrateError("SERVER_UNSUPPORTED", `PostgreSQL ${facts.version} is older than ${OLDEST_MAJOR}.`, {
    hint: `Upgrade the server: ${OLDEST_MAJOR} is the oldest major that this action works with.`,
  });
}

/** A query of one row, for a search_path of pg_catalog alone. */
export const SERVER_FACTS = `SELECT current_database()::text AS database, session_user::text AS "user",
  current_setting('server_version') AS version, current_setting('server_version_num') AS version_num`;
