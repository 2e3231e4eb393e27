import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readMigrations } from "../../../../../src/files/read-migrations.ts";
import { makeFilesMemo } from "../../../../../src/shells/http/observer/files-memo.ts";
import { readFilesSignature } from "../../../../../src/shells/http/observer/files-signature.ts";
import { makeDirectory, makeMigrations } from "../../../../support/temporary.ts";

/** A memo of a real directory on a clock of its own; `reads`: how often the files were read. */
function memoOn(path: string, ageMs = 60_000) {
  let nowMs = 5_000;
  let reads = 0;
  let asked = 0;
  const memo = makeFilesMemo({
    readSignature: () => {
      asked += 1;
      return readFilesSignature(path, "auto");
    },
    readFiles: () => {
      reads += 1;
      return readMigrations(path, "auto");
    },
    now: () => nowMs,
    today: () => Date.now() + ageMs,
  });
  return {
    read: memo.read,
    pass: (ms: number) => {
      nowMs += ms;
    },
    reads: () => reads,
    asked: () => asked,
  };
}

const namesOf = async (read: () => Promise<{ readonly files: readonly { readonly stem: string }[] }>) =>
  (await read()).files.map(({ stem }) => stem);

test("files are read once, and nobody asks the file system more often than once a second", async () => {
  const memo = memoOn(makeMigrations({ "1_a.sql": "SELECT 1" }));
  const sets = await Promise.all(Array.from({ length: 100 }, () => memo.read()));
  expect([new Set(sets).size, memo.reads(), memo.asked()]).toEqual([1, 1, 1]);
  memo.pass(999);
  await memo.read();
  expect(memo.asked()).toBe(1);
  for (let second = 0; second < 10; second++) {
    memo.pass(1_001);
    expect(await memo.read()).toBe(sets[0]);
  }
  expect([memo.reads(), memo.asked()]).toEqual([1, 11]);
});

test("files that were changed just now are read again until their clock has moved on", async () => {
  const memo = memoOn(makeMigrations({ "1_a.sql": "SELECT 1" }), 0);
  await memo.read();
  memo.pass(1_001);
  await memo.read();
  expect(memo.reads()).toBe(2);
});

/** In seconds of Unix time. */
const OLD_TIME = 1_700_000_000;

test.each([
  ["a file is added", (path: string) => writeFileSync(join(path, "2_b.sql"), "SELECT 2")],
  [
    "a file is written anew with as many bytes",
    (path: string) => writeFileSync(join(path, "1_a.sql"), "SELECT 9"),
  ],
  [
    "a file is written anew and given its old time",
    (path: string) => {
      writeFileSync(join(path, "1_a.sql"), "SELECT 9");
      utimesSync(join(path, "1_a.sql"), OLD_TIME, OLD_TIME);
    },
  ],
  ["a file is renamed", (path: string) => renameSync(join(path, "1_a.sql"), join(path, "1_c.sql"))],
  [
    "what a link leads to is another file",
    (path: string) => {
      symlinkSync("1_a.sql", join(path, "new"));
      renameSync(join(path, "new"), join(path, "5_link.sql"));
    },
  ],
])("when %s the files are read again", async (_what, change) => {
  const path = makeMigrations({ "1_a.sql": "SELECT 1", "4_d.sql": "SELECT 4" });
  symlinkSync("4_d.sql", join(path, "5_link.sql"));
  for (const name of ["1_a.sql", "4_d.sql"]) utimesSync(join(path, name), OLD_TIME, OLD_TIME);
  const memo = memoOn(path);
  const before = await memo.read();
  change(path);
  memo.pass(1_001);
  const after = await memo.read();
  expect(after).not.toBe(before);
  expect(after.files.map(({ checksum, stem }) => stem + checksum)).not.toEqual(
    before.files.map(({ checksum, stem }) => stem + checksum),
  );
});

test("a file in a folder of its own is seen to change", async () => {
  const path = makeDirectory();
  for (const name of ["20230101000000_a", "20230102000000_b"]) {
    mkdirSync(join(path, name));
    writeFileSync(join(path, name, "migration.sql"), "SELECT 1");
  }
  writeFileSync(join(path, "migration_lock.toml"), 'provider = "postgresql"');
  const memo = memoOn(path);
  const before = await memo.read();
  writeFileSync(join(path, "20230102000000_b", "migration.sql"), "SELECT 2");
  memo.pass(1_001);
  expect((await memo.read()).files[1]?.checksum).not.toBe(before.files[1]?.checksum);
});

test("what cannot be read is told each second anew, and read when it is there again", async () => {
  const path = makeMigrations({ "1_a.sql": "SELECT 1" });
  const memo = memoOn(path);
  await memo.read();
  renameSync(path, `${path}-away`);
  memo.pass(1_001);
  await expect(memo.read()).rejects.toMatchObject({ code: "DIRECTORY_MISSING" });
  await expect(memo.read()).rejects.toMatchObject({ code: "DIRECTORY_MISSING" });
  renameSync(`${path}-away`, path);
  memo.pass(1_001);
  expect(await namesOf(memo.read)).toEqual(["1_a"]);
});
