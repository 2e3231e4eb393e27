import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";

/** A program that ends with this process, however that ends. */
export interface Lifeline {
  /** Settles when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends it with its signal, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface LifelineOptions {
  readonly command: readonly [program: string, ...parameters: string[]];
  /** What ends it: `QUIT` is a PostgreSQL server's immediate stop. */
  readonly signal: "QUIT" | "KILL" | "TERM";
  /** Another account; null: this one. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly env: Readonly<Record<string, string>>;
}

/** Its standard input is the lifeline: it ends with whoever holds the other end. */
const SUPERVISOR = `signal=$1; shift
"$@" </dev/null >/dev/null 2>&1 & child=$!
read -r _
kill -"$signal" "$child" 2>/dev/null
wait "$child"`;

/** Starts it; that it works is for the caller to find out. */
export function startWithLifeline({ command, signal, account, env }: LifelineOptions): Lifeline {
  const child = spawn("/bin/sh", ["-c", SUPERVISOR, "torture", signal, ...command], {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    env,
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    // Ctrl-C in a terminal is for us; they hear of it when we end.
    detached: true,
  });
  const line = child.stdin as Writable;
  line.on("error", () => undefined);
  const ended = once(child, "close").then(() => undefined);
  return {
    ended,
    stop: async () => {
      line.end();
      await ended;
    },
  };
}
