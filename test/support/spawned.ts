import { type ChildProcess, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { becomesTrue } from "./processes.ts";

/** What a program said until it ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under way. */
export interface Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Settles when standard output or error has `words`; rejects when the program ends before. */
  says(words: string): Promise<void>;
}

export interface SpawnOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What is typed into it; nothing: its input ends at once. */
  readonly input?: string | undefined;
}

/** Starts a Node program; a test that ends before it kills it. */
export function spawnProgram(path: string, args: readonly string[], options: SpawnOptions): Spawned {
  const child = spawn(process.execPath, [path, ...args], {
    env: options.env,
    cwd: options.cwd,
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  let heard = "";
  let isOver = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      heard += chunk;
    });
  }
  const code = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (value) => {
      isOver = true;
      resolve(value);
    });
  });
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(
    ([exit, stdout, stderr]): Ended => ({ code: exit, stdout, stderr }),
  );
  return {
    child,
    ended,
    says: async (words) => {
      await becomesTrue(async () => heard.includes(words) || isOver, 30_000);
      if (!heard.includes(words)) throw new Error(`It never said ${JSON.stringify(words)}, but:\n${heard}`);
    },
  };
}
