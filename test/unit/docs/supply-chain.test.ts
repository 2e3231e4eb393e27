import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json"));

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

const lock: { lockfileVersion: number; packages: Record<string, Locked> } = JSON.parse(
  read("package-lock.json"),
);
const { "": locked, ...packages } = lock.packages;
const entries = Object.entries(packages).map(([path, entry]) => ({ path, ...entry }));

describe("package-lock.json", () => {
  test("is for what package.json asks for", () => {
    for (const kind of ["devDependencies", "optionalDependencies"] as const)
      expect((locked as Record<string, unknown>)[kind]).toEqual(manifest[kind]);
    expect((locked as Record<string, unknown>)["dependencies"]).toMatchObject(manifest.dependencies);
  });

  test("names every package's exact version, and none that does not come from the registry", () => {
    const strange = entries.filter(
      ({ version, link, resolved = "https://registry.npmjs.org/" }) =>
        link === true ||
        !/^\d+\.\d+\.\d+/.test(version ?? "") ||
        !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(strange).toEqual([]);
  });

  test("has the digest of all that is bundled, and of all that builds and tests it on Linux", () => {
    const without = entries.filter(({ integrity }) => !/^sha512-/.test(integrity ?? ""));
    // Left out are builds of linters for other machines, which a registry need not have all of.
    const needed = without.filter(({ dev, optional, os = [], cpu = [], libc = [], path }) => {
      const isForHere =
        os.includes("linux") && cpu.includes("x64") && !libc.includes("musl") && !/musl/.test(path);
      return !(dev === true && optional === true && os.length > 0) || isForHere;
    });
    expect(needed.map(({ path }) => path)).toEqual([]);
  });
});

describe("package.json", () => {
  test("pins each dependency to one version, and runs nothing when it is installed", () => {
    const { dependencies, devDependencies, optionalDependencies, scripts } = manifest;
    for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
      expect(version).toMatch(/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/);
    const hooks = [
      "preinstall",
      "install",
      "postinstall",
      "prepare",
      "prepublish",
      "preprepare",
      "postprepare",
    ];
    expect(Object.keys(scripts).filter((name) => hooks.includes(name))).toEqual([]);
  });

  test("needs at run time what docs/decisions/0001 gives a reason for, and no more", () => {
    const reasons = [...read("docs/decisions/0001-few-dependencies.md").matchAll(/^\| `([^`]+)` \|/gm)];
    expect(reasons.map(([, name]) => name)).toEqual(Object.keys(manifest.dependencies));
  });
});

test("the action is Node and files of dist/: nothing is installed, fetched or composed when it is used", () => {
  const [, runs = ""] = /^runs:\n((?: {2}.*\n?)+)/m.exec(read("action.yml")) ?? [];
  const values = Object.fromEntries(
    [...runs.matchAll(/^ {2}([\w-]+): (.*)$/gm)].map(([, key, value]) => [key, value]),
  );
  expect(values).toEqual({
    using: "node24",
    main: "dist/action.js",
    post: "dist/action-post.js",
    ...("post-if" in values ? { "post-if": values["post-if"] } : {}),
  });
  for (const path of [values["main"], values["post"]]) expect(existsSync(join(root, path ?? ""))).toBe(true);
});
