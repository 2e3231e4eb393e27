import { readFile, stat, statfs } from "node:fs/promises";
import type { CatalogName } from "./catalog-facts.ts";
import { literal } from "./quote.ts";
import { type ReadLimit, readWithin } from "./read-within.ts";
import type { Row, Session } from "./session.ts";

/** The disks that the server's files are on, as this machine has them. */
export interface Disks {
  /** Each once, that of the data directory first. */
  readonly disks: readonly Disk[];
  /** Index in `disks` of where each relation asked for has its rows, in their order. Its indexes may be elsewhere. */
  readonly diskOf: readonly number[];
  /** max_wal_size: what the log may take by itself. */
  readonly maxWalBytes: number;
}

export interface Disk {
  /** A directory of the server's on it. */
  readonly path: string;
  /** For who is not root, as servers are. */
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/**
 * The disks of the server behind `session`, or why they cannot be seen from here: PostgreSQL has no query for free space,
 * so this looks at the file system itself, and only where the server is a process of this machine.
 */
export async function readDisks(
  session: Session,
  relations: readonly CatalogName[],
  limit: ReadLimit,
): Promise<Disks | string> {
  const { results, reason } = await readWithin(session, [placesQuery(relations)], { ...limit, role: null });
  const row = results?.[0]?.[0];
  if (row === undefined) return reason ?? "the server gave no answer";
  const { data_directory: data, max_wal_bytes: maxWal } = row;
  if (!(await isOnThisMachine(row)))
    return "PostgreSQL has no query for it, and the server is on another machine";
  if (typeof data !== "string")
    return "PostgreSQL has no query for it, and only a member of pg_read_all_settings may know its directory";
  const base = String(row["base"] ?? "") || data;
  const places = ((row["places"] ?? []) as readonly (string | null)[]).map((place) => place || base);
  try {
    return { ...(await measure([data, base, ...places], places)), maxWalBytes: Number(maxWal) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return `PostgreSQL has no query for it, and its directory may not be looked at from here${code}`;
  }
}

/** Each of `paths` that is on a disk of its own, and on which of them each of `places` is. */
async function measure(
  paths: readonly string[],
  places: readonly string[],
): Promise<Omit<Disks, "maxWalBytes">> {
  const disks: Disk[] = [];
  const devices: number[] = [];
  const indexes = new Map<string, number>();
  for (const path of new Set(paths)) {
    const { dev } = await stat(path);
    if (!devices.includes(dev)) {
      const { bavail, blocks, bsize } = await statfs(path);
      devices.push(dev);
      disks.push({ path, freeBytes: bavail * bsize, sizeBytes: blocks * bsize });
    }
    indexes.set(path, devices.indexOf(dev));
  }
  return { disks, diskOf: places.map((place) => indexes.get(place) ?? 0) };
}

/**
 * True where the session's backend is a process of this machine: a container or the end of a tunnel is reached at a
 * loopback address too, and its directories have the names of ours. Source: ps_status.c, the title of a backend.
 */
async function isOnThisMachine({ pid, user, database }: Row): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const title = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return title.startsWith("postgres:") && title.includes(` ${user} ${database} `);
}

const placesQuery = (
  relations: readonly CatalogName[],
) => `SELECT pg_backend_pid() AS pid, session_user::text AS "user",
  current_database()::text AS database,
  (SELECT s.setting FROM pg_settings s WHERE s.name = 'data_directory') AS data_directory,
  (SELECT s.setting::bigint * 1048576 FROM pg_settings s WHERE s.name = 'max_wal_size') AS max_wal_bytes,
  (SELECT pg_tablespace_location(d.dattablespace) FROM pg_database d WHERE d.datname = current_database()) AS base,
  (SELECT json_agg((SELECT pg_tablespace_location(c.reltablespace) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = a.schema::name AND c.relname = a.name::name AND c.reltablespace <> 0) ORDER BY a.place)
    FROM ROWS FROM (json_to_recordset(${literal(JSON.stringify(relations.map(({ schema, name }) => ({ schema, name }))))}::json) AS (schema text, name text)) WITH ORDINALITY a (schema, name, place)) AS places`;
