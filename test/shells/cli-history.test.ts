import { expect, test } from "vitest";
import { runAction } from "../support/run-action.ts";
import { migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnServers("history", (server) => {
  test("tells what was run here, newest first: ways there and back, failures, who, when, in which run", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "001_a.up.sql": "CREATE TABLE a (id int);",
      "001_a.down.sql": "DROP TABLE a;",
      "002_b.up.sql": "CREATE TABLE b (id int);",
      "002_b.down.sql": "DROP TABLE b;",
    });
    const env = { GITHUB_ACTOR: "octocat" };
    await migrate(server, database, migrations, { env, flags: ["--environment=staging"] });
    await migrate(server, database, migrations, { env, command: "down" });
    await database.query("INSERT INTO a VALUES (1)");
    writeFiles(migrations, { "003_c.sql": "SELECT 1 / (1 - count(*)) FROM a;" });
    const failed = await migrate(server, database, migrations, { env });
    expect(failed.code).toBe(1);
    const before = await database.query("SELECT count(*) FROM migration_history");

    const { code, report, stderr } = await migrate(server, database, "no/such/directory", {
      command: "history",
    });
    expect(code).toBe(0);
    expect(report).toMatchObject({ command: "history", result: "nothing-to-do", plan: null, notices: [] });
    const said = report.history?.map(
      ({ version, name, action, status, batch }) => `${version} ${name} ${action} ${status} ${batch}`,
    );
    expect(said).toEqual([
      "003 null up failed 3",
      "002 b up completed 3",
      "002 b rollback completed 2",
      "002 b up completed 1",
      "001 a up completed 1",
    ]);
    expect(report.history?.[0]?.error).toContain("division by zero");
    expect(report.history?.at(-1)).toMatchObject({
      executedBy: "octocat",
      environment: "staging",
      runUrl: null,
      executionTimeMs: expect.any(Number),
      executedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(stderr).toMatch(/✗ 003 +up failed/);
    expect(stderr).toMatch(/✓ 002_b +rollback completed +\d{4}-\S+ \d\d:\d\d:\d\dZ by octocat, .* +batch 2/);
    expect(stderr).toContain("History: 5 entries, 1 of them failed");
    expect(await database.query("SELECT count(*) FROM migration_history")).toEqual(before);
  });

  test("shows so many rows as `steps`, and says that there are more", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_a.sql": "SELECT 1;",
      "2_b.sql": "SELECT 1;",
      "3_c.sql": "SELECT 1;",
    });
    await migrate(server, database, migrations);
    const { report } = await migrate(server, database, migrations, {
      command: "history",
      flags: ["--steps=2"],
    });
    expect(report.history?.map(({ version }) => version)).toEqual(["3", "2"]);
    expect(report.notices).toEqual(["The newest 2 of 3 rows are shown; `steps` asks for more."]);
  });

  test("of a database without one says so, is no failure, and makes nothing", async () => {
    const database = await freshDatabase(server);
    const { code, report, stderr } = await migrate(server, database, "none", { command: "history" });
    expect(code).toBe(0);
    expect(report.history).toEqual([]);
    expect(stderr).toContain("There is no history here");
    expect(await relationsOf(database)).toEqual([]);
  });

  test("reads a history of shape B for what it has, and leaves alone what is none", async () => {
    const database = await freshDatabase(server);
    await database.query(
      `CREATE TABLE migration_history (version text, action text, executed_at timestamp, status text);
INSERT INTO migration_history VALUES ('007', 'apply', '2026-01-02 03:04:05', 'success')`,
    );
    const { report } = await migrate(server, database, "none", { command: "history" });
    expect(report.history).toMatchObject([
      { version: "007", name: null, action: "apply", status: "success", batch: null, executedBy: null },
    ]);
    await database.query("DROP TABLE migration_history; CREATE TABLE migration_history (id int)");
    const other = await migrate(server, database, "none", { command: "history" });
    expect([other.code, other.report.history]).toEqual([0, []]);
  });

  test("as an action writes the table into the summary, harmless whatever the rows hold", async () => {
    const database = await freshDatabase(server);
    await migrate(server, database, makeMigrations({ "1_a.sql": "SELECT 1;" }));
    await database.query("UPDATE migration_history SET executed_by = 'a | b', error_message = '<b>| x</b>'");
    const { code, summary, outputs } = await runAction({ "database-url": database.url, command: "history" });
    expect(code).toBe(0);
    expect(summary).toContain("### History");
    const [row = ""] = summary.split("\n").filter((line) => line.startsWith("| `1`"));
    expect(row.split("|")).toHaveLength(13);
    expect(outputs).toMatchObject({ result: "nothing-to-do", "pending-count": "unknown", changed: "false" });
  });
});
