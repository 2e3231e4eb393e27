import { spawn } from "node:child_process";
import { type Command, toolEnvironment } from "../tools/install/run-program.ts";

/** A run of a tool that is over. */
export interface Run {
  /** Null: a signal ended it. */
  readonly code: number | null;
  /** True when it had not ended at its limit, and was killed. */
  readonly isStuck: boolean;
  /** Standard output and error as they came. */
  readonly output: string;
  readonly durationMs: number;
}

/** A run of a tool under way. */
export interface StartedRun {
  /** Settles at its end; rejects only when the program cannot be started. */
  readonly ended: Promise<Run>;
  /** False as soon as it has ended. */
  isRunning(): boolean;
  /** SIGKILL to the program and all that it has started, as when a container is killed. */
  kill(): void;
}

/** Process groups that would outlive us. */
const running = new Set<number>();

process.on("exit", () => running.forEach(killGroup));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

/** Starts `command` in a process group of its own. After `limitMs` it is killed, and was stuck. */
export function startCommand(command: Command, limitMs: number): StartedRun {
  const begun = performance.now();
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: { ...toolEnvironment(), ...command.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pid = child.pid ?? 0;
  if (pid > 0) running.add(pid);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  let isStuck = false;
  const limit = setTimeout(() => {
    isStuck = true;
    killGroup(pid);
  }, limitMs);
  const ended = new Promise<Run>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ code, isStuck, output, durationMs: Math.round(performance.now() - begun) }),
    );
  }).finally(() => {
    clearTimeout(limit);
    running.delete(pid);
  });
  ended.catch(() => undefined);
  return { ended, isRunning: () => running.has(pid), kill: () => killGroup(pid) };
}

function killGroup(pid: number): void {
  if (pid <= 0) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}
