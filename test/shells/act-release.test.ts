import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findAct, Repository } from "./act.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

/** This project's release workflow on a repository of version 1.4.0, its remote a bare repository on disk. */
function makeProject(): Repository {
  const repository = new Repository();
  onTestFinished(() => repository[Symbol.dispose]());
  repository.add(".github/workflows/release.yml", ".github/workflows/release.yml");
  for (const name of ["ci", "check-dist", "e2e"])
    repository.add("test/fixtures/act/called.yml", `.github/workflows/${name}.yml`);
  for (const name of ["release-notes.ts", "move-major-tag.sh"])
    repository.add(`scripts/${name}`, `scripts/${name}`);
  repository.write("package.json", '{ "type": "module", "version": "1.4.0" }\n');
  repository.write(
    "CHANGELOG.md",
    "# Changelog\n\n## 1.4.0 (2026-11-22)\n\nFour.\n\n## 1.3.0 (2026-10-01)\n\nThree.\n",
  );
  const origin = join(repository.directory, "../origin");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", origin]);
  repository.git("remote", "add", "origin", origin);
  return repository;
}

function publish(repository: Repository, tag: string): void {
  repository.commit();
  repository.git("push", "--quiet", "origin", "HEAD:main");
  repository.git("fetch", "--quiet", "origin");
  repository.git("tag", tag);
  repository.git("push", "--quiet", "origin", tag);
}

/** What comes behind the release goes to registries, which nobody stands in for here. */
const push = (repository: Repository, tag: string) =>
  repository.run(actPath, "push", { event: { ref: `refs/tags/${tag}` }, job: "release" });
const atOrigin = (repository: Repository, tag: string) =>
  repository.git("ls-remote", "origin", `refs/tags/${tag}`).split("\t")[0];

describe.skipIf("missing" in act)("release.yml, run by act", { timeout: 240_000 }, () => {
  test("makes the release of the changelog's entry and moves v1 to its commit, also when it is run again", async () => {
    const repository = makeProject();
    publish(repository, "v1.4.0");
    for (const _ of ["first", "again"]) {
      const run = await push(repository, "v1.4.0");
      expect(run.exitCode, run.log).toBe(0);
      expect(repository.onGitHub("releases/v1.4.0")).toBe("Four.\n");
      expect(atOrigin(repository, "v1")).toBe(repository.git("rev-parse", "HEAD"));
    }
  });

  test("does neither where CI fails", async () => {
    const repository = makeProject();
    repository.write("ci-fails", "");
    publish(repository, "v1.4.0");
    const run = await push(repository, "v1.4.0");
    expect(run.exitCode, run.log).toBe(1);
    expect(run.jobs).toMatchObject({ notes: "success" });
    expect(repository.onGitHub("calls")).toBeNull();
    expect(atOrigin(repository, "v1")).toBe("");
  });

  test("runs nothing for a tag that is not the version, and none for a commit that main does not have", async () => {
    const repository = makeProject();
    publish(repository, "v1.4.1");
    const other = await push(repository, "v1.4.1");
    expect(other.jobs, other.log).toEqual({ notes: "failure" });
    expect(other.log).toContain("The tag is v1.4.1, and package.json says 1.4.0");

    repository.write("unmerged", "");
    const aside = await push(repository, "v1.4.0");
    expect(aside.jobs, aside.log).toEqual({ notes: "failure" });
    expect(aside.steps).toMatchObject({ "main has this commit": "failure" });
    expect(repository.onGitHub("calls")).toBeNull();
  });
});
