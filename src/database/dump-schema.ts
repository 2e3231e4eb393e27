import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import { given, libpqVariables, writeCertificate } from "./libpq-environment.ts";
import { childEnvironment } from "./local-server/child-environment.ts";

/**
 * `sql`: what pg_dump wrote, psql's `\restrict` lines among it. `reason`: why there is none; never a secret.
 */
export type SchemaDump =
  | { readonly ok: true; readonly sql: string }
  | { readonly ok: false; readonly reason: string };

/** How long a dump may take, and what the connection can bear. */
export interface DumpOptions {
  /** The longest wait for another session's lock on a table. */
  readonly lockWaitTimeoutMs: number;
  /** The longest whole dump, during which it holds ACCESS SHARE on every table; default 60,000. */
  readonly timeoutMs?: number;
  /** `refused`: the connection goes through a pooler that rejects start-up options. */
  readonly startupOptions: "allowed" | "refused";
  readonly signal?: AbortSignal;
}

/** Far beyond any schema: 10,000 tables are about 20 MB. */
const MAX_BYTES = 256 * 1024 * 1024;
/** How long pg_dump may take to cancel its query on the server before it is killed. */
const KILL_AFTER_MS = 2_000;

/**
 * The schema of `connection`'s database as SQL, with owners and privileges, without data, tablespaces,
 * security labels and subscriptions. Takes ACCESS SHARE on every table, each given up after
 * `lockWaitTimeoutMs`. Never throws: a refused dump (an older pg_dump, a lock, a missing right, the signal)
 * is a reason.
 *
 * The password goes by PGPASSWORD: a process's arguments can be read by every user of the machine, its
 * environment only by its own account and root, who could read a password file too; and a file would stay
 * behind when we are killed.
 */
export async function dumpSchema(
  pgDumpPath: string,
  connection: ConnectionSettings,
  options: DumpOptions,
): Promise<SchemaDump> {
  const certificate = await writeCertificate(connection.sslRootCert).catch(() => null);
  try {
    const child = spawn(pgDumpPath, dumpParameters(options), {
      env: dumpEnvironment(connection, certificate?.path ?? connection.sslRootCert, options),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    return await collect(child, connection, options);
  } finally {
    await certificate?.remove();
  }
}

/** pg_dump's arguments; the connection is not among them. Source: PostgreSQL manual, pg_dump. */
export function dumpParameters(options: DumpOptions): string[] {
  return [
    "--schema-only",
    "--no-password",
    "--encoding=UTF8",
    "--no-tablespaces",
    "--no-security-labels",
    "--no-subscriptions",
    `--lock-wait-timeout=${options.lockWaitTimeoutMs}`,
  ];
}

/** What pg_dump is started with: libpq's variables for `connection`, and nothing of ours beside them. */
export function dumpEnvironment(
  connection: ConnectionSettings,
  rootCertPath: string | null,
  options: DumpOptions,
): Record<string, string> {
  const readOnly = options.startupOptions === "allowed" ? "-c default_transaction_read_only=on" : null;
  return {
    ...childEnvironment(process.platform),
    ...libpqVariables(connection, rootCertPath),
    ...given({
      PGOPTIONS: [connection.options, readOnly].filter((option) => option !== null).join(" ") || null,
      PGAPPNAME: "migrate-action dump",
      // ~/.postgresql/root.crt and ~/.pgpass.
      HOME: homedir(),
      APPDATA: process.platform === "win32" ? join(homedir(), "AppData", "Roaming") : null,
    }),
  };
}

async function collect(
  child: ChildProcess,
  connection: ConnectionSettings,
  options: DumpOptions,
): Promise<SchemaDump> {
  const timeoutMs = options.timeoutMs ?? 60_000;
  let stopped: string | null = null;
  const stop = (reason: string) => {
    if (stopped === null) endChild(child);
    stopped ??= reason;
  };
  const timer = setTimeout(() => stop(`pg_dump was stopped after ${timeoutMs} ms.`), timeoutMs);
  const onAbort = () => stop("pg_dump was stopped: cancelled.");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  const output = collectText(child.stdout as Readable, () =>
    stop(`The dump is larger than ${MAX_BYTES} bytes.`),
  );
  const messages = collectText(child.stderr as Readable, () => undefined);
  try {
    const [code, signal] = await once(child, "close");
    if (stopped !== null) return { ok: false, reason: stopped };
    if (code === 0) return { ok: true, sql: output() };
    const said = messages().trim().slice(-4000) || `pg_dump ended with ${signal ?? code}.`;
    return { ok: false, reason: withoutPassword(said, connection.password) };
  } catch (error) {
    return { ok: false, reason: `pg_dump could not be run: ${(error as Error).message}` };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  }
}

function collectText(stream: Readable, onTooLarge: () => void): () => string {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  stream.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= MAX_BYTES) chunks.push(chunk);
    else onTooLarge();
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

/** TERM first: pg_dump then cancels what the server is doing for it. */
function endChild(child: ChildProcess): void {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  child.once("close", () => clearTimeout(timer));
}

/** libpq does not print passwords; should it ever, this does not pass it on. */
function withoutPassword(text: string, password: string | null): string {
  return password ? text.replaceAll(password, "***") : text;
}
