import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from "vitest";
import { parseBlocks, readPage } from "../docs/pages.ts";
import { builtProgram, ROOT } from "../support/built.ts";
import { freePort } from "../support/free-port.ts";
import { installPacked, type Project, packPackage } from "../support/packed.ts";
import { listens } from "../support/pgbouncer.ts";
import { becomesTrue } from "../support/processes.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeDirectory, writeFiles } from "../support/temporary.ts";
import { installNode, NODE_VERSIONS } from "./install/node-version.ts";
import { ProgramFailed, runProgram, toolEnvironment } from "./install/run-program.ts";

/** Time for fetching a Node of 40 MB, where nothing is kept of an earlier run. */
const INSTALL_MS = 300_000;
const MOST_BYTES = 1_500_000;
const dist = dirname(builtProgram("cli.js"));

test("the package has dist/ as it is, the README and the licence, and nothing beside; it is small", async () => {
  const directory = makeDirectory();
  const tarball = await packPackage(directory);
  const listed = (await runProgram("tar", ["-tzf", tarball], { cwd: directory })).trim().split("\n");
  const built = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replace(dist, "package/dist"));
  const wanted = [...built, "package/LICENSE", "package/README.md", "package/package.json"];
  expect(listed.toSorted()).toEqual(wanted.toSorted());
  expect(built.filter((path) => !/\.(js|d\.ts|json|txt|br)$/.test(path))).toEqual([]);
  expect(statSync(tarball).size).toBeLessThan(MOST_BYTES);
});

describe.each(NODE_VERSIONS)("the package on Node %s", (version) => {
  let made: (Project & { readonly tarball: string }) | { readonly missing: string } = { missing: "not made" };
  let place = "";
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), "migrate-package-"));
    const bin = await installNode(version).catch((error) => {
      if (!(error instanceof ProgramFailed)) throw error;
      made = { missing: `Node ${version} cannot be had here: ${error.message}` };
      console.warn(`\n${made.missing}\n`);
      return null;
    });
    if (bin === null) return;
    const tarball = await packPackage(place);
    made = { ...(await installPacked(tarball, place, bin)), tarball };
    expect(await runIn(made, "node", ["--version"])).toBe(`v${version}\n`);
  }, INSTALL_MS);
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  /** The project with the package; skips the test where there is no such Node. */
  const projectOf = (context: TestContext): Project & { readonly tarball: string } =>
    "missing" in made ? context.skip(made.missing) : made;

  test("npx of the tarball alone says its version, with nothing installed before", async (context) => {
    const { env, tarball } = projectOf(context);
    const args = ["--yes", `--package=${tarball}`, "migrate-action", "--version"];
    const said = await runProgram("npx", args, { cwd: makeDirectory(), env });
    expect(said).toContain(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
  });

  test("ESM and CommonJS get the handler by its names, from both entries", async (context) => {
    const project = projectOf(context);
    writeFiles(project.directory, {
      "esm.mjs": `
        import { createHandler, toNodeListener } from "migrate-action/http";
        import * as root from "migrate-action";
        console.log(typeof createHandler, typeof toNodeListener, root.createHandler === createHandler);`,
      "cjs.cjs": `
        const { createHandler, toNodeListener } = require("migrate-action/http");
        const { version } = require("migrate-action/package.json");
        console.log(typeof createHandler, typeof toNodeListener, require("migrate-action").createHandler === createHandler, typeof version);`,
    });
    expect(await runIn(project, "node", ["esm.mjs"])).toBe("function function true\n");
    expect(await runIn(project, "node", ["cjs.cjs"])).toBe("function function true string\n");
  });

  describeOnNewest("against a server", (server) => {
    test("npx migrates, and the handler and serve tell of it", async (context) => {
      const project = projectOf(context);
      const database = await freshDatabase(server);
      writeFiles(project.directory, {
        "migrations/001_notes.sql": "CREATE TABLE notes (id int PRIMARY KEY);\n",
        "ask.mjs": `
          import { createHandler } from "migrate-action/http";
          const handler = createHandler();
          const answer = await handler(new Request("http://localhost/health/database"));
          console.log(answer.status, await answer.text());
          await handler.close();`,
      });
      const env = { DATABASE_URL: database.url };
      const npx = (...args: string[]) => runIn(project, "npx", ["--no", "migrate-action", ...args], env);
      expect(await npx("status")).toMatch(/001/);
      expect(await runIn(project, "node", ["ask.mjs"], env)).toMatch(/^503 .*"pending":\["001"\]/);
      await npx("up", `--shadow-url=${server.url}`);
      expect(await database.query("SELECT * FROM notes")).toEqual([]);
      expect(await runIn(project, "node", ["ask.mjs"], env)).toMatch(/^200 .*"status":"healthy"/);
      expect(await askPage(project, database)).toBe(200);
      expect(await serveOnce(project, database)).toEqual({ status: 200, code: 0 });
    }, 120_000);
  });
});

const runIn = (project: Project, program: string, args: readonly string[], env = {}): Promise<string> =>
  runProgram(program, args, { cwd: project.directory, env: { ...project.env, ...env } });

/** Runs the program that docs/elsewhere.md shows, on a free port, and asks it for its health. */
async function askPage({ directory, env }: Project, database: TestDatabase): Promise<number> {
  const [block] = parseBlocks(readPage("docs/elsewhere.md")).filter(({ language }) => language === "js");
  const port = await freePort();
  const program = (block?.code ?? "").replace("listen(8080)", `listen(${port}, "127.0.0.1")`);
  writeFiles(directory, { "page.mjs": program });
  const child = spawn("node", ["page.mjs"], {
    cwd: directory,
    env: { ...toolEnvironment(), ...env, DATABASE_URL: database.url },
    stdio: "inherit",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  expect(await becomesTrue(() => listens(port), 30_000)).toBe(true);
  return (await fetch(`http://127.0.0.1:${port}/health/database`)).status;
}

/** Starts `serve`, asks it for its health, and ends it as a supervisor does. */
async function serveOnce(
  { directory, env }: Project,
  database: TestDatabase,
): Promise<{ readonly status: number; readonly code: number | null }> {
  const child = spawn(
    join(directory, "node_modules/.bin/migrate-action"),
    ["serve", "--listen=127.0.0.1:0"],
    {
      cwd: directory,
      env: { ...toolEnvironment(), ...env, DATABASE_URL: database.url },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  let [said, address] = ["", ""];
  for await (const chunk of child.stderr) {
    said += chunk;
    [, address = ""] = /^Listening on (http:\/\/\S+)$/m.exec(said) ?? [];
    if (address !== "") break;
  }
  const { status } = await fetch(`${address}/health/database`);
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  return { status, code };
}
