import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

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

/** A step's output, annotation or result as act's JSON log has it; only the fields that are read here. */
interface LogLine {
  readonly msg: string;
  readonly step?: string;
  readonly stage?: string;
  readonly stepID?: readonly string[];
  readonly stepResult?: "success" | "failure";
  readonly jobID?: string;
  readonly jobResult?: "success" | "failure";
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
  readonly kvPairs?: Readonly<Record<string, string>>;
}

/** What a run is given from outside. */
export interface RunSettings {
  /** The secret DATABASE_URL. */
  readonly databaseUrl?: string;
  /** What is typed into the form of a workflow_dispatch. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Directories to put before those of PATH. */
  readonly path?: readonly string[];
}

export interface Annotation {
  readonly level: string;
  readonly message: string;
  /** Undefined where the annotation has no place. */
  readonly file: string | undefined;
  readonly line: string | undefined;
}

/** What one run of act said and did. */
export interface WorkflowRun {
  readonly exitCode: number | null;
  /** Result of each step whose main part ran, by its name; a step that was skipped is not in it. */
  readonly steps: Readonly<Record<string, string>>;
  /** The same of the parts that run when the job ends. */
  readonly posts: Readonly<Record<string, string>>;
  /** Result of each job that ran, by its id. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Outputs of the step with this id. */
  outputs(stepId: string): Readonly<Record<string, string>>;
  /** All job summaries, in order. */
  readonly summary: string;
  /** error, warning and notice, in order. */
  readonly annotations: readonly Annotation[];
  /** What the action asked the runner to mask, in order. */
  readonly masks: readonly string[];
  /** What a person reads in the log, act's own lines included. */
  readonly log: string;
}

/** A user's repository on disk, with the built action at its root so that `uses: ./` finds it. */
export class Repository {
  readonly directory: string;
  readonly #home: string;
  readonly #base: string;

  constructor() {
    this.#base = mkdtempSync(join(tmpdir(), "migrate-action-act-"));
    // A server started from here refuses root and runs as somebody else, who has to be able to pass.
    chmodSync(this.#base, 0o755);
    this.directory = join(this.#base, "repository");
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

  [Symbol.dispose](): void {
    rmSync(this.#base, { recursive: true, force: true });
  }

  /** Commits what is there and runs the workflows of `event`; `uses: st44/migrate-action@v1` is the built action too. */
  async run(
    act: string,
    event: string,
    { databaseUrl, inputs = {}, path = [] }: RunSettings,
  ): Promise<WorkflowRun> {
    this.#git("add", "--all");
    this.#git("commit", "--quiet", "--allow-empty", "--message=As it is now");
    const settings = [
      ...["-P", "ubuntu-latest=-self-hosted", "--no-cache-server", "--actor=octocat", "--json"],
      ...["--local-repository", `st44/migrate-action@v1=${this.directory}`],
      ...(databaseUrl === undefined ? [] : ["--secret", `DATABASE_URL=${databaseUrl}`]),
      ...Object.entries(inputs).flatMap(([name, value]) => ["--input", `${name}=${value}`]),
    ];
    const child = spawn(act, [event, ...settings], {
      cwd: this.directory,
      // Nothing of this process's own environment: a DATABASE_URL in it would be found before the secret.
      env: { HOME: this.#home, PATH: [NODE_24, ...path, process.env["PATH"]].join(delimiter) },
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
    const settings = [
      "-c",
      "user.name=octocat",
      "-c",
      "user.email=octocat@example.org",
      "-c",
      "commit.gpgsign=false",
    ];
    execFileSync("git", [...settings, ...args], {
      cwd: this.directory,
      env: { HOME: this.#home, PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}

/** act runs every action with the node that is first on PATH, whatever action.yml says. */
const NODE_24 = join(ROOT, "node_modules/node/bin");

function makeWorkflowRun(exitCode: number | null, stdout: string, stderr: string): WorkflowRun {
  const lines = stdout
    .split("\n")
    .flatMap((line): LogLine[] => (line.startsWith("{") ? [JSON.parse(line)] : []));
  const results = (stage: string) =>
    Object.fromEntries(
      lines.flatMap(({ step, stage: of, stepResult }) =>
        of === stage && step !== undefined && stepResult !== undefined ? [[step, stepResult]] : [],
      ),
    );
  return {
    exitCode,
    steps: results("Main"),
    posts: results("Post"),
    jobs: Object.fromEntries(
      lines.flatMap(({ jobID, jobResult }) => (jobID && jobResult ? [[jobID, jobResult]] : [])),
    ),
    outputs: (stepId) =>
      Object.fromEntries(
        lines.flatMap(({ command, stepID, name, arg }) =>
          command === "set-output" && stepID?.[0] === stepId && name !== undefined ? [[name, arg ?? ""]] : [],
        ),
      ),
    summary: lines
      .flatMap(({ command, content }) => (command === "summary" ? [content ?? ""] : []))
      .join("\n"),
    annotations: lines.flatMap(({ command, arg, kvPairs }) =>
      command === "error" || command === "warning" || command === "notice"
        ? [{ level: command, message: arg ?? "", file: kvPairs?.["file"], line: kvPairs?.["line"] }]
        : [],
    ),
    masks: lines.flatMap(({ command, arg }) => (command === "add-mask" ? [arg ?? ""] : [])),
    log: `${lines.map(({ msg }) => msg).join("\n")}\n${stderr}`,
  };
}
