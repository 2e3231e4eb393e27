import { expect, test } from "vitest";
import { HunkReader } from "../../../src/git/hunk-reader.ts";

function linesOf(patch: string): Record<string, string[]> {
  const reader = new HunkReader();
  for (const line of patch.split("\n")) reader.read(line);
  return Object.fromEntries(
    [...reader.lines].map(([file, ranges]) => [file, ranges.map(({ from, to }) => `${from}-${to}`)]),
  );
}

test("each hunk is the lines that it adds, and where it only takes away the line before", () => {
  const patch = "+++ b/1_a.sql\n@@ -1 +1,2 @@\n-a\n+b\n+c\n@@ -9,2 +10,0 @@\n-x\n-y\n@@ -20,0 +19 @@ f\n+z";
  expect(linesOf(patch)).toEqual({ "1_a.sql": ["1-2", "10-10", "19-19"] });
});

test("content that looks like a header is counted off as content", () => {
  const patch =
    "+++ b/1_a.sql\n@@ -1 +1,2 @@\n--- b/other.sql\n+++ b/other.sql\n+@@ -1 +1 @@\n@@ -5 +6 @@\n-a\n+b";
  expect(linesOf(patch)).toEqual({ "1_a.sql": ["1-2", "6-6"] });
});

test("a missing line end is no line", () => {
  const patch =
    "+++ b/1_a.sql\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n+++ b/2.sql\n@@ -3 +3 @@\n-a\n+b";
  expect(linesOf(patch)).toEqual({ "1_a.sql": ["1-1"], "2.sql": ["3-3"] });
});

test("names are read as git quotes them, and blanks in them are theirs", () => {
  const patch = `${String.raw`+++ "b/a \"q\"\t\303\244.sql"`}\n@@ -1 +1 @@\n-a\n+b\n+++ b/b c.sql\t\n@@ -2 +2 @@\n-a\n+b`;
  expect(linesOf(patch)).toEqual({ 'a "q"\tä.sql': ["1-1"], "b c.sql": ["2-2"] });
});
