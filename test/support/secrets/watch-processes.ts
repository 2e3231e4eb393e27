import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process as it was when it was seen. */
export interface SeenProcess {
  /** What it was started with. */
  readonly words: readonly string[];
  readonly environment: readonly string[];
}

/** Looks at a process and all that it has started, until told to stop. Linux. */
export interface ProcessWatch {
  /** Those that the process has started, each once for each program it was; and its own words at every look. */
  stop(): Promise<{ readonly children: readonly SeenProcess[]; readonly ownWords: readonly string[] }>;
}

const PAUSE_MS = 5;

/** Begins to look at the process `pid`. */
export function watchProcesses(pid: number): ProcessWatch {
  const children = new Map<string, SeenProcess>();
  const ownWords = new Set<string>();
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const own = readText(`/proc/${pid}/cmdline`);
      if (own !== "") ownWords.add(own);
      for (const child of descendantsOf(pid)) {
        const words = readText(`/proc/${child}/cmdline`);
        // Before it has become a program of its own it is a copy of ours.
        if (words === "" || words === own) continue;
        children.set(`${child} ${words}`, {
          words: words.split("\0"),
          environment: readText(`/proc/${child}/environ`).split("\0"),
        });
      }
      await sleep(PAUSE_MS);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await looking;
      return { children: [...children.values()], ownWords: [...ownWords] };
    },
  };
}

function descendantsOf(pid: number): readonly number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readText(`/proc/${name}/stat`)) ?? [];
    if (parent !== undefined)
      parents.set(Number(parent), [...(parents.get(Number(parent)) ?? []), Number(name)]);
  }
  const found = [...(parents.get(pid) ?? [])];
  for (const one of found) found.push(...(parents.get(one) ?? []));
  return found;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
