import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerBinaries } from "../../../src/database/local-server/find-binaries.ts";
import { makeDirectory } from "../temporary.ts";
import type { SeenProcess } from "./watch-processes.ts";

/** Programs in a directory for PATH that write down what they are started with. */
export interface RecordingPrograms {
  readonly directory: string;
  /** Each start so far of the program of that name. */
  startsOf(name: "git" | "pg_dump"): readonly SeenProcess[];
}

/**
 * git, which then does its work, and beside the server of `binaries` a pg_dump, which refuses after a moment: what lives
 * for a moment only is not always seen by looking.
 */
export function makeRecordingPrograms(binaries: ServerBinaries): RecordingPrograms {
  const home = makeDirectory();
  const directory = join(home, "bin");
  const records = join(home, "records");
  for (const path of [directory, records]) mkdirSync(path);
  const record = (name: string) =>
    `cat /proc/$$/cmdline >${records}/${name}.$$.words; cat /proc/$$/environ >${records}/${name}.$$.environment`;
  const git = execFileSync("/bin/sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const scripts = {
    git: `${record("git")}\nexec ${git} "$@"`,
    pg_dump: `${record("pg_dump")}\nsleep 0.3\necho 'pg_dump: error: not today' >&2\nexit 1`,
    postgres: `exec ${binaries.binDirectory}/postgres "$@"`,
    initdb: `exec ${binaries.binDirectory}/initdb "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  const read = (name: string) => readFileSync(join(records, name), "utf8").split("\0");
  return {
    directory,
    startsOf: (name) =>
      readdirSync(records)
        .filter((file) => file.startsWith(`${name}.`) && file.endsWith(".words"))
        // The first word is the shell that runs the script.
        .map((file) => ({
          words: read(file).slice(1),
          environment: read(file.replace(/words$/, "environment")),
        })),
  };
}
