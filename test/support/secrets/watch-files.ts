import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A file or directory as it was when it was seen last. */
export interface SeenEntry {
  /** Relative to what is watched. */
  readonly path: string;
  readonly kind: "file" | "directory" | "other";
  /** The lower nine bits. */
  readonly mode: number;
  /** Of a file; empty where it was gone before it could be read. */
  readonly text: string;
}

/** Looks at a directory until told to stop. */
export interface FileWatch {
  stop(): Promise<readonly SeenEntry[]>;
}

const PAUSE_MS = 5;

/** What a server of PostgreSQL keeps in its own directories: thousands of files that are none of ours. */
const OF_A_SERVER = /^migrate-[0-9a-f]{16}\/(?:data|install)$/;

/** Begins to look at all that comes and goes in `directory`, at any depth. */
export function watchFiles(directory: string): FileWatch {
  const seen = new Map<string, SeenEntry & { readonly size: number }>();
  let isOver = false;
  const look = (folder: string): void => {
    for (const name of namesIn(join(directory, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const found = statOf(join(directory, path));
      if (found === null) continue;
      const kind = found.isDirectory() ? "directory" : found.isFile() ? "file" : "other";
      const known = seen.get(path);
      if (known === undefined || known.size !== found.size || known.mode !== (found.mode & 0o777)) {
        const text = kind === "file" ? textOf(join(directory, path)) : "";
        seen.set(path, {
          path,
          kind,
          mode: found.mode & 0o777,
          size: found.size,
          text: text || (known?.text ?? ""),
        });
      }
      if (kind === "directory" && !OF_A_SERVER.test(path)) look(path);
    }
  };
  const looking = (async () => {
    while (!isOver) {
      look("");
      await sleep(PAUSE_MS);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await looking;
      return [...seen.values()];
    },
  };
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
