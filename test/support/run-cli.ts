import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../src/report/report.ts";
import { builtProgram, plainEnvironment, ROOT } from "./built.ts";
import { type Ended, type Spawned, spawnProgram } from "./spawned.ts";
import { makeDirectory } from "./temporary.ts";

export interface CliOptions {
  /** Variables beside those that any program needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** The repository's root when not given. */
  readonly cwd?: string;
  readonly input?: string;
}

/** A finished run of the command line. */
export interface CliRun extends Ended {
  /** What it wrote to --report-path. Throws, with what it said, when it wrote none. */
  readonly report: Report;
}

/** The command line under way. */
export interface StartedCli extends Spawned {
  readonly run: Promise<CliRun>;
}

/** Starts the built command line with `args`, its report going to a file that is read when it has ended. */
export function startCli(
  args: readonly string[],
  { env = {}, cwd = ROOT, input }: CliOptions = {},
): StartedCli {
  const reportPath = join(makeDirectory(), "report.json");
  const spawned = spawnProgram(builtProgram("cli.js"), [...args, `--report-path=${reportPath}`], {
    env: { ...plainEnvironment(), ...env },
    cwd,
    input,
  });
  const run = spawned.ended.then((ended) => ({
    ...ended,
    get report(): Report {
      if (!existsSync(reportPath)) throw new Error(`There is no report, only:\n${ended.stderr}`);
      return JSON.parse(readFileSync(reportPath, "utf8"));
    },
  }));
  return { ...spawned, run };
}

/** Runs the built command line with `args` to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return startCli(args, options).run;
}
