import { join } from "node:path";
import { expect, test } from "vitest";
import { INPUTS } from "../../src/inputs/definitions.ts";
import { TOOL } from "../../src/tool.ts";
import { builtProgram, fixture, plainEnvironment, ROOT } from "../support/built.ts";
import { runCli } from "../support/run-cli.ts";
import { migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { spawnProgram } from "../support/spawned.ts";
import { makeMigrations } from "../support/temporary.ts";

const say = (...args: string[]) =>
  spawnProgram(builtProgram("cli.js"), args, { env: plainEnvironment(), cwd: ROOT }).ended;

test("--help names every input, every command of this version and every switch, on standard output", async () => {
  for (const args of [["--help"], ["-h"], ["help"], ["up", "--help"]]) {
    const { code, stdout, stderr } = await say(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const { name } of INPUTS) if (name !== "command") expect(stdout).toContain(`--${name} `);
    for (const word of ["up", "plan", "status", "--json", "--exit-code", "--quiet"])
      expect(stdout).toContain(`\n  ${word} `);
  }
});

test("--version alone is the program's, with a value it is a migration's", async () => {
  expect(await say("--version")).toEqual({ code: 0, stdout: `${TOOL.version}\n`, stderr: "" });
  const given = await say("up", "--version=01", "--nothing-such=1");
  expect(given.code).toBe(2);
  expect(given.stderr).not.toContain("version: ");
});

test.each(["cli.js", "action.js"] as const)(
  "a run that ends before its work is done is no success: %s",
  async (name) => {
    const url = "postgres://nobody@127.0.0.1:1/nothing";
    const forgetting = `--require=${join(ROOT, "test/fixtures/forgets-its-work.cjs")}`;
    const env = { ...plainEnvironment(), NODE_OPTIONS: forgetting, DATABASE_URL: url };
    const path = fixture("flat");
    const inputs = { ...env, "INPUT_MIGRATIONS-PATH": path };
    const { code } = await spawnProgram(builtProgram(name), ["up", `--migrations-path=${path}`], {
      env: inputs,
      cwd: ROOT,
    }).ended;
    expect(code).toBe(70);
  },
);

test("all that is wrong with flags, values and files is told at once, before anything is connected to", async () => {
  const { code, report, stderr } = await runCli([
    "up",
    "more",
    "--databse-url=postgres://x",
    "--lock-timeout=soon",
    "--steps=-1",
    "--migrations-path=nowhere",
  ]);
  expect(code).toBe(2);
  expect(report.problems.map((problem) => problem.code).sort()).toEqual([
    "DIRECTORY_MISSING",
    "INPUT_INVALID",
    "INPUT_INVALID",
    "INPUT_INVALID",
    "INPUT_MISSING",
    "INPUT_UNKNOWN",
  ]);
  expect(stderr).toContain("database-url");
  expect(report.target).toBeNull();
});

test.each(["duplicate", "unparsable", "invalid-utf8", "nul", "empty"])(
  "a directory that is %s is refused with 2 or 4 without a server",
  async (name) => {
    const { code, report } = await runCli([
      "up",
      "--database-url=postgres://x@127.0.0.1:1/y",
      `--migrations-path=${fixture(name)}`,
    ]);
    expect([2, 4]).toContain(code);
    expect(report.failure?.code).not.toBe("CONNECTION_FAILED");
    expect(report.failure?.hint).toMatch(/\w/);
  },
);

describeOnNewest("the command line", (server) => {
  test("with --json says nothing on standard output but one report, and with --quiet nothing else at all", async () => {
    const database = await freshDatabase(server);
    const { code, stdout, stderr, report } = await migrate(server, database, fixture("flat"), {
      flags: ["--json", "--quiet"],
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(report);
    expect(stderr).toBe("");
    const people = await migrate(server, database, fixture("flat"));
    expect(people.stdout).toBe("");
    expect(people.stderr).toContain("Nothing to do");
  });

  test("with --json is as clean where it fails", async () => {
    const database = await freshDatabase(server);
    const { code, stdout, stderr } = await migrate(server, database, fixture("failing"), {
      flags: ["--json"],
    });
    expect(JSON.parse(stdout)).toMatchObject({
      format: "migrate-action.report/1",
      exitCode: 5,
      result: "refused",
    });
    expect(code).toBe(5);
    expect(stderr).toContain("002_label_things.sql:5:42");
  });

  test("has a status: what is applied and pending, changing nothing; with --exit-code 9 while something is pending", async () => {
    const database = await freshDatabase(server);
    const status = (...flags: string[]) =>
      migrate(server, database, fixture("flat"), { command: "status", flags });
    const fresh = await status();
    expect(fresh.code).toBe(0);
    expect(fresh.report.status.map(({ version, state }) => `${version} ${state}`)).toEqual([
      "1 pending",
      "2 pending",
    ]);
    expect(await relationsOf(database)).toEqual([]);
    expect((await status("--exit-code")).code).toBe(9);
    await migrate(server, database, fixture("flat"), { flags: ["--steps=1"], env: { GITHUB_ACTOR: "ada" } });
    const half = await status("--exit-code", "--json");
    expect(half.code).toBe(9);
    expect(JSON.parse(half.stdout).status).toMatchObject([
      { version: "1", state: "applied", appliedBy: "ada" },
      { version: "2", state: "pending", appliedAt: null },
    ]);
    await migrate(server, database, fixture("flat"));
    const done = await status("--exit-code");
    expect(done.code).toBe(0);
    expect(done.stderr).toMatch(/1\s+create_notes\s+applied|create_notes.*applied/);
  });

  test("gives with status --exit-code the plan's own code where a run would be refused", async () => {
    const database = await freshDatabase(server);
    await migrate(server, database, makeMigrations({ "1_a.sql": "SELECT 1;", "2_b.sql": "SELECT 2;" }));
    const edited = makeMigrations({ "1_a.sql": "SELECT 10;", "3_c.sql": "SELECT 3;" });
    const { code, report } = await migrate(server, database, edited, {
      command: "status",
      flags: ["--exit-code"],
    });
    expect(code).toBe(4);
    expect(report.status.map(({ version, state }) => `${version} ${state}`)).toEqual([
      "1 edited",
      "2 missing",
      "3 pending",
    ]);
    expect((await migrate(server, database, edited, { command: "status" })).code).toBe(0);
  });

  test("plans with plan and with up --dry-run alike, and applies nothing", async () => {
    const database = await freshDatabase(server);
    const plan = await migrate(server, database, fixture("flat"), { command: "plan" });
    const dry = await migrate(server, database, fixture("flat"), { flags: ["--dry-run"] });
    for (const { code, report } of [plan, dry])
      expect({ code, command: report.command, result: report.result, migrations: report.migrations }).toEqual(
        { code: 0, command: "plan", result: "planned", migrations: [] },
      );
    expect(dry.report.plan?.digest).toBe(plan.report.plan?.digest);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("has no colours where nobody looks, and takes its connection from the environment", async () => {
    const database = await freshDatabase(server);
    const { hostname, port, pathname, username, password } = new URL(database.url);
    const env = {
      PGHOST: hostname,
      PGPORT: port,
      PGDATABASE: "not-this-one",
      DB_NAME: pathname.slice(1),
      PGUSER: username,
      PGPASSWORD: decodeURIComponent(password),
      NO_COLOR: "1",
    };
    const { code, stderr, report } = await runCli(["status", `--migrations-path=${fixture("flat")}`], {
      env,
    });
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.target?.database).toBe(pathname.slice(1));
    expect(stderr).not.toContain("\u001b");
  });
});
