import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { makeWorkflowRun, type WorkflowRun } from "./act-log.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What the action's own repository is made of, as a user's runner downloads it. */
const ACTION_PARTS = ["action.yml", "package.json", "dist"];

/** Where act is, or why it cannot be had on this machine. Builds it on first use. */
export type Act = { readonly path: string } | { readonly missing: string };

/** act from .tools/bin, from PATH, or built with Go. Throws where building it fails. */
export function findAct(): Act {
  const found = spawnSync("bash", [join(ROOT, "scripts/install-tools.sh"), "act"], { encoding: "utf8" });
  if (found.status === 0) return { path: found.stdout.trim() };
  if (found.status === 69) return { missing: found.stderr.trim() };
  throw new Error(`scripts/install-tools.sh act failed: ${found.stderr}`);
}

/** What a run is given from outside. */
export interface RunSettings {
  /** The secret DATABASE_URL. */
  readonly databaseUrl?: string;
  /** Other secrets, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Variables of the repository or environment, `vars` of a workflow. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What GitHub says of the event, beyond the form's inputs: `ref`, `before` … */
  readonly event?: Readonly<Record<string, unknown>>;
  /** What is typed into the form of a workflow_dispatch. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The only job that is run, with those that it needs; without it all are. */
  readonly job?: string;
  /** Variables of the run's environment, GitHub's own among them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Directories to put before those of PATH. */
  readonly path?: readonly string[];
}

/** A user's repository on disk, with the built action at its root so that `uses: ./` finds it. */
export class Repository {
  readonly directory: string;
  /** What GitHub would hold, as the stand-in for its command line keeps it: `releases`, `issues`, `calls`. */
  readonly github: string;
  readonly #home: string;
  readonly #base: string;

  constructor() {
    this.#base = mkdtempSync(join(tmpdir(), "migrate-action-act-"));
    // A server started from here refuses root and runs as somebody else, who has to be able to pass.
    chmodSync(this.#base, 0o755);
    this.directory = join(this.#base, "repository");
    this.github = join(this.#base, "github");
    this.#home = join(this.#base, "home");
    mkdirSync(this.directory);
    mkdirSync(this.#home);
    for (const part of ACTION_PARTS) this.#copy(join(ROOT, part), part);
    this.#git("init", "--quiet", "--initial-branch=main");
  }

  /** Copies a file or directory of this project, its path given from the project's root. */
  add(from: string, to: string): void {
    this.#copy(join(ROOT, from), to);
  }

  /** Makes an executable shell script of `commands` at the repository's root. */
  script(name: string, commands: string): void {
    writeFileSync(join(this.directory, name), `#!/bin/sh\nset -eu\n${commands}\n`, { mode: 0o755 });
  }

  /** Writes a file of the repository. */
  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.directory, name)), { recursive: true });
    writeFileSync(join(this.directory, name), text);
  }

  /** What the stand-in for GitHub's command line keeps under `name`; null where there is no such thing. */
  onGitHub(name: string): string | null {
    const path = join(this.github, name);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  }

  /** A new run on GitHub begins without the artifacts of the last one. */
  forgetArtifacts(): void {
    rmSync(join(this.#base, "artifacts"), { recursive: true, force: true });
  }

  /** Commits what is there; nothing where all is committed. */
  commit(): void {
    this.#git("add", "--all");
    const isClean = this.git("status", "--porcelain") === "";
    if (!isClean) this.#git("commit", "--quiet", "--message=As it is now");
  }

  /** What git answers in the repository, trimmed. */
  git(...args: readonly string[]): string {
    const env = { HOME: this.#home, PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1" };
    return execFileSync("git", args, { cwd: this.directory, env, encoding: "utf8", stdio: "pipe" }).trim();
  }

  [Symbol.dispose](): void {
    rmSync(this.#base, { recursive: true, force: true });
  }

  /** Commits what is there and runs the workflows of `event`; `uses: st44/migrate-action@v1` is the built action too. */
  async run(act: string, event: string, given: RunSettings): Promise<WorkflowRun> {
    const { databaseUrl, secrets = {}, variables = {}, event: payload, inputs = {}, path = [] } = given;
    this.commit();
    const settings = [
      ...["-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "--actor=octocat", "--json"],
      ...["--local-repository", `st44/migrate-action@v1=${this.directory}`],
      ...Object.entries(STOOD_IN_FOR).flatMap(([used, name]) => [
        "--local-repository",
        `${used}=${join(STAND_INS, name)}`,
      ]),
      ...["--env", `ARTIFACTS=${join(this.#base, "artifacts")}`, "--env", `GH_STAND_IN=${this.github}`],
      ...(given.job === undefined ? [] : ["--job", given.job]),
      ...Object.entries(given.environment ?? {}).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...["--secret", "GITHUB_TOKEN=ghs_of_the_stand_in"],
      ...(payload === undefined ? [] : ["--eventpath", writeEvent(this.#base, payload)]),
      ...(databaseUrl === undefined ? [] : ["--secret", `DATABASE_URL=${databaseUrl}`]),
      ...Object.entries(secrets).flatMap(([name, value]) => ["--secret", `${name}=${value}`]),
      ...Object.entries(variables).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
      ...Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`]),
    ];
    const child = spawn(act, [event, ...settings], {
      cwd: this.directory,
      // Nothing of this process's own environment: a DATABASE_URL in it would be found before the secret.
      env: {
        HOME: this.#home,
        PATH: [NODE_24, join(STAND_INS, "bin"), ...path, process.env["PATH"]].join(delimiter),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return makeWorkflowRun(exitCode, Buffer.concat(chunks).toString(), Buffer.concat(errors).toString());
  }

  #copy(from: string, to: string): void {
    cpSync(from, join(this.directory, to), { recursive: true });
  }

  #git(...args: readonly string[]): void {
    const who = ["-c", "user.name=octocat", "-c", "user.email=octocat@example.org"];
    this.git(...who, "-c", "commit.gpgsign=false", ...args);
  }
}

/**
 * What cannot be had without GitHub, at the edge of the world: its stores of artifacts, releases and issues. The stand-ins
 * copy files; what is used is named with its commit, so that another pin is not stood in for by surprise.
 */
const STAND_INS = join(ROOT, "test/fixtures/act/stand-ins");
const STOOD_IN_FOR = {
  "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a": "upload-artifact",
  "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c": "download-artifact",
  "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020": "setup-node",
};

function writeEvent(directory: string, payload: Readonly<Record<string, unknown>>): string {
  const path = join(directory, "event.json");
  writeFileSync(path, JSON.stringify(payload));
  return path;
}

/** act runs every action with the node that is first on PATH, whatever action.yml says. */
const NODE_24 = join(ROOT, "node_modules/node/bin");
