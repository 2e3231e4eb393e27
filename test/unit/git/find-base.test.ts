import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findBase } from "../../../src/git/find-base.ts";
import { cloneRepository, makeRepository } from "../../support/git-repository.ts";
import { makeDirectory } from "../../support/temporary.ts";

const at = (directory: string) => ({ directory, signal: new AbortController().signal });
const NOTHING = { given: null, baseRef: null, ref: null };

/** `main` with a commit since `pr` began. */
function makeBranches() {
  const repository = makeRepository({ "m/1_a.sql": "SELECT 1;" });
  const began = repository.git("rev-parse", "HEAD");
  repository.git("checkout", "--quiet", "-b", "pr");
  repository.commit({ "m/2_b.sql": "SELECT 2;" });
  repository.git("checkout", "--quiet", "main");
  const tip = repository.commit({ "m/3_c.sql": "SELECT 3;" });
  repository.git("checkout", "--quiet", "pr");
  return { repository, began, tip };
}

test("the commit at which the pull request left its base branch, and where that is now", async () => {
  const { repository, began, tip } = makeBranches();
  const clone = cloneRepository(repository, "pr");
  const found = { kind: "found", name: "origin/main", tip, mergeBase: began };
  expect(await findBase(at(join(clone.path, "m")), { ...NOTHING, baseRef: "main" })).toEqual(found);
  expect(await findBase(at(clone.path), { ...NOTHING, given: "main" })).toEqual(found);
  expect(await findBase(at(repository.path), { ...NOTHING, given: "main" })).toEqual({
    ...found,
    name: "main",
  });
  expect(await findBase(at(clone.path), { ...NOTHING, given: tip })).toEqual({ ...found, name: tip });
});

test("of GitHub's merge commit the first parent is the base, where only that was fetched", async () => {
  const { repository, tip } = makeBranches();
  repository.git("checkout", "--quiet", "-b", "merge", "main");
  repository.git("merge", "--quiet", "--no-ff", "--message=x", "pr");
  const clone = cloneRepository(repository, "merge", { depth: 2 });
  const question = { given: null, baseRef: "main", ref: "refs/pull/7/merge" };
  expect(await findBase(at(clone.path), question)).toMatchObject({ kind: "found", tip, mergeBase: tip });
});

test("a shallow clone is told with what to do", async () => {
  const { repository } = makeBranches();
  const clone = cloneRepository(repository, "pr", { depth: 1 });
  const found = await findBase(at(clone.path), { ...NOTHING, baseRef: "main" });
  expect(found).toMatchObject({
    kind: "none",
    why: expect.stringContaining("shallow clone"),
    hint: expect.stringContaining("`fetch-depth: 0`"),
  });
});

test("a directory that is no checkout, and a machine without git, are told apart", async () => {
  const directory = makeDirectory();
  expect(await findBase(at(directory), NOTHING)).toMatchObject({ why: "This is no checkout of git" });
  const { PATH } = process.env;
  onTestFinished(() => void Object.assign(process.env, { PATH }));
  process.env["PATH"] = directory;
  expect(await findBase(at(directory), NOTHING)).toMatchObject({ why: "There is no git on this machine" });
});

test("a branch whose name looks like an option is a branch", async () => {
  const { repository, began } = makeBranches();
  repository.git("update-ref", "refs/heads/--all", began);
  const found = await findBase(at(repository.path), { ...NOTHING, given: "--all" });
  expect(found).toMatchObject({ kind: "found", name: "--all", mergeBase: began });
  for (const given of ["--output=made", "-h", "--git-dir=/", "main --all"]) {
    expect(await findBase(at(repository.path), { ...NOTHING, given })).toMatchObject({ kind: "none" });
  }
});

test("variables that lead git elsewhere do not", async () => {
  const { repository, began } = makeBranches();
  onTestFinished(() => void delete process.env["GIT_DIR"]);
  process.env["GIT_DIR"] = makeRepository({ x: "" }).git("rev-parse", "--absolute-git-dir");
  const found = await findBase(at(repository.path), { ...NOTHING, given: "main" });
  expect(found).toMatchObject({ mergeBase: began });
});
