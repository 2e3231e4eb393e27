import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { childEnvironment } from "./child-environment.ts";
import { exists } from "./file-access.ts";
import { isServerDirectory } from "./server-directory.ts";
import { readPidFile } from "./wait-until-ready.ts";

const run = promisify(execFile);

/** Names a server of lifetime `detached` for another process; no secret in it. */
export interface DetachedHandle {
  /** The server's directory. */
  readonly directory: string;
  /** The server's process id. */
  readonly pid: number;
}

/**
 * What became of it. `stopped`: the server and its directory are gone. `gone`: they were already. `refused`:
 * the handle does not name a server of ours, nothing was touched.
 */
export type StopResult =
  | { readonly state: "stopped" }
  | { readonly state: "gone" }
  | { readonly state: "refused"; readonly reason: string };

const STOP_TIMEOUT_MS = 10_000;
/** For a supervisor that is about to notice that its server has ended by itself. */
const NOTICE_TIMEOUT_MS = 1_000;

/**
 * Ends a detached server from any process of the account that started it, and waits until it and its
 * directory are gone. Signals `handle.pid` only when the server's own directory names that process and the
 * process names that directory: a process id may long belong to another program.
 */
export async function stopDetachedServer(handle: DetachedHandle): Promise<StopResult> {
  const { directory, pid } = handle;
  if (!isServerDirectory(directory)) return refuse(`${directory} is no directory of a throwaway server.`);
  if (!(await exists(directory))) return { state: "gone" };
  const [firstLine, data] = (await readPidFile(directory)).split("\n");
  if (firstLine !== "" && !(Number(firstLine) === pid && data && namesDirectory(data, directory))) {
    return refuse(`Process ${pid} is not the server of ${directory}.`);
  }
  const isRunning = firstLine !== "" && (await runsIn(pid, directory));
  if (isRunning && !(await endProcess(pid))) return refuse(`Process ${pid} belongs to another account.`);
  // Its supervisor removes the directory; if that is gone too, nobody else does.
  if (!(await vanishes(directory, isRunning ? STOP_TIMEOUT_MS : NOTICE_TIMEOUT_MS))) {
    await rm(directory, { recursive: true, force: true, maxRetries: 10 });
  }
  return { state: "stopped" };
}

function refuse(reason: string): StopResult {
  return { state: "refused", reason };
}

function namesDirectory(data: string, directory: string): boolean {
  return basename(dirname(data.trim())) === basename(directory);
}

/**
 * Whether process `pid` was started with this directory among its arguments. Windows shows no arguments
 * without tools that not every edition has: there the program's name has to do.
 */
async function runsIn(pid: number, directory: string): Promise<boolean> {
  if (process.platform === "win32") {
    return (await outputOf("tasklist", "/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH")).includes("postgres.exe");
  }
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() =>
    outputOf("ps", "-o", "command=", "-p", String(pid)),
  );
  return line.includes(basename(directory));
}

/** What a program prints; empty when it fails. */
async function outputOf(program: string, ...parameters: string[]): Promise<string> {
  const asked = run(program, parameters, { env: childEnvironment(process.platform), timeout: 10_000 });
  return asked.then(
    ({ stdout }) => stdout,
    () => "",
  );
}

/** False when we may not. */
async function endProcess(pid: number): Promise<boolean> {
  if (process.platform === "win32") {
    await outputOf("taskkill", "/PID", String(pid), "/T", "/F");
    return true;
  }
  try {
    // QUIT: at once; the data is of no more use.
    process.kill(pid, "SIGQUIT");
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EPERM";
  }
}

async function vanishes(directory: string, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (!(await exists(directory))) return true;
    await sleep(20);
  }
  return false;
}
