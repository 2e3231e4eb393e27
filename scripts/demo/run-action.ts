import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { plainEnvironment } from "./plain-environment.ts";
import type { Ended } from "./run-cli.ts";
import { say } from "./talk.ts";

/** A step of a workflow that has ended, post step included. */
export interface EndedStep extends Ended {
  /** Markdown. */
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Runs the built action as GitHub's runner does: inputs as INPUT_ variables, command files in `directory`, then the
 * post step with the state that the main step saved.
 */
export async function runAction(
  inputs: Readonly<Record<string, string>>,
  directory: string,
): Promise<EndedStep> {
  say(
    [
      "- uses: st44/migrate-action@v1",
      "  with:",
      ...Object.entries(inputs).map(([name, value]) => `    ${name}: ${value}`),
    ].join("\n"),
  );
  say();
  const files = Object.fromEntries(
    ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH"].map((name) => [
      name,
      join(directory, name),
    ]),
  );
  for (const file of Object.values(files)) writeFileSync(file, "");
  const given = Object.entries({ ...readDefaults(), ...inputs }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const environment = {
    ...files,
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: process.cwd(),
    RUNNER_TEMP: directory,
    ...Object.fromEntries(given),
  };
  const child = spawn(process.execPath, ["dist/action.js"], {
    env: plainEnvironment(environment),
    stdio: ["ignore", "pipe", "inherit"],
  });
  // A demo that is interrupted still ends the throwaway server.
  const endEarly = () => {
    child.kill("SIGKILL");
    runPost(environment);
  };
  process.prependOnceListener("exit", endEarly);
  const main = await showLog(child);
  process.off("exit", endEarly);
  const post = runPost(environment);
  return {
    what: "the action",
    exitCode: main || post,
    summary: readFileSync(files["GITHUB_STEP_SUMMARY"] ?? "", "utf8"),
    outputs: readPairs(files["GITHUB_OUTPUT"]),
  };
}

/** Shows the log without the commands to the runner: masks, of which there is one for each form of a secret. */
async function showLog(child: ChildProcessByStdio<null, Readable, null>): Promise<number | null> {
  const ended = once(child, "exit");
  child.stdout.setEncoding("utf8");
  let log = "";
  for await (const text of child.stdout) log += text;
  const [exitCode] = await ended;
  const lines = log.split("\n").filter((line) => !line.startsWith("::add-mask::"));
  process.stdout.write(lines.join("\n").replaceAll("::group::", "▼ ").replaceAll("::endgroup::\n", ""));
  return exitCode;
}

/** The post step, with the state that the main step saved. */
function runPost(environment: Readonly<Record<string, string>>): number | null {
  const state = readPairs(environment["GITHUB_STATE"]);
  const states = Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
  const env = plainEnvironment({ ...environment, ...states });
  return spawnSync(process.execPath, ["dist/action-post.js"], { env, stdio: ["ignore", 1, 1] }).status;
}

/** The defaults of action.yml, which the runner passes as if they had been given. */
function readDefaults(): Record<string, string> {
  const inputs = readFileSync("action.yml", "utf8").split(/^outputs:$/m)[0] ?? "";
  const found = inputs.matchAll(/^ {2}([\w-]+):\n(?: {4}.*\n)*? {4}default: (".*")$/gm);
  return Object.fromEntries([...found].map(([, name = "", value = ""]) => [name, JSON.parse(value)]));
}

/** Pairs of a command file: `name<<delimiter`, the value's lines, the delimiter. */
function readPairs(file: string | undefined): Record<string, string> {
  const text = readFileSync(file ?? "", "utf8");
  const found = text.matchAll(/^([^\n]+?)<<(\S+)\n(?:([\s\S]*?)\n)?\2$/gm);
  return Object.fromEntries([...found].map(([, name = "", , value = ""]) => [name, value]));
}
