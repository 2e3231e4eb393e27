import { expect, test } from "vitest";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { connect } from "../support/connect.ts";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { startPooler } from "../support/pooler.ts";
import { becomesTrue } from "../support/processes.ts";
import { runCli } from "../support/run-cli.ts";
import { historyOf, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const pgBouncer = findPgBouncer();
if (pgBouncer === null) console.warn("Nothing was tried through a pooler: PgBouncer is not installed.");

/** What users of other tools complain of most: formats.md, numbered as there. These are about servers and locks. */
describeOnNewest("of other tools' users, about poolers", (server) => {
  test.skipIf(pgBouncer === null)(
    "complaint 2: session locks behind poolers – two runs through a transaction pooler apply once, and leave no lock",
    async () => {
      const database = await freshDatabase(server);
      const port = await startPooler(pgBouncer ?? "", server);
      const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${port}` }).href;
      const migrations = makeMigrations({
        "1_t.sql": "CREATE TABLE t (a int); INSERT INTO t VALUES (1); SELECT pg_sleep(0.3);",
        "2_i.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
        "3_t.sql": "INSERT INTO t VALUES (3);",
      });
      const runs = await Promise.all([1, 2].map(() => migrate(server, { ...database, url }, migrations)));
      expect(runs.map(({ report }) => report.failure)).toEqual([null, null]);
      expect(runs.map(({ report }) => report.migrations.length).sort()).toEqual([0, 3]);
      expect(await historyOf(database)).toEqual(["1 completed", "2 completed", "3 completed"]);
      const locks = () => database.query(`SELECT FROM ${ADVISORY_LOCKS}`);
      expect(await becomesTrue(async () => (await locks()).length === 0, 2_000)).toBe(true);
    },
  );
});

describeOnServers("of other tools' users, about servers and locks", (server) => {
  test("complaint 6: CONCURRENTLY hangs on the tool's own lock – it ends while another run waits for that lock", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_t.sql": "CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 1000);",
      "2_i.sql": "CREATE INDEX CONCURRENTLY i ON t (a);",
    });
    const runs = await Promise.all([1, 2, 3].map(() => migrate(server, database, migrations)));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await database.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")).toEqual([
      { indisvalid: true },
    ]);
  });

  test("complaint 8: passwords with URL characters, and passwords in logs – every character goes in its own field, none comes out", async () => {
    const database = await freshDatabase(server);
    const password = "p@ss/w:rd?#%&[]'\"\\ é$(x)";
    const role = `odd_${Date.now()}`;
    await database.query(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${password.replaceAll("'", "''")}'`);
    const { hostname, port, pathname } = new URL(database.url);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    const target = [`--host=${hostname}`, `--port=${port}`, `--database=${pathname.slice(1)}`];
    try {
      const common = [`--migrations-path=${migrations}`, `--shadow-url=${server.url}`, "--verbose"];
      const fields = [...target, `--user=${role}`, `--password=${password}`];
      const byFields = await runCli(["up", ...fields, ...common]);
      const url = `postgres://${role}:${encodeURIComponent(password)}@${hostname}:${port}${pathname}`;
      const byUrl = await runCli(["up", `--database-url=${url}`, ...common]);
      expect([byFields.code, byUrl.code]).toEqual([0, 0]);
      // A file and the server's own words can hold it too.
      writeFiles(migrations, { "2_x.sql": `SELECT $q$${password}$q$::int;` });
      const echoed = await runCli(["up", ...fields, ...common]);
      expect(echoed.stderr).toContain('invalid input syntax for type integer: "***"');
      const said = [byFields, byUrl, echoed]
        .map((run) => run.stdout + run.stderr + JSON.stringify(run.report))
        .join();
      for (const form of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1)])
        expect(said).not.toContain(form);
    } finally {
      await database.drop();
      const admin = await connect(server.url);
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    }
  });

  test("complaint 13: a dry run that writes or takes locks – beside a session that changes a table, plan waits for nothing and leaves nothing", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_t.sql": "ALTER TABLE t ADD COLUMN b int;\nCREATE TABLE u (a int);" });
    const writer = await connect(database.url);
    await writer.query("BEGIN; ALTER TABLE t ADD COLUMN c int");
    const { code, report } = await migrate(server, database, migrations, { command: "plan" });
    await writer.query("ROLLBACK");
    await writer.end();
    expect([code, report.result, report.rehearsal?.ok]).toEqual([0, "planned", true]);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
    expect(await relationsOf(database)).not.toContain("u");
  });

  test("complaint 14: failure without an error's text, or with exit 0 – code, place, SQLSTATE and the server's words, on stderr too", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);\nINSERT INTO t VALUES ('x');" });
    const { code, stderr, report } = await migrate(server, database, migrations);
    expect(code).toBe(5);
    expect(report.failure).toMatchObject({ sqlState: "22P02", at: { line: 2, column: 23 } });
    expect(stderr).toContain('invalid input syntax for type integer: "x"');
    expect(stderr).toContain("1_t.sql:2:23");
  });

  test("complaint 17: an invalid index left by a retry – the next run drops it and builds it anew, IF NOT EXISTS or not", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1), (1)");
    writeFiles(migrations, { "2_u.sql": "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON t (a);" });
    // The rows in the way are found beforehand: they are let through here.
    expect((await migrate(server, database, migrations, { flags: ["--fail-on=never"] })).code).toBe(1);
    await database.query("DELETE FROM t");
    // IF NOT EXISTS would now find the invalid one and call it done.
    const { code, report } = await migrate(server, database, migrations);
    expect([report.failure, code]).toEqual([null, 0]);
    expect(report.notices.join()).toContain('the index "u" was left invalid: it is dropped and built anew');
    expect(
      await database.query("SELECT indisvalid, indisunique FROM pg_index WHERE indexrelid = 'u'::regclass"),
    ).toEqual([{ indisvalid: true, indisunique: true }]);
  });

  test("complaint 19: no rights on schema public from 15 on – the role and the GRANT that helps are named, before anything is applied", async () => {
    const database = await freshDatabase(server);
    const role = `poor_${Date.now()}`;
    await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'poor'`);
    if (server.major < 15) await database.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const url = Object.assign(new URL(database.url), { username: role, password: "poor" }).href;
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (a int);" });
    try {
      const { code, report } = await migrate(server, { ...database, url }, migrations, {
        flags: ["--rehearsal=server"],
      });
      expect(code).not.toBe(0);
      expect(`${report.failure?.message} ${report.failure?.hint}`).toMatch(/public.*GRANT|GRANT.*public/s);
      expect(await relationsOf(database)).toEqual([]);
    } finally {
      await database.drop();
      const admin = await connect(server.url);
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    }
  });
});
