import { expect, test } from "vitest";
import { plain } from "../../../../src/files/layouts/plain.ts";
import { readFiles } from "./read-one.ts";

/** All that is said of files of the plain layout with these names. */
const problemsOf = (...names: readonly string[]) =>
  readFiles(plain, Object.fromEntries(names.map((name) => [name, ""]))).problems.map(
    ({ code, message, details: { at, hint } }) => ({ code, message, file: at?.file, hint }),
  );

test.each([
  ["once", ["1_a.sql", "up/1_a.sql", "2_b.sql"], "m/1_a.sql, m/up/1_a.sql."],
  [
    "more than once",
    ["1_a.sql", "up/1_a.sql", "up/2_b.sql", "2_b.sql"],
    "m/1_a.sql, m/up/1_a.sql, and 1 more versions likewise.",
  ],
])(
  "a version both in the directory and in up/, %s, is told with its files and what to do",
  (_, names, files) => {
    expect(problemsOf(...names)).toEqual([
      {
        code: "LAYOUT_MIXED",
        message: `One version stands both in the directory and in up/: ${files}`,
        file: "m/1_a.sql",
        hint: "Keep one of the two, or set `migrations-path` to the one that counts.",
      },
    ]);
  },
);

test.each([
  ["up/1_a.sql", "up/01_b.sql"],
  ["1_a.sql", "01_b.sql"],
])("%s and %s are one version twice, and not in two places", (first, second) => {
  expect(problemsOf(first, second)).toEqual([
    {
      code: "VERSION_DUPLICATE",
      message: `Version 1 is that of 2 files: m/${first}, m/${second}.`,
      file: `m/${first}`,
      hint: "Give each its own number: `1` and `01` are the same one.",
    },
  ]);
});
