import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

const SCRIPT = join(import.meta.dirname, "../../../scripts/move-major-tag.sh");

/** A clone of a bare repository on disk, in which `release` commits, tags and pushes, and then moves the major tag. */
function makeClone() {
  const base = mkdtempSync(join(tmpdir(), "migrate-action-tags-"));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: base,
    GIT_CONFIG_NOSYSTEM: "1",
    ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.org" },
    ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.org" },
  };
  const cwd = join(base, "clone");
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd, env, encoding: "utf8", stdio: "pipe" }).trim();
  execFileSync("git", ["init", "--quiet", "--bare", "origin"], { cwd: base, env });
  execFileSync("git", ["clone", "--quiet", "origin", "clone"], { cwd: base, env, stdio: "pipe" });
  const move = (tag: string) => spawnSync("bash", [SCRIPT, tag], { cwd, env, encoding: "utf8" });
  const release = (tag: string) => {
    git("commit", "--quiet", "--allow-empty", "-m", tag);
    git("tag", "--annotate", "-m", tag, tag);
    git("push", "--quiet", "origin", tag);
    return { ...move(tag), commit: git("rev-parse", "HEAD") };
  };
  /** The commit of a tag at the remote; undefined where it has none. */
  const remote = (tag: string) => git("ls-remote", "origin", `refs/tags/${tag}`).split("\t")[0] || undefined;
  return { release, move, remote };
}

describe("the moving tag", () => {
  test("is made by the first release of a major, moved by a later one, and is the commit itself", () => {
    const { release, remote } = makeClone();
    const first = release("v1.9.0");
    expect([first.status, remote("v1")]).toEqual([0, first.commit]);
    const second = release("v1.10.0");
    expect([second.status, remote("v1")]).toEqual([0, second.commit]);
    const major = release("v2.0.0");
    expect([major.status, remote("v1"), remote("v2")]).toEqual([0, second.commit, major.commit]);
  });

  test("stays where a newer release of its major is, whatever is a word before or behind that version", () => {
    const { release, remote } = makeClone();
    release("v1.0.0");
    const newer = release("v1.10.0");
    const fix = release("v1.9.1");
    expect([fix.status, fix.stdout, remote("v1")]).toEqual([
      0,
      "v1 stays where it is: v1.10.0 is newer than v1.9.1.\n",
      newer.commit,
    ]);
  });

  test("is not moved to what is no release, and not to a tag that is not there", () => {
    const { release, move, remote } = makeClone();
    expect(["v1", "v1.0", "v1.0.0-rc.1", "v01.0.0", ""].map((tag) => move(tag).status)).toEqual(
      Array.from({ length: 5 }, () => 64),
    );
    expect(move("v1.0.0").status).toBe(66);
    expect(remote("v1")).toBeUndefined();
    expect(release("v1.0.0").status).toBe(0);
  });
});
