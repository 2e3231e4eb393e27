import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "./child-environment.ts";
import { NODE_SUPERVISOR } from "./node-supervisor.ts";
import { type Account, INSTALLATION_PARTS } from "./server-account.ts";
import type { Command, SupervisorKind } from "./server-command.ts";
import { quoteForShell, SHELL_SUPERVISOR } from "./shell-supervisor.ts";

/** What a supervisor is to run, and where. */
export interface ServerJob {
  /** Made by the supervisor, and removed by it. */
  readonly directory: string;
  readonly initdb: Command;
  readonly server: Command;
  /** Written to the password file for initdb; null: none. */
  readonly password: string | null;
  /** null: as ourselves. */
  readonly account: Account | null;
  /** The installation to copy to `install` in the directory first; null: none. */
  readonly copyFrom: string | null;
  readonly extraEnvironment: Readonly<Record<string, string>>;
}

/** The process between us and the server: it outlives us for as long as it takes to clean up. */
export interface Supervisor {
  /** Settles when all is gone, with what it said of the end (the log's last part); never rejects. */
  readonly ended: Promise<string>;
  /** Ends the server; done when all is gone. */
  stop(): Promise<void>;
  /** Lets the server outlive us; done when that is certain. Throws when the server has ended instead. */
  detach(): Promise<void>;
}

/** Longer than a server takes to end at once, and its directory to be removed. */
const STOP_TIMEOUT_MS = 15_000;

/**
 * Begins `job`; neither it nor its pipes keep our process alive, except while one of its promises is awaited.
 */
export function supervise(kind: SupervisorKind, job: ServerJob): Supervisor {
  const child = kind === "shell" ? spawnShell(job) : spawnNode(job);
  const lifeline = child.stdin as Writable;
  const output = child.stdout as Readable;
  let said = "";
  output.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  for (const pipe of child.stdio) pipe?.on("error", () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.once("close", () => resolve(said.trim()));
    child.once("error", (error) => resolve(error.message));
  });
  keepAlive(child, false);
  return {
    ended,
    stop: async () => {
      keepAlive(child, true);
      lifeline.end();
      const isGone = await Promise.race([
        ended.then(() => true),
        sleep(STOP_TIMEOUT_MS, false, { ref: false }),
      ]);
      if (!isGone) await sweep(child, job.directory);
    },
    detach: async () => {
      keepAlive(child, true);
      lifeline.write("detach\n");
      const detached = new Promise<string>((resolve) => {
        output.on("data", () => said.includes("detached\n") && resolve("detached"));
      });
      const answer = await Promise.race([detached, ended]);
      keepAlive(child, false);
      if (answer !== "detached") throw new Error(answer);
      for (const pipe of child.stdio) pipe?.destroy();
    },
  };
}

function spawnShell(job: ServerJob): ChildProcess {
  const commands = [quoteForShell(job.initdb), quoteForShell(job.server)];
  const copy = job.copyFrom === null ? "" : "copy";
  const child = spawn(
    "/bin/sh",
    ["-c", SHELL_SUPERVISOR, "migrate-action-server", job.directory, ...commands, copy],
    supervisorOptions(job, ["pipe", "pipe", "ignore", "ignore", copy === "" ? "ignore" : "pipe"]),
  );
  child.stdin?.write(`${job.password ?? ""}\n`);
  if (job.copyFrom !== null) sendInstallation(job.copyFrom, child.stdio[4] as Writable);
  return child;
}

function spawnNode(job: ServerJob): ChildProcess {
  const { directory, initdb, server, password } = job;
  const options = supervisorOptions(job, ["pipe", "pipe", "ignore"]);
  const child = spawn(process.execPath, ["-e", NODE_SUPERVISOR], options);
  child.stdin?.write(`${JSON.stringify({ directory, initdb, server, password })}\n`);
  return child;
}

function supervisorOptions(job: ServerJob, stdio: SpawnOptions["stdio"]): SpawnOptions {
  const asAccount = job.account === null ? {} : { uid: job.account.uid, gid: job.account.gid };
  const env = { ...childEnvironment(process.platform), ...job.extraEnvironment };
  return { ...asAccount, env, stdio, detached: true, windowsHide: true, cwd: "/" };
}

/** As an archive through a pipe, so that the account owns the copy from its first byte and can remove it. */
function sendInstallation(directory: string, into: Writable): void {
  const tar = spawn("tar", ["-cf", "-", "-C", directory, ...INSTALLATION_PARTS], {
    env: childEnvironment(process.platform),
    stdio: ["ignore", "pipe", "ignore"],
  });
  tar.once("error", () => into.end());
  tar.stdout.pipe(into);
}

function keepAlive(child: ChildProcess, wanted: boolean): void {
  for (const handle of [child, ...child.stdio] as { ref?(): void; unref?(): void }[]) {
    if (wanted) handle?.ref?.();
    else handle?.unref?.();
  }
}

/** The supervisor did not manage: its whole group, then its directory. */
async function sweep(child: ChildProcess, directory: string): Promise<void> {
  try {
    process.kill(-(child.pid as number), "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 10 }).catch(() => undefined);
}
