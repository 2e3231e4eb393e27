import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { renderDuration } from "../amounts.ts";
import { libpqVariables, writeCertificate } from "../database/libpq-environment.ts";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import { lastLineOf } from "./backup.ts";

/** A command of the user's that tells of the newest backup. */
export interface BackupCommand {
  /** For the shell: sh, or cmd on Windows. It may hold secrets, and is never printed. */
  readonly command: string;
  /** Of the target: the command has it in libpq's variables. */
  readonly connection: ConnectionSettings;
  /** Of our own process: the command has what of it is not ours. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For the command, as MIGRATE_DRY_RUN: one that makes the backup need not do so for a dry run. */
  readonly mode: "dry-run" | "deploy";
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Takes secrets out of what it says, before any of that is cut: of a piece nobody knows what it was of. */
  readonly redact: (text: string) => string;
}

/** What it has printed; `reason`: why that does not count. */
export type CommandAnswer =
  | { readonly ok: true; readonly printed: string }
  | { readonly ok: false; readonly reason: string };

/** So much of the end of what it prints is kept. */
const KEPT_BYTES = 64 * 1024;
/** Between asking it and its children to end and ending them. */
const KILL_AFTER_MS = 2_000;
/** How long a child that it has left behind may keep its output open. */
const DRAIN_MS = 1_000;

/**
 * What the command prints. It runs in a group of its own, which is ended as a whole: when it takes too long, when the
 * signal is aborted, and what it leaves behind when it has ended. Rejects only when the signal is aborted.
 */
export async function runBackupCommand(request: BackupCommand): Promise<CommandAnswer> {
  const { connection, signal, limitMs } = request;
  signal.throwIfAborted();
  const certificate = await writeCertificate(connection.sslRootCert).catch(() => null);
  try {
    const child = spawn(request.command, {
      shell: true,
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: commandEnvironment(request, certificate?.path ?? connection.sslRootCert),
    });
    const printed = keepEnd(child.stdout, request.redact);
    const complained = keepEnd(child.stderr, request.redact);
    const timeUp = AbortSignal.timeout(limitMs);
    const end = await endOf(child, AbortSignal.any([signal, timeUp]));
    signal.throwIfAborted();
    if (timeUp.aborted) return { ok: false, reason: `it had not ended after ${renderDuration(limitMs)}` };
    if (end instanceof Error) return { ok: false, reason: `it could not be started: ${end.message}` };
    if (end !== "exit code 0") return { ok: false, reason: `it ended with ${end}${complaint(complained())}` };
    return { ok: true, printed: printed() };
  } finally {
    await certificate?.remove();
  }
}

/** Files by which a step speaks to the runner, and variables that would lead libpq elsewhere. */
const LEFT_OUT =
  /^(?:INPUT_.*|GITHUB_(?:OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)|PG(?:HOST|HOSTADDR|PORT|DATABASE|USER|PASSWORD|SERVICE|SERVICEFILE|OPTIONS|SSL.*|CHANNELBINDING))$/i;

function commandEnvironment({ environment, connection, mode }: BackupCommand, rootCertPath: string | null) {
  const kept = Object.entries(environment).filter(([name]) => !LEFT_OUT.test(name));
  return {
    ...Object.fromEntries(kept),
    ...libpqVariables(connection, rootCertPath),
    MIGRATE_DRY_RUN: String(mode === "dry-run"),
  };
}

/** Decoded when asked for: a character may come in two pieces. */
function keepEnd(stream: Readable | null, redact: (text: string) => string): () => string {
  let kept = Buffer.alloc(0);
  stream?.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-KEPT_BYTES);
  });
  return () => redact(kept.toString("utf8"));
}

/** How it ended, in words; whatever is left of its group is ended too. */
async function endOf(child: ChildProcess, stop: AbortSignal): Promise<string | Error> {
  const closed = once(child, "close").catch(() => []);
  const exited = once(child, "exit").catch((error: unknown) => error as Error);
  const onStop = () => void endGroup(child, closed);
  if (stop.aborted) onStop();
  else stop.addEventListener("abort", onStop, { once: true });
  const end = await exited;
  stop.removeEventListener("abort", onStop);
  if (end instanceof Error) return end;
  const isClosed = await Promise.race([closed.then(() => true), delay(DRAIN_MS, false, { ref: false })]);
  if (!isClosed) {
    signalGroup(child, "SIGKILL");
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
  const [code, signal] = end;
  return code === null ? `signal ${signal}` : `exit code ${code}`;
}

async function endGroup(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  signalGroup(child, "SIGTERM");
  const isClosed = await Promise.race([closed.then(() => true), delay(KILL_AFTER_MS, false)]);
  if (!isClosed) signalGroup(child, "SIGKILL");
}

/** Windows has no groups: its own tool ends a process with its children. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true }).on(
      "error",
      () => {},
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

/** The last line that it complained with, behind a colon. */
function complaint(text: string): string {
  const line = lastLineOf(text);
  return line === undefined ? "" : `: ${line.slice(0, 300)}`;
}
