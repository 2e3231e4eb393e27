import { expect, test } from "vitest";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import { shownPrefix } from "../../../src/files/read-directory.ts";
import { relabel } from "../../../src/files/relabel.ts";
import { makeFile } from "../../support/plan-values.ts";

const LAYOUT = { name: "plain", wayBack: null, parseVersion: () => null };

/** The paths of a migration for people: its own, those of its way back and of its questions. */
const pathsOf = ({ file, down, verify }: MigrationFile) => [file, down?.file, verify?.map((one) => one.file)];

test("a copy of a directory is read as if it were the directory: all paths are those there, and all else stays", () => {
  const back = { file: "/tmp/copy/1_a.down.sql", text: "DROP TABLE a", transactions: "none" } as const;
  const files = [
    {
      ...makeFile("1_a"),
      file: "/tmp/copy/1_a.up.sql",
      down: back,
      verify: [{ file: "/tmp/copy/1_a.verify.sql", text: "SELECT true" }],
    },
    { ...makeFile("2_b"), file: "/tmp/copy/up/2_b.sql", down: null },
  ];
  const relabelled = relabel({ layout: LAYOUT, files }, "/tmp/copy", "db/migrations/");
  expect(relabelled.map(pathsOf)).toEqual([
    ["db/migrations/1_a.up.sql", "db/migrations/1_a.down.sql", ["db/migrations/1_a.verify.sql"]],
    ["db/migrations/up/2_b.sql", undefined, undefined],
  ]);
  expect(relabel({ layout: LAYOUT, files: relabelled }, "db/migrations", "/tmp/copy")).toEqual(files);
});

test("what lies elsewhere keeps its path, also where that only begins or ends like the directory's", () => {
  const paths = ["copy-2/1_a.sql", "x/copy/2_b.sql", "3_c/copy/"];
  const files = paths.map((file) => ({ ...makeFile("1_a"), file }));
  expect(relabel({ layout: LAYOUT, files }, "copy", "m").map(({ file }) => file)).toEqual(paths);
});

test.each([
  ["m", "m/"],
  ["m/", "m/"],
  ["./a/../m//", "m/"],
  ["/m", "/m/"],
])("a file of %s is shown behind %s", (path, prefix) => expect(shownPrefix(path)).toBe(prefix));
