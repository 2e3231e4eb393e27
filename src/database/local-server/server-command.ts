import { join } from "node:path";
import { executableName, type ServerBinaries } from "./find-binaries.ts";

/** Where a server listens. */
export type Endpoint =
  | { readonly kind: "socket"; readonly directory: string }
  | {
      readonly kind: "tcp";
      readonly port: number;
      readonly password: string;
      /** Other programs: more connections, and autovacuum as on any server. */
      readonly serves: "private" | "ephemeral";
    };

/** What stands between us and the server. `shell`: a POSIX sh; `node`: another Node process, for Windows. */
export type SupervisorKind = "shell" | "node";

/** A program and its arguments; no secret among them, since every user of the machine can read them. */
export type Command = readonly [program: string, ...parameters: string[]];

/** The file a password is put into for initdb, mode 0600; it is gone before the server runs. */
export function passwordFile(directory: string): string {
  return join(directory, "password");
}

/** The data directory inside a server's directory. */
export function dataDirectory(directory: string): string {
  return join(directory, "data");
}

/** How the cluster is made in `directory`. Source: PostgreSQL manual, initdb. */
export function initdbCommand(
  binaries: ServerBinaries,
  directory: string,
  superuser: string,
  endpoint: Endpoint,
): Command {
  return [
    join(binaries.binDirectory, executableName("initdb", process.platform)),
    `--pgdata=${dataDirectory(directory)}`,
    `--username=${superuser}`,
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
    ...(binaries.major >= 14 ? ["--no-instructions"] : []),
    ...(endpoint.kind === "tcp"
      ? ["--auth=scram-sha-256", `--pwfile=${passwordFile(directory)}`]
      : ["--auth=trust"]),
  ];
}

/**
 * How the server is run. Under the `node` supervisor pg_ctl starts it, because only that gives up an
 * administrator's rights on Windows, without which the server refuses to run.
 */
export function serverCommand(
  binaries: ServerBinaries,
  directory: string,
  endpoint: Endpoint,
  supervisor: SupervisorKind,
): Command {
  const data = dataDirectory(directory);
  const settings = Object.entries(serverSettings(binaries.major, endpoint));
  const program = (name: string) => join(binaries.binDirectory, executableName(name, process.platform));
  if (supervisor === "shell") {
    return [
      program("postgres"),
      "-D",
      data,
      ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
  }
  const quoted = settings.map(([name, value]) => `-c ${name}="${value}"`).join(" ");
  return [program("pg_ctl"), "start", "-D", data, "-l", join(directory, "log"), "-W", "-o", quoted];
}

/** The settings a server runs with. Nothing of it survives a crash of the machine, nor should it. */
export function serverSettings(major: number, endpoint: Endpoint): Readonly<Record<string, string>> {
  const isPrivate = endpoint.kind === "socket" || endpoint.serves === "private";
  return {
    listen_addresses: endpoint.kind === "tcp" ? "127.0.0.1" : "",
    port: endpoint.kind === "tcp" ? String(endpoint.port) : "5432",
    unix_socket_directories: endpoint.kind === "tcp" ? "" : endpoint.directory,
    max_connections: isPrivate ? "20" : "100",
    // The lock table holds this many times max_connections: with few connections, one large transaction needs
    // more.
    max_locks_per_transaction: isPrivate ? "512" : "256",
    autovacuum: isPrivate ? "off" : "on",
    shared_buffers: "32MB",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    // Migrations make publications and replication slots.
    wal_level: "logical",
    huge_pages: "off",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "off",
    log_destination: "stderr",
    // No worker processes to start.
    ...(major >= 18 ? { io_method: "sync" } : {}),
  };
}
