import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtProgram, fixture, plainEnvironment, ROOT } from "../support/built.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { spawnProgram } from "../support/spawned.ts";
import { makeDirectory, writeFiles } from "../support/temporary.ts";

const dist = dirname(builtProgram("cli.js"));

/** A directory with action.yml and dist/ and nothing beside, below no node_modules. */
function bareAction(): string {
  const directory = makeDirectory();
  cpSync(join(ROOT, "action.yml"), join(directory, "action.yml"));
  cpSync(dist, join(directory, "dist"), { recursive: true });
  return directory;
}

describeOnNewest("what a job downloads", (server) => {
  test("runs, main and post step and command line, where there is nothing but action.yml and dist/", async () => {
    const database = await freshDatabase(server);
    const [action, runner] = [bareAction(), makeDirectory()];
    expect(readdirSync(action).toSorted()).toEqual(["action.yml", "dist"]);
    const files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_STATE", "GITHUB_ENV", "GITHUB_PATH"];
    writeFiles(runner, Object.fromEntries(files.map((name) => [name, ""])));
    const env = {
      ...plainEnvironment(),
      GITHUB_ACTIONS: "true",
      RUNNER_TEMP: runner,
      ...Object.fromEntries(files.map((name) => [name, join(runner, name)])),
      "INPUT_DATABASE-URL": database.url,
      "INPUT_SHADOW-URL": server.url,
      "INPUT_MIGRATIONS-PATH": fixture("no-transaction"),
    };
    for (const program of ["action.js", "action-post.js"]) {
      const { code, stdout, stderr } = await spawnProgram(join(action, "dist", program), [], {
        env,
        cwd: runner,
      }).ended;
      expect({ program, code, said: code === 0 ? "" : stdout + stderr }).toEqual({
        program,
        code: 0,
        said: "",
      });
    }
    expect(readFileSync(join(runner, "GITHUB_OUTPUT"), "utf8")).toMatch(/^applied-count<<.*\n[1-9]/m);
    const status = spawnProgram(
      join(action, "dist", "cli.js"),
      ["status", "--json", `--migrations-path=${fixture("no-transaction")}`],
      { env: { ...plainEnvironment(), DATABASE_URL: database.url }, cwd: runner },
    );
    const { code, stdout } = await status.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).ledger.pending).toEqual([]);
  });
});

/** What scripts/write-licenses.ts leaves of a build. */
interface Bundled {
  readonly bundles: Readonly<Record<string, string>>;
  /** Absolute paths of all files that webpack put into the bundles. */
  readonly modules: readonly string[];
}

describe("dist/licenses.txt", () => {
  const bundled: Bundled = JSON.parse(readFileSync(join(ROOT, "node_modules", ".bundled.json"), "utf8"));
  const text = readFileSync(join(dist, "licenses.txt"), "utf8");

  test("is looked at with the module list of the same build", () => {
    for (const [path, digest] of Object.entries(bundled.bundles))
      expect(
        createHash("sha256")
          .update(readFileSync(join(dist, path)))
          .digest("hex"),
        `${path}: npm run build`,
      ).toBe(digest);
  });

  /** Directories of packages, by webpack's list of modules. */
  const packages = [
    ...new Set(
      bundled.modules.flatMap((path) => {
        const [, above, inside] = /^(.*[\\/]node_modules)[\\/](.*)$/.exec(path) ?? [];
        if (above === undefined || inside === undefined) return [];
        const parts = inside.split(/[\\/]/).slice(0, inside.startsWith("@") ? 2 : 1);
        return [join(above, ...parts)];
      }),
    ),
  ];

  test("knows the packages that everybody knows are there", () => {
    for (const name of ["pg", "pg-protocol", "@actions/core", "libpg-query", "undici"])
      expect(
        packages.filter((path) => path.endsWith(join("node_modules", name))).length,
        name,
      ).toBeGreaterThan(0);
  });

  test.each(packages)("has name, version and the licence's own words of %s", (directory) => {
    const { name, version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    const start = text.indexOf(`\n${name}@${version} (`);
    expect(start).toBeGreaterThan(0);
    const section = text.slice(start, text.indexOf(`\n${"-".repeat(80)}\n`, start) >>> 0);
    expect(section).toMatch(/copyright|Apache License/i);
    expect(section).toMatch(
      /permission is hereby granted|permission to use, copy|Apache License|redistribution and use/i,
    );
    for (const file of readdirSync(directory).filter((one) => /^licen[cs]e/i.test(one)))
      expect(section).toContain(readFileSync(join(directory, file), "utf8").replaceAll("\r\n", "\n").trim());
  });

  test("has the notices of what the parser was compiled from", () => {
    for (const name of ["PostgreSQL Global Development Group", "Lukas Fittl", "Dave Benson", "Yann Collet"])
      expect(text).toContain(name);
    expect(existsSync(join(dist, "bundle", "libpg-query.wasm.br"))).toBe(true);
  });
});
