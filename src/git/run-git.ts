import { type ChildProcess, spawn } from "node:child_process";
import { buffer } from "node:stream/consumers";

/** Where git is asked, and what ends a question that is under way. */
export interface Git {
  /** A directory of a work tree: names are relative to it, and answers are about what is in it. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** What one run of git has said. */
export interface GitAnswer {
  /** Null: git could not be started, or a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  /** In English: LC_ALL is C. Where git could not be started, why. */
  readonly stderr: string;
}

/** The longest that one question may take: a partial clone may have to fetch what it is asked for. */
const TIMEOUT_MS = 120_000;

/**
 * Options before every subcommand. Nothing is written, no program is run that the repository's own settings name for
 * watching files, and names come as they are.
 */
const ALWAYS = [
  ...["--no-optional-locks", "--no-pager", "--literal-pathspecs"],
  ...["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"],
];

/**
 * The answer of git to `args`; never rejects but when the signal is aborted. No shell is between: an argument is one
 * argument. What comes from outside (names of branches) goes behind `--end-of-options`, by whoever calls this.
 */
export async function askGit(git: Git, args: readonly string[]): Promise<GitAnswer> {
  const child = startGit(git, args);
  child.stdin?.end();
  const said = child.stdout === null ? Promise.resolve(Buffer.alloc(0)) : buffer(child.stdout);
  const [stdout, ended] = await Promise.all([said, endOf(child)]);
  git.signal.throwIfAborted();
  return { stdout, ...ended };
}

/** Git under way, its three streams ours; `endOf` tells how it ended. */
export function startGit({ directory, signal }: Git, args: readonly string[]): ChildProcess {
  return spawn("git", [...ALWAYS, ...args], {
    cwd: directory,
    env: gitEnvironment(process.env),
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    // Not spawn's own time limit: its timer keeps the process where git could not be started.
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
}

/** How `child` ended, with what it complained of; never rejects. */
export async function endOf(child: ChildProcess): Promise<Omit<GitAnswer, "stdout">> {
  const complaints: Buffer[] = [];
  child.stderr?.on("data", (chunk: Buffer) => complaints.push(chunk));
  // A child that has ended has no use for what it is still told.
  child.stdin?.on("error", () => {});
  const end = await new Promise<number | Error | null>((resolve) => {
    child.once("error", resolve);
    child.once("close", resolve);
  });
  const stderr = Buffer.concat(complaints).toString("utf8");
  if (end instanceof Error) return { code: null, stderr: end.message };
  return { code: end, stderr };
}

/** True when there is no program git on this machine. */
export const isNotInstalled = ({ code, stderr }: Omit<GitAnswer, "stdout">): boolean =>
  code === null && stderr.includes("ENOENT");

/** Variables that let a program run, reach the network as everybody here does, and find the user's own settings. */
const KEPT =
  /^(?:PATH|PATHEXT|HOME|XDG_CONFIG_HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|SystemRoot|ComSpec|ProgramFiles|TMPDIR|TEMP|TMP|SSL_CERT_FILE|SSL_CERT_DIR|https?_proxy|no_proxy|all_proxy)$/i;

/**
 * The environment of git: no variable of git's own, which could lead it to another repository, and nothing of ours
 * (tokens, URLs of databases), as settings and attributes of a repository can make it run programs.
 */
function gitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => KEPT.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_PAGER: "cat" };
}
