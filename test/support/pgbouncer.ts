import { accessSync, constants } from "node:fs";
import { connect as connectTo } from "node:net";
import { delimiter, join } from "node:path";

/** `nobody`, as Debian and most others number it: PgBouncer refuses to run as root. */
const NOBODY = 65534;

/** Who runs PgBouncer: nobody where we are root, else we ourselves (null). */
export const POOLER_ACCOUNT: { readonly uid: number; readonly gid: number } | null =
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : null;

/** The path of PgBouncer's program; null where it is not installed. */
export function findPgBouncer(): string | null {
  const directories = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return directories.map((directory) => join(directory, "pgbouncer")).find(isExecutable) ?? null;
}

/** A server behind the pooler, and how the pooler hands its connections out. */
export interface PoolerSettings {
  readonly port: number;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string | null;
  };
  readonly mode: "transaction" | "session";
  readonly poolSize: number;
  /** Further lines of the section [pgbouncer]. */
  readonly further?: readonly string[];
}

/** The text of pgbouncer.ini: every database of the server, and nobody is asked for a password. */
export function renderPoolerSettings({ port, server, mode, poolSize, further = [] }: PoolerSettings): string {
  const password = server.password ? ` password=${server.password}` : "";
  return [
    "[databases]",
    `* = host=${server.host} port=${server.port} user=${server.user}${password}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    `pool_mode = ${mode}`,
    `default_pool_size = ${poolSize}`,
    ...further,
  ].join("\n");
}

/** True when something listens on `port` of 127.0.0.1. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTo(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy()).once("connect", () => socket.end());
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
