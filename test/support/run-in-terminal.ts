import { spawn, spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";
import { builtProgram, plainEnvironment, ROOT } from "./built.ts";
import { becomesTrue } from "./processes.ts";
import { type ShownScreen, screenOf } from "./screen-of.ts";

export interface TerminalOptions {
  readonly columns: number;
  /** 24 when not given. */
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A program that has ended in a terminal. */
export interface EndedInTerminal {
  readonly code: number | null;
  /** All that was written to the terminal, as it was. */
  readonly output: string;
  readonly screen: ShownScreen;
}

/** One that is under way. */
export interface InTerminal {
  /** What a person types. */
  readonly type: (keys: string) => void;
  /** Settles when `words` were written since the start; rejects when it ends before. */
  readonly says: (words: string) => Promise<void>;
  readonly heard: () => string;
  readonly ended: Promise<EndedInTerminal>;
}

/** Why no test can have a terminal here; null: it can. `script` of util-linux makes one; that of BSD and macOS is another. */
export const NO_TERMINAL: string | null = /util-linux/.test(
  String(spawnSync("script", ["--version"], { encoding: "utf8" }).stdout ?? ""),
)
  ? null
  : "`script` of util-linux is not installed.";
if (NO_TERMINAL !== null) console.warn(`Nothing was run in a terminal: ${NO_TERMINAL}`);

/** Starts the built command line with `args` in a pseudo-terminal of this size; a test that ends before it kills it. */
export function startInTerminal(args: readonly string[], options: TerminalOptions): InTerminal {
  const { columns, rows = 24, env = {}, cwd = ROOT } = options;
  const program = [process.execPath, builtProgram("cli.js"), ...args].map(quoted).join(" ");
  const child = spawn("script", ["-qec", `stty cols ${columns} rows ${rows}; exec ${program}`, "/dev/null"], {
    env: { ...plainEnvironment(), TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
    cwd,
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.on("error", () => undefined);
  let output = "";
  let isOver = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = new Promise<EndedInTerminal>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      isOver = true;
      resolve({ code, output, screen: screenOf(output, columns) });
    });
  });
  const says = async (words: string) => {
    await becomesTrue(async () => output.includes(words) || isOver, 40_000);
    if (!output.includes(words)) throw new Error(`It never said ${JSON.stringify(words)}, but:\n${output}`);
  };
  return { type: (keys) => void child.stdin.write(keys), says, heard: () => output, ended };
}

/** Runs it to its end; nothing is typed. */
export function runInTerminal(args: readonly string[], options: TerminalOptions): Promise<EndedInTerminal> {
  return startInTerminal(args, options).ended;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
