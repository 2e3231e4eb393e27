import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { INPUTS } from "../../src/inputs/definitions.ts";
import type { OutputName } from "../../src/inputs/outputs.ts";
import type { Report } from "../../src/report/report.ts";
import { builtProgram, plainEnvironment, ROOT } from "./built.ts";
import { type Ended, type Spawned, spawnProgram } from "./spawned.ts";
import { makeDirectory } from "./temporary.ts";

/** A finished main step. */
export interface ActionRun extends Ended {
  /** RUNNER_TEMP, which has the runner's command files too, each by its variable's name. */
  readonly directory: string;
  readonly outputs: Readonly<Record<OutputName, string>>;
  readonly summary: string;
  /** What it left for the post step. */
  readonly state: Readonly<Record<string, string>>;
  readonly report: Report;
}

/** A main step under way. */
export interface StartedAction extends Spawned {
  readonly run: Promise<ActionRun>;
}

/** Starts the built main step as the runner does: every input of action.yml in INPUT_…, `inputs` over the defaults. */
export function startAction(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): StartedAction {
  const directory = makeDirectory();
  const path = (name: string) => join(directory, name);
  const commandFiles = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_STATE", "GITHUB_ENV", "GITHUB_PATH"];
  for (const name of commandFiles) writeFileSync(path(name), "");
  const defaults = INPUTS.map((input) => [input.name, input.default ?? ""] as const);
  const given = Object.entries({ ...Object.fromEntries(defaults), ...inputs });
  const spawned = spawnProgram(builtProgram("action.js"), [], {
    env: {
      ...plainEnvironment(),
      GITHUB_ACTIONS: "true",
      RUNNER_TEMP: directory,
      ...Object.fromEntries(commandFiles.map((name) => [name, path(name)])),
      ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...env,
    },
    cwd: ROOT,
  });
  const run = spawned.ended.then((ended): ActionRun => {
    const outputs = parseCommandFile(readFileSync(path("GITHUB_OUTPUT"), "utf8"));
    return {
      ...ended,
      directory,
      outputs: outputs as Record<OutputName, string>,
      summary: readFileSync(path("GITHUB_STEP_SUMMARY"), "utf8"),
      state: parseCommandFile(readFileSync(path("GITHUB_STATE"), "utf8")),
      get report(): Report {
        const reportPath = outputs["report-path"] ?? "";
        if (!existsSync(reportPath))
          throw new Error(`There is no report, only:\n${ended.stdout}${ended.stderr}`);
        return JSON.parse(readFileSync(reportPath, "utf8"));
      },
    };
  });
  return { ...spawned, run };
}

/** Runs the built main step to its end. */
export function runAction(
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  return startAction(inputs, env).run;
}

/** Entries of a runner's command file: `name<<delimiter`, the value's lines, `delimiter`. */
function parseCommandFile(text: string): Record<string, string> {
  const entries = [...text.matchAll(/^([^\n<]+)<<([^\n]+)\n([\s\S]*?)\n?\2$/gm)];
  return Object.fromEntries(entries.map(([, name = "", , value = ""]) => [name, value]));
}
