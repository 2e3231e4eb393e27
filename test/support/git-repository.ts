import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makeDirectory, writeFiles } from "./temporary.ts";

/** A repository of git's in a directory of this test's own. */
export interface TestRepository {
  readonly path: string;
  /** Writes files, name to content, over what is there. */
  write(files: Readonly<Record<string, string | Buffer>>): void;
  /** What git says; throws where it fails. */
  git(...args: string[]): string;
  /** Puts all that is there on record; the commit's hash. */
  commit(files?: Readonly<Record<string, string | Buffer>>): string;
}

/** A repository whose branch `main` has one commit with these files. */
export function makeRepository(files: Readonly<Record<string, string | Buffer>>): TestRepository {
  const repository = openRepository(makeDirectory());
  repository.git("init", "--quiet", "--initial-branch=main", ".");
  repository.commit(files);
  return repository;
}

/** What `actions/checkout` makes of `repository`'s branch `branch`: a clone with `origin`, of `depth` where given. */
export function cloneRepository(
  repository: TestRepository,
  branch: string,
  { depth }: { readonly depth?: number } = {},
): TestRepository {
  const clone = openRepository(join(makeDirectory(), "clone"));
  const how = depth === undefined ? [] : [`--depth=${depth}`];
  repository.git("clone", "--quiet", ...how, `--branch=${branch}`, `file://${repository.path}`, clone.path);
  return clone;
}

function openRepository(path: string): TestRepository {
  const git = (...args: string[]): string => {
    const who = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.com",
      "-c",
      "protocol.file.allow=always",
    ];
    const cwd = args[0] === "clone" ? "/" : path;
    const env = { PATH: process.env["PATH"], HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" };
    return execFileSync("git", [...who, ...args], { cwd, env, encoding: "utf8", stdio: "pipe" }).trim();
  };
  const write = (files: Readonly<Record<string, string | Buffer>>) => writeFiles(path, files);
  const commit = (files: Readonly<Record<string, string | Buffer>> = {}) => {
    write(files);
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message=x");
    return git("rev-parse", "HEAD");
  };
  return { path, write, git, commit };
}
