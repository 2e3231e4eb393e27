import { expect, test } from "vitest";
import { historyOf, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** What users of other tools complain of most: formats.md, numbered as there. These are about what is on record. */
describeOnServers("of other tools' users, about the record", (server) => {
  test("complaint 1: a dirty state blocks every later deploy – a failed migration leaves none: mend the file and run again", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1), (1)");
    writeFiles(migrations, {
      "2_u.sql": "CREATE TABLE u (a int);\nALTER TABLE t ADD UNIQUE (a);",
      "3_v.sql": "CREATE TABLE v (a int);",
    });
    const failed = await migrate(server, database, migrations);
    expect([failed.code, failed.report.failure?.code]).toEqual([1, "MIGRATION_FAILED"]);
    expect(await relationsOf(database)).not.toContain("u");
    writeFiles(migrations, { "2_u.sql": "CREATE TABLE u (a int);" });
    const mended = await migrate(server, database, migrations);
    expect([mended.code, mended.report.ledger?.applied]).toEqual([0, ["1", "2", "3"]]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed", "2 completed", "3 completed"]);
  });

  test("complaint 1: … and what no transaction can take back stays on record with how far it came and what to do", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1), (1)");
    writeFiles(migrations, {
      "2_u.sql": "CREATE INDEX CONCURRENTLY i ON t (a);\nCREATE UNIQUE INDEX CONCURRENTLY u ON t (a);",
    });
    expect((await migrate(server, database, migrations)).code).toBe(1);
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({
      code: "PLAN_UNFINISHED",
      message: expect.stringContaining("failed after 1 of its statements"),
      hint: expect.stringContaining("delete the row"),
    });
  });

  test("complaint 3: a file merged late is silently skipped, or silently run – it is refused by name, and run where that is allowed", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1;", "3_c.sql": "SELECT 3;" });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_b.sql": "CREATE TABLE b (x int);" });
    const refused = await migrate(server, database, migrations);
    expect([refused.code, refused.report.failure?.code, refused.report.failure?.version]).toEqual([
      4,
      "PLAN_LATE",
      "2",
    ]);
    expect(await relationsOf(database)).not.toContain("b");
    const allowed = await migrate(server, database, migrations, { flags: ["--out-of-order=allow"] });
    expect([allowed.code, allowed.report.notices.join()]).toEqual([0, expect.stringContaining("2_b.sql")]);
    expect(await relationsOf(database)).toContain("b");
  });

  test("complaint 7: replicas that start at once race – of five runs one applies, once, and all end well", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_t.sql": "CREATE TABLE t (a int); INSERT INTO t VALUES (1); SELECT pg_sleep(0.2);",
      "2_t.sql": "INSERT INTO t VALUES (2);",
    });
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => migrate(server, database, migrations)));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(runs.map(({ report }) => report.migrations.length).sort()).toEqual([0, 0, 0, 0, 2]);
    expect(await database.query("SELECT a FROM t ORDER BY a")).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed"]);
  });

  test("complaint 11: code older than the database is reported as corruption – it is said to be older, and nothing is lost", async () => {
    const database = await freshDatabase(server);
    await migrate(server, database, makeMigrations({ "1_a.sql": "SELECT 1;", "2_b.sql": "SELECT 2;" }));
    const older = makeMigrations({ "1_a.sql": "SELECT 1;" });
    const { code, report } = await migrate(server, database, older);
    expect([code, report.failure?.code, report.ledger?.ahead]).toEqual([4, "PLAN_AHEAD", ["2"]]);
    expect(report.failure?.hint).toContain("This checkout is older than the database");
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1", "2"]);
  });

  test("complaint 15: duplicate versions are accepted – `1` and `01` are one, refused before anything connects", async () => {
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1;", "01_b.sql": "SELECT 2;" });
    const nowhere = { url: "postgres://nobody@127.0.0.1:1/none" };
    const { code, report } = await migrate(server, nowhere as never, migrations);
    expect([code, report.failure?.code, report.target]).toEqual([4, "VERSION_DUPLICATE", null]);
    expect(report.failure?.message).toMatch(/01_b\.sql.*1_a\.sql|1_a\.sql.*01_b\.sql/);
  });
});
