import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../../src/report/report.ts";
import { listen } from "./listen.ts";

/** What a runner is given. */
export interface RunOrder {
  /** Its name, in the ledger and in the history: `runner-1`. */
  readonly actor: string;
  /** Directory of the built command line. */
  readonly dist: string;
  readonly url: string;
  readonly migrations: string;
  /** A directory of its own, for its report and its temporary files. */
  readonly directory: string;
  /** `["up"]`, with what the command needs beside the flags that all have. */
  readonly command: readonly string[];
}

/** Makes the order for a run of `actor`; `["up"]` where no command is given. */
export type OrderFor = (actor: string, command?: readonly string[]) => RunOrder;

/** A runner under way. */
export interface StartedRun {
  readonly actor: string;
  readonly startedAtMs: number;
  /** False when it has ended, or was never there. */
  readonly kill: (signal: NodeJS.Signals) => boolean;
  /** Settles when its standard error has matched `pattern` (global) `count` times; it may never do so. */
  readonly said: (pattern: RegExp, count: number) => Promise<void>;
  readonly ended: Promise<EndedRun>;
}

/** A runner that has ended. Times as performance.now() counts. */
export interface EndedRun {
  readonly actor: string;
  /** `up`, `repair`. */
  readonly command: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Null where it wrote none, or none that can be read. */
  readonly report: Report | null;
  /** What it left in its directory for temporary files. */
  readonly leftBehind: readonly string[];
  /** True when it did not end by itself and was killed for it. */
  readonly hung: boolean;
}

/** Longer than any promised wait: a runner that is still there then hangs. */
const HANGS_AFTER_MS = 120_000;

/** How long a runner waits for another one. */
export const RUN_LOCK_WAIT_MS = 60_000;

const FLAGS = [
  `--run-lock-wait=${RUN_LOCK_WAIT_MS}ms`,
  "--wait-for-database=30s",
  "--connect-timeout=5s",
  "--lock-timeout=1s",
  // Half of it is spent on counting the writes of others.
  "--rehearsal-budget=200ms",
];

/**
 * Starts the built command line, within what it needs and no more: it may read its program and its files, write to its
 * own directory, and start no programs. So it finds no server to rehearse on, which is said in its log, and cases are short.
 */
export function startRun(order: RunOrder): StartedRun {
  const { actor, url, migrations, directory } = order;
  const reportPath = join(directory, "report.json");
  const temporary = join(directory, "tmp");
  mkdirSync(temporary, { recursive: true });
  const dist = realpathSync(order.dist);
  const sandbox = [
    "--permission",
    ...[dist, migrations, directory].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${directory}`,
  ];
  const told = [`--database-url=${url}`, `--migrations-path=${migrations}`, `--report-path=${reportPath}`];
  const args = [...sandbox, join(dist, "cli.js"), ...order.command, ...told, ...FLAGS];
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: "/nonexistent", HOME: directory, TMPDIR: temporary, GITHUB_ACTOR: actor },
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const heard = listen(child);
  const ended = whenEnded(child).then(
    ({ code, signal, hung }): EndedRun => ({
      actor,
      command: order.command[0] ?? "",
      startedAtMs,
      endedAtMs: performance.now(),
      code,
      signal,
      hung,
      stdout: heard.stdout(),
      stderr: heard.stderr(),
      report: readReport(reportPath),
      leftBehind: readdirSync(temporary),
    }),
  );
  return { actor, startedAtMs, kill: (signal) => child.kill(signal), said: heard.said, ended };
}

/** Null where there is none, and where it was killed while it wrote it. */
function readReport(path: string): Report | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly hung: boolean;
}

function whenEnded(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    let hung = false;
    const timer = setTimeout(() => {
      hung = child.kill("SIGKILL");
    }, HANGS_AFTER_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, hung });
    });
  });
}
