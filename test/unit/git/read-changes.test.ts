import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readChanges } from "../../../src/git/read-changes.ts";
import { makeRepository } from "../../support/git-repository.ts";

const at = (directory: string) => ({ directory, signal: new AbortController().signal });

test("what a directory has otherwise than a commit: added, edited with its lines, removed; all else is not said", async () => {
  const repository = makeRepository({
    "m/1_a.sql": "a\nb\nc\n",
    "m/2_b.sql": "b\n",
    "m/3_c.sql": "c\n",
    "other/x.sql": "x\n",
    ".gitignore": "ignored.sql\n",
  });
  const base = repository.git("rev-parse", "HEAD");
  repository.git("rm", "--quiet", "m/2_b.sql");
  repository.commit({ "m/1_a.sql": "a\nB\nc\nd\n", "m/4_d.sql": "d\n", "other/x.sql": "y\n" });
  repository.write({ "m/5 untracked.sql": "e\n", "m/ignored.sql": "f\n" });
  const { files, lines } = await readChanges(at(join(repository.path, "m")), base);
  expect(Object.fromEntries(files)).toEqual({
    "1_a.sql": "edited",
    "2_b.sql": "removed",
    "4_d.sql": "added",
    "5 untracked.sql": "added",
    "ignored.sql": "added",
  });
  expect(Object.fromEntries(lines)).toEqual({
    "1_a.sql": [
      { from: 2, to: 2 },
      { from: 4, to: 4 },
    ],
  });
});

test("settings of the checkout run nothing and change nothing", async () => {
  const repository = makeRepository({ "1_a.sql": "a\n", ".gitattributes": "*.sql diff=evil\n" });
  const base = repository.git("rev-parse", "HEAD");
  const settings = {
    "diff.external": "touch ran",
    "diff.evil.textconv": "touch ran; cat",
    "core.fsmonitor": "touch ran",
    "diff.mnemonicPrefix": "true",
    "diff.renames": "copies",
    "color.ui": "always",
  };
  for (const [name, value] of Object.entries(settings)) repository.git("config", name, value);
  repository.write({ "1_a.sql": "a\nb\n" });
  const { files, lines } = await readChanges(at(repository.path), base);
  expect([...files]).toEqual([["1_a.sql", "edited"]]);
  expect([...lines]).toEqual([["1_a.sql", [{ from: 2, to: 2 }]]]);
  expect(existsSync(join(repository.path, "ran"))).toBe(false);
});

test("line ends that git makes by itself are no change", async () => {
  const repository = makeRepository({ "1_a.sql": "a\nb\n", ".gitattributes": "*.sql text eol=crlf\n" });
  repository.write({ "1_a.sql": "a\r\nb\r\n" });
  expect((await readChanges(at(repository.path), "HEAD")).files.size).toBe(0);
});
