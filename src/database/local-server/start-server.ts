import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { MigrateError } from "../../errors.ts";
import type { ConnectionSettings } from "../../inputs/inputs.ts";
import type { ServerBinaries } from "./find-binaries.ts";
import { freePort } from "./free-port.ts";
import { chooseAccess, type InstallationAccess } from "./server-account.ts";
import { type Endpoint, initdbCommand, type SupervisorKind, serverCommand } from "./server-command.ts";
import { diskBases, memoryBases, newServerDirectory } from "./server-directory.ts";
import { type DetachedHandle, stopDetachedServer } from "./stop-detached.ts";
import { type Supervisor, supervise } from "./supervisor.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/** What a server is for, and how long it lives. */
export interface StartOptions {
  /**
   * `private`: for this process alone, through a Unix socket in a directory of mode 0700, without a password
   * (Windows: as `ephemeral`). `ephemeral`: for other programs too, on 127.0.0.1 with a random password.
   */
  readonly kind: "private" | "ephemeral";
  /**
   * `process`: it ends with our process, however that ends, SIGKILL too. `detached`: it stays until
   * `stopDetachedServer` is given its handle; while it starts it is bound to our process all the same.
   */
  readonly lifetime: "process" | "detached";
  /**
   * The bootstrap superuser's name; default `migrate_action`. initdb refuses `pg_…`, quotes, `$` and
   * backslashes.
   */
  readonly superuser?: string;
  readonly signal?: AbortSignal;
  /** Default 60,000. */
  readonly startTimeoutMs?: number;
  /** Where its directory may be made, best first; default: memory (private ones, with plenty of it), the temporary
   * directory, /tmp, /var/tmp. */
  readonly baseDirectories?: readonly string[];
  /**
   * Variables for the server beside the fixed ones. For `detached`, RUNNER_TRACKING_ID lets the Actions
   * runner end it at the job's end should the post step never run. Never secrets.
   */
  readonly extraEnvironment?: Readonly<Record<string, string>>;
  /** `node` on Windows, `shell` elsewhere, unless given. */
  readonly supervisor?: SupervisorKind;
}

/** A running throwaway server: UTF8, locale C, UTC, no fsync. */
export interface LocalServer {
  /** The superuser's connection to database `postgres`. Holds the password of an `ephemeral` one. */
  readonly settings: ConnectionSettings;
  readonly major: number;
  /** Holds all that belongs to it: data, log, socket. */
  readonly directory: string;
  /** For `stopDetachedServer`; no secret in it. */
  readonly handle: DetachedHandle;
  /**
   * Ends the server and removes its directory; done when both are gone. Once is enough, more does no harm.
   */
  stop(): Promise<void>;
}

/**
 * A fresh server, ready for connections: about half a second. As root it is run as another account, because
 * servers refuse root. Throws CONNECTION_FAILED with the end of its log when it does not start, and CANCELLED
 * when the signal is aborted; nothing stays behind then either.
 */
export async function startServer(binaries: ServerBinaries, options: StartOptions): Promise<LocalServer> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(binaries, options);
    } catch (error) {
      // The port was free a moment ago.
      if (tries === MOST_PORTS || !/Address already in use/.test(String(error))) throw error;
    }
  }
}

/** How many ports are tried that somebody else takes first. */
const MOST_PORTS = 3;

async function startOnce(binaries: ServerBinaries, options: StartOptions): Promise<LocalServer> {
  if (options.signal?.aborted) throw cancelled();
  const superuser = options.superuser ?? "migrate_action";
  const kind = options.supervisor ?? (process.platform === "win32" ? "node" : "shell");
  const access = await chooseAccess(binaries.binDirectory);
  const directory = await newServerDirectory(
    options.baseDirectories ?? (await basesFor(options, access)),
    access.account,
  );
  const endpoint = await chooseEndpoint(options.kind, directory);
  const supervisor = superviseServer(kind, { binaries, options, superuser, access, directory, endpoint });
  try {
    const deadlineMs = options.startTimeoutMs ?? 60_000;
    const ready = await waitUntilReady(directory, supervisor, deadlineMs, options.signal);
    if (options.lifetime === "detached") await supervisor.detach();
    const handle = { directory, pid: ready.pid };
    const stop = options.lifetime === "detached" ? () => stopDetached(handle) : () => supervisor.stop();
    return { settings: settingsOf(endpoint, superuser), major: binaries.major, directory, handle, stop };
  } catch (error) {
    await supervisor.stop();
    throw options.signal?.aborted ? cancelled() : startFailed(binaries, error);
  }
}

/** An ephemeral server may be given data, and what is copied must be executable there: those stay on disk. */
async function basesFor(options: StartOptions, access: InstallationAccess): Promise<readonly string[]> {
  return options.kind === "private" && access.copyFrom === null ? await memoryBases() : diskBases();
}

async function chooseEndpoint(kind: StartOptions["kind"], directory: string): Promise<Endpoint> {
  if (kind === "private" && process.platform !== "win32") return { kind: "socket", directory };
  return {
    kind: "tcp",
    port: await freePort(),
    password: randomBytes(24).toString("base64url"),
    serves: kind,
  };
}

interface Parts {
  readonly binaries: ServerBinaries;
  readonly options: StartOptions;
  readonly superuser: string;
  readonly access: InstallationAccess;
  readonly directory: string;
  readonly endpoint: Endpoint;
}

function superviseServer(kind: SupervisorKind, parts: Parts): Supervisor {
  const { binaries, options, access, directory, endpoint } = parts;
  const copied = join(directory, "install", "bin");
  const installation = {
    ...binaries,
    binDirectory: access.copyFrom === null ? binaries.binDirectory : copied,
  };
  return supervise(kind, {
    directory,
    initdb: initdbCommand(installation, directory, parts.superuser, endpoint),
    server: serverCommand(installation, directory, endpoint, kind),
    password: endpoint.kind === "tcp" ? endpoint.password : null,
    account: access.account,
    copyFrom: access.copyFrom,
    extraEnvironment: options.extraEnvironment ?? {},
  });
}

function settingsOf(endpoint: Endpoint, user: string): ConnectionSettings {
  return {
    host: endpoint.kind === "tcp" ? "127.0.0.1" : endpoint.directory,
    port: endpoint.kind === "tcp" ? endpoint.port : 5432,
    database: "postgres",
    user,
    password: endpoint.kind === "tcp" ? endpoint.password : null,
    sslMode: "disable",
    sslRootCert: null,
    sslCert: null,
    sslKey: null,
    options: null,
    channelBinding: "prefer",
  };
}

async function stopDetached(handle: DetachedHandle): Promise<void> {
  await stopDetachedServer(handle);
}

function cancelled(): MigrateError {
  return new MigrateError("CANCELLED", "The start of the throwaway server was cancelled.");
}

function startFailed(binaries: ServerBinaries, error: unknown): MigrateError {
  const reason = error instanceof Error ? error.message : String(error);
  return new MigrateError(
    "CONNECTION_FAILED",
    `The throwaway PostgreSQL ${binaries.major} server (${binaries.binDirectory}) did not start: ${reason}`,
    { hint: "Give a server to rehearse on with shadow-url, or repair the PostgreSQL installation." },
    { cause: error },
  );
}
