import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeReleaseNotes } from "../../../scripts/release-notes.ts";

const CHANGELOG = `# Changelog

What comes before the first entry is no entry's.

## 1.10.0 (2026-12-01)

Ten.

### Under it

- one

## 1.1.0 (2026-11-01)

Eleven's elder, which begins like it.

## 1.0.0 (unreleased)

First.

## 0.9.0 (2026-01-01)
`;

const notes = (tag: string, version = tag.slice(1), changelog = CHANGELOG) =>
  makeReleaseNotes({ tag, version, changelog });

describe("the text of a release", () => {
  test("is the changelog's entry of its version, whole, and of no other", () => {
    expect(notes("v1.10.0")).toBe("Ten.\n\n### Under it\n\n- one\n");
    expect(notes("v1.1.0")).toBe("Eleven's elder, which begins like it.\n");
    expect(notes("v1.1.0", "1.1.0", CHANGELOG.replaceAll("\n", "\r\n"))).toBe(
      "Eleven's elder, which begins like it.\n",
    );
  });

  test.each([
    ["v1.10.0", "1.9.0", CHANGELOG, "package.json says 1.9.0"],
    ["v1.0.0", "1.0.0", CHANGELOG, "has no date"],
    ["v0.9.0", "0.9.0", CHANGELOG, "is empty"],
    ["v2.0.0", "2.0.0", CHANGELOG, 'no entry "## 2.0.0'],
    ["v1.1.0", "1.1.0", CHANGELOG + CHANGELOG, "two entries"],
    ["v1.10.0-rc.1", "1.10.0-rc.1", CHANGELOG, "pre-releases"],
    ["v01.1.0", "01.1.0", CHANGELOG, "is not vMAJOR.MINOR.PATCH"],
    ["1.1.0", "1.1.0", CHANGELOG, "is not vMAJOR.MINOR.PATCH"],
    ["", "1.1.0", CHANGELOG, "is not vMAJOR.MINOR.PATCH"],
  ])("is refused: tag %s of version %s", (tag, version, changelog, why) => {
    expect(() => notes(tag, version, changelog)).toThrow(why);
  });

  test("is printed by the script, which exits with 1 where there is none", () => {
    const run = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "../../../scripts/release-notes.ts"), "v0.0.0"],
      {
        encoding: "utf8",
      },
    );
    expect([run.status, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toMatch(/^release-notes: The tag is v0\.0\.0, and package\.json says /);
  });
});
