import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Report } from "../../src/report/report.ts";
import { builtProgram, plainEnvironment } from "../support/built.ts";
import type { Files } from "./migrations.ts";

/** A finished run of the built command line. */
export interface CommandRun {
  readonly exitCode: number | null;
  /** What it told people while it ran, one line each. */
  readonly lines: readonly string[];
  readonly report: Report;
}

/**
 * Applies `files` to the database at `url` by `migrate-action up`, with `flags` beside; `onLine` hears what it tells people.
 * Throws when it leaves no report.
 */
export async function runCommand(
  url: string,
  files: Files,
  flags: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<CommandRun> {
  const directory = await mkdtemp(join(tmpdir(), "migrate-load-"));
  try {
    for (const [name, sql] of Object.entries(files)) await writeFile(join(directory, name), sql);
    const reportPath = join(directory, "report.json");
    const parameters = ["up", `--migrations-path=${directory}`, `--report-path=${reportPath}`, ...flags];
    const child = spawn(process.execPath, [builtProgram("cli.js"), ...parameters], {
      env: { ...plainEnvironment(), DATABASE_URL: url },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on("line", (line) => {
      lines.push(line);
      onLine(line);
    });
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const text = await readFile(reportPath, "utf8").catch(() => {
      throw new Error(`The command line left no report, and said:\n${lines.join("\n")}`);
    });
    return { exitCode, lines, report: JSON.parse(text) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
