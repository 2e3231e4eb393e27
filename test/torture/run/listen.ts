import type { ChildProcess } from "node:child_process";

/** What a program says while it runs. */
export interface Heard {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Settles when standard error has matched `pattern` (global) `count` times. */
  readonly said: (pattern: RegExp, count: number) => Promise<void>;
}

/** Collects all that `child` says, from now on. */
export function listen(child: ChildProcess): Heard {
  const texts = { stdout: "", stderr: "" };
  const waiting = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
      for (const look of waiting) look();
    });
  }
  const said = (pattern: RegExp, count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if ([...texts.stderr.matchAll(pattern)].length < count) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { stdout: () => texts.stdout, stderr: () => texts.stderr, said };
}
