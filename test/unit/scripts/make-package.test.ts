import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeManifest } from "../../../scripts/make-package.ts";

const own = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8"));

describe("the published package.json", () => {
  const manifest = makeManifest(own);

  test("makes npm download nothing beside it, and run nothing", () => {
    const kinds = Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key));
    expect(kinds).toEqual([]);
    expect(own.optionalDependencies).not.toEqual({});
  });

  test("may be published, and the tree's own may not: who installs that gets the test servers", () => {
    expect(own.private).toBe(true);
    expect(manifest["private"]).toBeUndefined();
  });

  test("says what dist/ is, and which files there are: no more than dist/", () => {
    expect(manifest).toMatchObject({
      type: "commonjs",
      files: ["dist"],
      name: own.name,
      version: own.version,
    });
  });

  test("is refused where something is missing that a registry shows", () => {
    const { license: _, ...rest } = own;
    expect(() => makeManifest(rest)).toThrow("package.json has no license.");
  });
});
