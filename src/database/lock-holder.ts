import type { Row } from "./session.ts";

/** The longest name that the server keeps of a session. Source: PostgreSQL manual, application_name; NAMEDATALEN. */
const LONGEST_NAME = 63;

/**
 * As others see a run that holds the lock: `migrate-action run 42 of owner/name` of a workflow's `runUrl`, else
 * `applicationName` alone. ASCII; at most 63 characters.
 */
export function makeHolderName(applicationName: string, runUrl: string | null): string {
  const [, repository, run] =
    /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/actions\/runs\/(\d+)/.exec(runUrl ?? "") ?? [];
  if (repository === undefined || run === undefined) return applicationName;
  const name = `${applicationName} run ${run} of ${repository}`;
  return name.replace(/[^\x20-\x7e]/g, "?").slice(0, LONGEST_NAME);
}

/**
 * Query for the session that holds the advisory lock `key`. Source: PostgreSQL manual, pg_locks: a bigint key is split
 * into classid (high) and objid (low), objsubid 1.
 */
export function holderQuery(key: string): string {
  return `SELECT l.pid, a.application_name AS application, a.usename AS "user", a.client_addr::text AS address,
  pg_catalog.date_trunc('second', a.xact_start)::text AS since
FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND l.classid = ((${key}::bigint >> 32) & 4294967295)::bigint::oid AND l.objid = (${key}::bigint & 4294967295)::oid
LIMIT 1`;
}

/** The session that `holderQuery` found, in words: pid, name, user, address, since when. */
export function describeHolder(row: Row | undefined): string {
  if (row === undefined) return "a run that has just ended";
  const name = [
    row["application"],
    row["user"] && `user ${row["user"]}`,
    row["address"] && `from ${row["address"]}`,
  ];
  return `pid ${row["pid"]} (${name.filter(Boolean).join(", ")}${row["since"] ? `, since ${row["since"]}` : ""})`;
}
