import { expect, test } from "vitest";
import { fixture } from "../support/built.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnServers("apply", (server) => {
  test("when the second file fails on real data only, keeps the first, takes back the second and does not run the third", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "000_first.sql":
        "CREATE TABLE accounts (id integer PRIMARY KEY, credit integer NOT NULL DEFAULT 0 CHECK (credit >= 0));",
    });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO accounts VALUES (1, 5)");
    writeFiles(migrations, {
      "001_good.sql": "CREATE TABLE good (id int);",
      "002_charge.sql":
        "ALTER TABLE accounts ADD COLUMN charged boolean;\n\n  UPDATE accounts SET credit = credit - 10;\n",
      "003_never.sql": "CREATE TABLE never_made (id int);",
    });
    const { code, report, stderr } = await migrate(server, database, migrations);
    expect(code).toBe(1);
    expect(report).toMatchObject({ result: "failed", rehearsal: { ok: true }, batch: 2 });
    expect(report.failure).toMatchObject({
      code: "MIGRATION_FAILED",
      version: "002",
      sqlState: "23514",
      at: { line: 3, column: 3 },
      statement: "UPDATE accounts SET credit = credit - 10",
      message: expect.stringContaining("Failing row contains (1, -5"),
    });
    expect(stderr).toContain("002_charge.sql:3:3");
    expect(statesOf(report)).toEqual(["001 applied", "002 rolled-back", "003 not-run"]);
    expect(report.ledger).toMatchObject({ currentVersion: "001", pending: ["002", "003"] });
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["000", "001"]);
    expect(await historyOf(database)).toEqual(["000 completed", "001 completed", "002 failed"]);
    expect(await relationsOf(database)).toEqual([
      "accounts",
      "good",
      "migration_expectation",
      "migration_history",
      "migration_status_view",
      "schema_migrations",
    ]);

    await database.query("UPDATE accounts SET credit = 50");
    const again = await migrate(server, database, migrations);
    expect(statesOf(again.report)).toEqual(["002 applied", "003 applied"]);
    expect((await ledgerOf(database)).map(({ version, batch }) => `${version}:${batch}`)).toEqual([
      "000:1",
      "001:2",
      "002:3",
      "003:3",
    ]);
  });

  test("lets no file see what an earlier one left in the session", async () => {
    const database = await freshDatabase(server);
    const { report } = await migrate(server, database, fixture("leaky"));
    expect(report.failure).toBeNull();
    expect(await ledgerOf(database)).toHaveLength(6);
  });

  test("runs a file in its own BEGIN … COMMIT whole or not at all, its ledger row with it", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int PRIMARY KEY);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1)");
    writeFiles(migrations, {
      "2_own.sql": "BEGIN;\nCREATE TABLE u (id int);\nINSERT INTO t VALUES (1);\nCOMMIT;\n",
    });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({ sqlState: "23505", at: { line: 3, column: 1 } });
    expect(await relationsOf(database)).not.toContain("u");
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
  });

  test("names a deferred constraint that fails at COMMIT, and leaves nothing of its file", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_t.sql":
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p DEFERRABLE INITIALLY DEFERRED);",
    });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
    writeFiles(migrations, {
      "2_orphan.sql": "CREATE TABLE u (id int);\nDELETE FROM p;\n",
      "3_n.sql": "SELECT 1;",
    });
    const { code, report } = await migrate(server, database, migrations, { flags: ["--fail-on=never"] });
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({
      version: "2",
      sqlState: "23503",
      message: expect.stringContaining("at COMMIT"),
    });
    expect(statesOf(report)).toEqual(["2 rolled-back", "3 not-run"]);
    expect(await relationsOf(database)).not.toContain("u");
  });

  test("loads inline COPY data, and everything after it in the same file", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_copy.sql":
        "CREATE TABLE t (id int, name text);\nCOPY t (id, name) FROM stdin;\n1\tSemi;colon\n2\t\\N\n3\t🐘 'x'\n\\.\n\nUPDATE t SET name = 'none' WHERE name IS NULL;\n",
      "2_next.sql": 'COPY t FROM STDIN WITH (FORMAT csv);\n4,"a,b"\n\\.\n',
    });
    const { report } = await migrate(server, database, migrations);
    expect(report.failure).toBeNull();
    expect(await database.query("SELECT id, name FROM t ORDER BY 1")).toEqual([
      { id: 1, name: "Semi;colon" },
      { id: 2, name: "none" },
      { id: 3, name: "🐘 'x'" },
      { id: 4, name: "a,b" },
    ]);
  });

  test("names the line of a statement after inline COPY data that fails on the target only", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int PRIMARY KEY);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (9)");
    writeFiles(migrations, {
      "2_copy.sql": "CREATE TABLE u (id int);\nCOPY u FROM stdin;\n1\n2\n\\.\nINSERT INTO t\n  VALUES (9);\n",
    });
    const { report } = await migrate(server, database, migrations);
    expect(report.failure).toMatchObject({ sqlState: "23505", at: { line: 6, column: 1 } });
  });

  test("runs files of CONCURRENTLY statements and files marked no-transaction, each recorded with its statements", async () => {
    const database = await freshDatabase(server);
    const { report } = await migrate(server, database, fixture("no-transaction"));
    expect(report.failure).toBeNull();
    expect(report.plan?.steps.map(({ mode }) => mode)).toEqual([
      "transaction",
      "no-transaction",
      "no-transaction",
    ]);
    const rows = await ledgerOf(database);
    expect(rows.map(({ status, statements_done }) => [status, statements_done])).toEqual(
      rows.map(() => ["completed", null]),
    );
    expect(
      await database.query(
        "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'rooms'::regclass AND NOT indisprimary AND indisvalid",
      ),
    ).toEqual([{ name: "rooms_floor_id_idx" }]);
  });

  test("keeps a no-transaction file's own transactions whole, and counts their statements when they are committed", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int PRIMARY KEY);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1)");
    writeFiles(migrations, {
      "2_own.sql":
        "-- migrate:no-transaction\nBEGIN;\nCREATE TABLE u (id int);\nCOMMIT;\nBEGIN;\nCREATE TABLE v (id int);\nINSERT INTO t VALUES (1);\nCOMMIT;\n",
    });
    const { report } = await migrate(server, database, migrations);
    expect(report.failure).toMatchObject({ sqlState: "23505", at: { line: 7, column: 1 } });
    expect(await relationsOf(database)).toContain("u");
    expect(await relationsOf(database)).not.toContain("v");
    expect((await ledgerOf(database))[1]).toMatchObject({ status: "failed", statements_done: 3 });
  });

  test("leaves a file outside a transaction that stops half-way on record as failed, with how far it came, and the next run goes on from there", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1), (1)");
    writeFiles(migrations, {
      "2_out.sql":
        "-- migrate:no-transaction\nCREATE TABLE u (id int);\nINSERT INTO u VALUES (1);\nCREATE UNIQUE INDEX t_id ON t (id);\nCREATE TABLE v (id int);",
      "3_n.sql": "SELECT 1;",
    });
    const { code, report } = await migrate(server, database, migrations, { flags: ["--fail-on=never"] });
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({ version: "2", sqlState: "23505", at: { line: 4, column: 1 } });
    expect(statesOf(report)).toEqual(["2 failed", "3 not-run"]);
    expect((await ledgerOf(database))[1]).toMatchObject({
      version: "2",
      status: "failed",
      statements_done: 2,
      error_message: expect.stringContaining("2_out.sql:4:1"),
    });
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed"]);
    await database.query("DELETE FROM t");
    const next = await migrate(server, database, migrations);
    expect([next.report.failure, next.code]).toEqual([null, 0]);
    expect(statesOf(next.report)).toEqual(["2 applied", "3 applied"]);
    expect(await database.query("SELECT id FROM u")).toHaveLength(1);
    expect(await historyOf(database)).toEqual(["1 completed", "2 failed", "2 completed", "3 completed"]);
  });

  test("tells of each migration as it is committed, not when all are", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t AS SELECT 1;" });
    await migrate(server, database, migrations);
    const files = Array.from({ length: 3 }, (_, index) => [
      `${index + 1}_sleep.sql`,
      "SELECT pg_sleep(0.4 * count(*)) FROM t;",
    ]);
    writeFiles(migrations, Object.fromEntries(files));
    const cli = startCli(argsFor(server, database, migrations));
    await cli.says("✓ 1_sleep");
    // With the third still to sleep: its result cannot have been the reason that the first was heard of.
    expect(await database.query("SELECT count(*)::int FROM schema_migrations WHERE version = '3'")).toEqual([
      { count: 0 },
    ]);
    expect((await cli.run).code).toBe(0);
  });
});
