import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { restoreDirectory } from "../../../src/git/restore-directory.ts";
import { makeRepository } from "../../support/git-repository.ts";

const at = (directory: string) => ({ directory, signal: new AbortController().signal });

test("a directory comes back as the commit has it: bytes, names, links and folders", async () => {
  const bytes = randomBytes(3_000_000);
  const files = { "m/1_a.sql": "a\r\n", 'm/up/2 "b".sql': bytes, "m/--option.sql": "", "x.sql": "x" };
  const repository = makeRepository(files);
  symlinkSync("1_a.sql", join(repository.path, "m/3_c.sql"));
  const commit = repository.commit();
  repository.commit({ "m/1_a.sql": "edited", "m/4_d.sql": "new" });
  const restored = await restoreDirectory(at(join(repository.path, "m")), commit);
  onTestFinished(restored.remove);
  expect(restored.count).toBe(4);
  expect(readdirSync(restored.path).sort()).toEqual(["--option.sql", "1_a.sql", "3_c.sql", "up"]);
  expect(readFileSync(join(restored.path, "1_a.sql"), "utf8")).toBe("a\r\n");
  expect(readFileSync(join(restored.path, 'up/2 "b".sql')).equals(bytes)).toBe(true);
  expect(readlinkSync(join(restored.path, "3_c.sql"))).toBe("1_a.sql");
  await restored.remove();
  expect(existsSync(restored.path)).toBe(false);
});

test("a directory that the commit lacks is empty, and a commit that is not there an error", async () => {
  const repository = makeRepository({ "x.sql": "x" });
  repository.write({ "m/1_a.sql": "a" });
  const git = at(join(repository.path, "m"));
  const restored = await restoreDirectory(git, "HEAD");
  onTestFinished(restored.remove);
  expect(restored.count).toBe(0);
  await expect(restoreDirectory(git, "0123456789012345678901234567890123456789")).rejects.toThrow(
    /git could not/,
  );
});
