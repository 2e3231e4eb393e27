import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, type TestContext, test } from "vitest";
import { builtProgram, ROOT } from "../support/built.ts";
import { docker, healthOf, lackOfEngine } from "../support/engine.ts";
import { freePort } from "../support/free-port.ts";
import { becomesTrue } from "../support/processes.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";
import { runProgram } from "./install/run-program.ts";

const [base, image] = [`migrate-action-base-${process.pid}`, `migrate-action-${process.pid}`];
/** As a careful cluster runs it: nothing can be written, nothing is allowed. */
const CAREFULLY = ["--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
const NOWHERE = "postgres://app@127.0.0.1:1/app";
const lack = await lackOfEngine();
if (lack !== null) console.warn(`\nThe image was NOT tested: ${lack}\n`);

beforeAll(async () => {
  if (lack !== null) return;
  await runProgram("bash", ["scripts/make-node-image.sh", base], { cwd: ROOT, timeoutMs: 120_000 });
  const build = ["build", "--force-rm", `--build-arg=BASE=${base}`, "--build-arg=VERSION=1.2.3"];
  // The stage of its own name first, so that it can be removed: else the builder leaves it behind without one.
  await docker([...build, "--target=files", `--tag=${image}-files`, ROOT]);
  await docker([...build, `--tag=${image}`, ROOT]);
}, 300_000);

afterAll(async () => {
  if (lack === null) await docker(["image", "rm", "--force", image, `${image}-files`, base]);
}, 60_000);

const skipWithoutEngine = (context: TestContext): void => {
  if (lack !== null) context.skip(lack);
};

/** Starts a container of the image that is removed when the test ends; its id. */
async function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const names = Object.keys(env).map((name) => `--env=${name}`);
  const id = (await docker(["run", "--detach", ...names, ...args], env)).trim();
  onTestFinished(async () => void (await docker(["rm", "--force", "--volumes", id])));
  return id;
}

/** Who the container's programs run as, and what `serve` in it answers. */
const answerOf = async (id: string): Promise<string> => {
  const asks = `fetch("http://127.0.0.1:8080/health/database").then((it) => console.log(process.getuid(), it.status))`;
  return (await docker(["exec", id, "node", "-e", asks])).trim();
};

test("the image is the command and its base: files of dist/ that nobody but root may change, in one layer", async (context) => {
  skipWithoutEngine(context);
  expect((await docker(["run", "--rm", ...CAREFULLY, image, "--version"])).trim()).toMatch(/^\d+\.\d+\.\d+$/);
  const read = `const {readdirSync, statSync} = require("node:fs"); const all = readdirSync("/opt/migrate-action", {recursive: true});
    console.log(JSON.stringify({all, odd: all.filter((it) => {
      const {uid, mode} = statSync("/opt/migrate-action/" + it); return uid !== 0 || (mode & 0o022) !== 0 || (mode & 0o004) === 0; })}))`;
  const { all, odd } = JSON.parse(await docker(["run", "--rm", "--entrypoint=node", image, "-e", read]));
  const built = readdirSync(dirname(builtProgram("cli.js")), { recursive: true }).map(
    (name) => `dist/${name}`,
  );
  expect(all.toSorted()).toEqual([...built, "LICENSE", "container-health.js", "dist"].toSorted());
  expect(odd).toEqual([]);
  const [{ Config, RootFS }] = JSON.parse(await docker(["image", "inspect", image]));
  const [{ RootFS: below }] = JSON.parse(await docker(["image", "inspect", base]));
  expect(RootFS.Layers.length).toBe(below.Layers.length + 1);
  expect(Config).toMatchObject({ User: "65532:65532", StopSignal: "SIGTERM" });
  expect(Config.Labels["org.opencontainers.image.version"]).toBe("1.2.3");
}, 120_000);

test("it serves by itself, is healthy while the database is gone, writes nothing, and SIGTERM ends it", async (context) => {
  skipWithoutEngine(context);
  const migrations = makeMigrations({ "001_notes.sql": "CREATE TABLE notes (id int PRIMARY KEY);\n" });
  const args = ["--cap-drop=ALL", `--volume=${migrations}:/migrations:ro`, "--health-interval=1s", image];
  const id = await start(args, { DATABASE_URL: NOWHERE });
  expect(await becomesTrue(async () => (await healthOf(id)) === "healthy", 30_000)).toBe(true);
  expect(await answerOf(id)).toBe("65532 503");
  expect((await docker(["diff", id])).replaceAll(/^[AC] \/migrations\n/gm, "")).toBe("");
  // After ten seconds it would be killed, and end with 137.
  await docker(["stop", "--time=10", id]);
  expect((await docker(["inspect", "--format={{.State.ExitCode}}", id])).trim()).toBe("0");
}, 120_000);

test("it is unhealthy when nothing answers any more; a container of another command is not asked", async (context) => {
  skipWithoutEngine(context);
  const migrations = makeMigrations({ "001_notes.sql": "CREATE TABLE notes (id int PRIMARY KEY);\n" });
  const often = ["--health-interval=1s", "--health-retries=1", "--health-start-period=0s"];
  const args = [...CAREFULLY, ...often, `--volume=${migrations}:/migrations:ro`, image];
  const id = await start([...args, "serve", "--listen", "0.0.0.0:9000"], { DATABASE_URL: NOWHERE });
  expect(await becomesTrue(async () => (await healthOf(id)) === "healthy", 30_000)).toBe(true);
  await docker(["kill", "--signal=STOP", id]);
  expect(await becomesTrue(async () => (await healthOf(id)) === "unhealthy", 30_000)).toBe(true);
  const waiting = [...args, "up", "--wait-for-database=1min"];
  const other = await start(waiting, { DATABASE_URL: NOWHERE });
  expect(await becomesTrue(async () => (await healthOf(other)) === "healthy", 30_000)).toBe(true);
}, 120_000);

describeOnNewest("against a server", (server) => {
  test("up and serve work where nothing can be written", async (context) => {
    skipWithoutEngine(context);
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "001_notes.sql": "CREATE TABLE notes (id int PRIMARY KEY);\n" });
    const env = { DATABASE_URL: database.url, SHADOW_URL: server.url };
    const args = [
      ...CAREFULLY,
      "--network=host",
      `--volume=${migrations}:/migrations:ro`,
      "--health-interval=1s",
    ];
    const up = ["--rm", "--env=DATABASE_URL", ...args, image, "up", `--shadow-url=${server.url}`];
    expect(await docker(["run", ...up], env)).toMatch(/Applied 1 migration|applied/i);
    expect(await database.query("SELECT * FROM notes")).toEqual([]);
    const port = await freePort();
    const id = await start([...args, image, "serve", `--listen=127.0.0.1:${port}`], env);
    expect(await becomesTrue(async () => (await healthOf(id)) === "healthy", 30_000)).toBe(true);
    const answer = await fetch(`http://127.0.0.1:${port}/health/database`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: "healthy" }]);
  }, 120_000);
});
