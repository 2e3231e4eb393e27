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
    // Rows that are in the way are found beforehand; what fails while it is applied is asked here.
    const failed = await migrate(server, database, migrations, { flags: ["--fail-on=never"] });
    expect([failed.code, failed.report.failure?.code]).toEqual([1, "MIGRATION_FAILED"]);
    expect(await relationsOf(database)).not.toContain("u");
    writeFiles(migrations, { "2_u.sql": "CREATE TABLE u (a int);" });
    const mended = await migrate(server, database, migrations);
    expect([mended.code, mended.report.ledger?.applied]).toEqual([0, ["1", "2", "3"]]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed", "2 completed", "3 completed"]);
  });

  test("complaint 1: … and what no transaction can take back goes on where it stopped, once what was in its way is gone", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1), (1)");
    writeFiles(migrations, {
      "2_u.sql": "CREATE INDEX CONCURRENTLY i ON t (a);\nCREATE UNIQUE INDEX CONCURRENTLY u ON t (a);",
    });
    expect((await migrate(server, database, migrations, { flags: ["--fail-on=never"] })).code).toBe(1);
    // Nothing was mended: it fails again, and nothing is done twice.
    expect((await migrate(server, database, migrations, { flags: ["--fail-on=never"] })).code).toBe(1);
    await database.query("DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t)");
    const { code, report } = await migrate(server, database, migrations);
    expect([report.failure, code]).toEqual([null, 0]);
    expect(report.notices.join()).toContain("goes on at statement 2 of 2");
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed", "2 failed", "2 completed"]);
  });

  test("complaint 1: … and another tool's dirty state stops adopt with what it means, and is gone when that tool says where it is", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (x int);", "2_b.sql": "SELECT 2;" });
    await database.query(
      "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL); INSERT INTO schema_migrations VALUES (2, true); CREATE TABLE a (x int)",
    );
    const run = (command: string, ...flags: string[]) =>
      migrate(server, database, migrations, { command, flags: ["--ledger-table=ours", ...flags] });
    for (const flags of [[], ["--apply"]]) {
      const { code, report } = await run("adopt", ...flags);
      expect([code, report.failure?.code, report.failure?.version]).toEqual([4, "ADOPTION_UNFINISHED", "2"]);
      expect(report.failure?.message).toContain("marks version 2 dirty: it was begun, there or back");
      expect(report.failure?.hint).toContain("`migrate … force VERSION`");
    }
    expect(await relationsOf(database)).toEqual(["a", "schema_migrations"]);
    // What `migrate force 1` does.
    await database.query("UPDATE schema_migrations SET version = 1, dirty = false");
    expect((await run("adopt", "--apply")).code).toBe(0);
    const { code, report } = await run("up");
    expect([code, report.migrations.map(({ version }) => version)]).toEqual([0, ["2"]]);
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

  test("complaint 16: no baseline – what a database made by hand has already is put on record, not run, and up goes on behind it", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_users.sql": "CREATE TABLE users (id int PRIMARY KEY);",
      "2_email.sql": "ALTER TABLE users ADD email text;",
      "3_posts.sql": "CREATE TABLE posts (author int REFERENCES users);",
    });
    await database.query("CREATE TABLE users (id int PRIMARY KEY); INSERT INTO users VALUES (1)");
    const baseline = (target: string) =>
      migrate(server, database, migrations, { command: "baseline", flags: [`--target=${target}`] });
    const tooFar = await baseline("2");
    expect([tooFar.code, tooFar.report.failure?.code]).toEqual([5, "BASELINE_DIFFERS"]);
    expect(tooFar.report.rehearsal?.drift.join()).toContain("email");
    expect(await relationsOf(database)).toEqual(["users"]);
    await database.query("ALTER TABLE users ADD email text");
    const recorded = await baseline("2");
    expect([recorded.code, recorded.report.migrations.map(({ state }) => state)]).toEqual([
      0,
      ["recorded", "recorded"],
    ]);
    const up = await migrate(server, database, migrations);
    expect([up.code, up.report.migrations.map(({ version }) => version)]).toEqual([0, ["3"]]);
    expect((await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`)).toEqual([
      "1 completed",
      "2 completed",
      "3 completed",
    ]);
    expect(await database.query("SELECT id, email FROM users")).toEqual([{ id: 1, email: null }]);
  });
});
