import { type ErrorCode, MigrateError } from "../errors.ts";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import { serverErrorOf } from "./server-error.ts";

/** Why a connection did not come about, and whether time may mend it. */
export interface ConnectionError {
  /** True while time may mend it: refused, unreachable, name not known yet, starting up, full, a pooler without its server. */
  readonly mayPass: boolean;
  readonly error: MigrateError;
}

/** What `cause` means for a connection to `settings`. The password is never in it. */
export function makeConnectionError(cause: unknown, settings: ConnectionSettings): ConnectionError {
  if (cause instanceof MigrateError) return { mayPass: false, error: cause };
  const at = `${settings.host}:${settings.port}`;
  const server = serverErrorOf(cause);
  const text = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
  const made = (code: ErrorCode, message: string, hint: string, mayPass = false): ConnectionError => ({
    mayPass,
    error: new MigrateError(code, message, { hint, sqlState: server?.sqlState }, { cause }),
  });

  if (server?.sqlState === "3D000")
    return made(
      "DATABASE_MISSING",
      `The server at ${at} has no database "${settings.database}".`,
      "Check `database` (or the URL's path), or create the database first: this action never does.",
    );
  if (server?.sqlState.startsWith("28") || /client password must be|SASL: SCRAM/.test(text))
    return made(
      "AUTHENTICATION_FAILED",
      `The server at ${at} did not let in user "${settings.user}" to database "${settings.database}": ${text}.`,
      "Check user and password (separate inputs need no escaping), and pg_hba.conf or the provider's list of allowed addresses.",
    );
  if (isTlsProblem(cause, text))
    return made(
      "TLS_FAILED",
      `No TLS connection to ${at} with sslmode ${settings.sslMode}: ${text}.`,
      "verify-ca and verify-full need `ssl-root-cert`; a server without TLS needs sslmode prefer or disable.",
    );
  if (isFull(server?.sqlState, text))
    return made(
      "CONNECTION_FAILED",
      `The server at ${at} has no connection free for user "${settings.user}": ${text}.`,
      FULL_HINT,
      true,
    );
  if (server !== null && server.sqlState !== "57P03" && !isPoolerWaiting(text))
    return made(
      "CONNECTION_FAILED",
      `The server at ${at} refused the connection: ${text}.`,
      "See the server's own log for the reason.",
    );
  return made(
    "CONNECTION_FAILED",
    `No PostgreSQL server is to be had at ${at}: ${text}.`,
    hintFor(codeOf(cause), settings),
    true,
  );
}

/** What to do where no connection is free. */
export const FULL_HINT =
  "A run needs two connections at a time. End idle ones (`SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3`), or raise the limit that is reached: max_connections, CONNECTION LIMIT of the role or the database, a pooler's max_client_conn or pool_size. `wait-for-database` sets how long to wait for one.";

/**
 * too_many_connections, or a pooler's words for it, which come as protocol_violation. Source: PostgreSQL manual, appendix
 * A; PgBouncer's client.c and janitor.c.
 */
export function isFull(sqlState: string | undefined, text: string): boolean {
  if (sqlState === "53300") return true;
  return /^(no more connections allowed|query_wait_timeout|client_login_timeout)|max_client_conn|max clients reached|too many connections/i.test(
    text,
  );
}

/** What PgBouncer says while it cannot reach the server behind it. Source: its sources, objects.c. */
const isPoolerWaiting = (text: string): boolean =>
  /server login (has been )?fail|server_login_retry|pgbouncer cannot connect to server|server conn(ection)? crashed/i.test(
    text,
  );

function hintFor(code: string, settings: ConnectionSettings): string {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `The host name "${settings.host}" is not known here. Check it for a slip.`;
  if (code === "ENETUNREACH" || code === "EHOSTUNREACH")
    return "There is no route to it. GitHub's hosted runners have no IPv6: a host that resolves to IPv6 only (Supabase's direct hosts) needs its IPv4 or pooler address.";
  if (code === "ENOENT") return "There is no such Unix socket. Check the directory and the port.";
  return "Check host and port, that the server runs, and that this machine may reach it. `wait-for-database` sets how long to keep trying.";
}

function isTlsProblem(cause: unknown, text: string): boolean {
  if (/SSL connection|does not support SSL/.test(text)) return true;
  const code = codeOf(cause);
  return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH)/.test(code);
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}
