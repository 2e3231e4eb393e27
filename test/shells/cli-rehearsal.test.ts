import { expect, test } from "vitest";
import { fixture } from "../support/built.ts";
import { installations, isSoonEmpty, leftoversIn, makeBase } from "../support/local-servers.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { type CliOptions, runCli, startCli } from "../support/run-cli.ts";
import { relationsOf } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** Arguments for a run that rehearses on a throwaway server. */
const argsOf = (command: string, url: string, migrations: string) => [
  command,
  `--database-url=${url}`,
  `--migrations-path=${migrations}`,
  "--rehearsal=server",
];
const run = (command: string, url: string, migrations: string, options: CliOptions = {}) =>
  runCli(argsOf(command, url, migrations), options);

describeOnServers("the rehearsal on a throwaway server", (server) => {
  test("writes nothing to the target: no row, no relation, no role", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);" });
    await run("up", database.url, migrations);
    writeFiles(migrations, { "2_u.sql": "CREATE TABLE u AS SELECT * FROM t;\nUPDATE t SET id = 2;" });
    const counters = async (of: TestDatabase) => {
      // pg_statistic is what autovacuum writes by itself.
      const [row] = await of.query<{ commits: string; writes: string }>(
        `SELECT xact_commit AS commits,
  (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_all_tables s JOIN pg_class c ON c.oid = s.relid
   WHERE NOT c.relisshared AND c.relname <> 'pg_statistic') AS writes
FROM pg_stat_database WHERE datname = current_database()`,
      );
      return { commits: Number(row?.commits), writes: Number(row?.writes) };
    };
    // What the first run's sessions have counted arrives when they end.
    const sessions = () =>
      database.query(
        "SELECT FROM pg_stat_activity WHERE application_name = 'migrate-action' AND datname = current_database()",
      );
    expect(await becomesTrue(async () => (await sessions()).length === 0, 10_000)).toBe(true);
    const [before, relations] = [await counters(database), await relationsOf(database)];
    const { code, report } = await run("plan", database.url, migrations);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      result: "planned",
      rehearsal: { ok: true, site: "server" },
      migrations: [],
    });
    // Its sessions' counters have arrived when their commits have.
    expect(
      await becomesTrue(async () => (await counters(database)).commits > before.commits + 3, 10_000),
    ).toBe(true);
    expect((await counters(database)).writes).toBe(before.writes);
    expect(await relationsOf(database)).toEqual(relations);
    expect(await database.query("SELECT id FROM t")).toEqual([{ id: 1 }]);
  });

  test("has the target's roles, and its database's own settings", async () => {
    const role = await freshRole(server, "NOLOGIN");
    const database = await freshDatabase(server);
    const name = new URL(database.url).pathname.slice(1);
    const migrations = makeMigrations({ "1_t.sql": "CREATE SCHEMA app;\nCREATE TABLE app.t (id int);" });
    await database.query(`ALTER DATABASE ${name} SET search_path = app, public`);
    expect((await run("up", database.url, migrations)).code).toBe(0);
    writeFiles(migrations, {
      "2_t.sql": `ALTER TABLE t ADD COLUMN a int;\nGRANT SELECT ON t TO ${role.name};\nALTER TABLE t OWNER TO ${role.name};`,
    });
    const { code, report } = await run("up", database.url, migrations);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
  });

  test("runs with the rights of the target's user, so that what it may not do is found before", async () => {
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    const name = new URL(database.url).pathname.slice(1);
    await database.query(
      `REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT CREATE ON DATABASE ${name} TO ${user.name}`,
    );
    const migrations = makeMigrations({
      "1_t.sql": "CREATE TABLE mine.t (id int);\nCREATE TABLE public.t (id int);",
    });
    const { code, report } = await runCli([
      ...argsOf("up", user.urlOf(database), migrations),
      "--ledger-schema=mine",
    ]);
    expect(code).toBe(5);
    expect(report.failure).toMatchObject({
      code: "REHEARSAL_FAILED",
      sqlState: "42501",
      at: { line: 2 },
      message: expect.stringContaining("permission denied for schema public"),
      hint: expect.stringContaining("role"),
    });
    expect(await database.query("SELECT 1 FROM pg_namespace WHERE nspname = 'mine'")).toEqual([]);
  });

  test("is not even begun where the ledger cannot be made: that is told, with what to grant", async () => {
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const { code, report } = await run("up", user.urlOf(database), fixture("flat"));
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({
      code: "LEDGER_FORBIDDEN",
      hint: expect.stringContaining("GRANT"),
    });
    expect(report.rehearsal).toBeNull();
    expect(await relationsOf(database)).toEqual([]);
  });

  // Only a dump has what no migration has made; a pg_dump as new as the server is not on every machine.
  const isDumpable = installations.some(({ pgDump, major }) => pgDump !== null && major >= server.major);
  test.skipIf(!isDumpable)(
    "does not fail for what is in the target only because somebody made it by hand",
    async () => {
      const database = await freshDatabase(server);
      await database.query("CREATE TABLE legacy (id int)");
      const migrations = makeMigrations({ "1_legacy.sql": "ALTER TABLE legacy ADD COLUMN a int;" });
      const { code, report } = await run("up", database.url, migrations);
      expect(report.failure).toBeNull();
      expect(code).toBe(0);
    },
  );

  test("leaves out what needs an extension that no site has, names it, and still runs the rest", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_vector.sql":
        "CREATE EXTENSION IF NOT EXISTS vector;\nCREATE TABLE plain (id int);\nCREATE TABLE items (id int, e vector(3));\nCREATE INDEX items_e ON items USING hnsw (e vector_l2_ops);\nINSERT INTO plain VALUES (1);",
    });
    // The target of the test has it as little as the site: that would stop the run.
    const plan = () => runCli([...argsOf("plan", database.url, migrations), "--fail-on=never"]);
    const { code, report, stderr } = await plan();
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.rehearsal).toMatchObject({ ok: true, site: "server" });
    expect(report.rehearsal?.notRehearsed.map(({ line }) => line)).toEqual([1, 3, 4]);
    for (const { why } of report.rehearsal?.notRehearsed ?? []) expect(why).toContain("vector");
    expect(stderr).toContain("shadow-url");
    // Transactions and savepoints of a file's own are no less its own where something is left out.
    writeFiles(migrations, {
      "2_own.sql":
        "-- migrate:no-transaction\nBEGIN;\nSAVEPOINT a;\nINSERT INTO plain VALUES (2);\nROLLBACK TO SAVEPOINT a;\nRELEASE a;\nCOMMIT;\nBEGIN;\nSET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nINSERT INTO plain VALUES (3);\nCOMMIT;\nINSERT INTO plain VALUES (4);",
    });
    expect((await plan()).report.failure).toBeNull();
    // Nor does the ledger of the site miss what is left out at the end of a file outside a transaction.
    writeFiles(migrations, {
      "3_end.sql": "-- migrate:no-transaction\nCREATE TABLE more (id int);\nCREATE TABLE last (e vector(3));",
      "4_look.sql":
        "DO $$ BEGIN IF EXISTS (SELECT FROM schema_migrations WHERE version < '4' AND status <> 'completed') THEN RAISE 'not completed'; END IF; END $$;",
    });
    expect((await plan()).report.failure).toBeNull();
    writeFiles(migrations, { "5_wrong.sql": "SELECT nothing_of_the_kind FROM plain;" });
    const wrong = await plan();
    expect(wrong.code).toBe(5);
    expect(wrong.report.failure).toMatchObject({ version: "5", sqlState: "42703" });
  });
});

describeOnNewest("a rehearsal that is killed", (server) => {
  test("leaves no server and no directory", async () => {
    const database = await freshDatabase(server);
    const base = makeBase();
    const migrations = makeMigrations({ "1_slow.sql": "SELECT pg_sleep(60);" });
    const cli = startCli(argsOf("up", database.url, migrations), { env: { TMPDIR: base } });
    await cli.says("Rehearsing");
    expect(await leftoversIn(base)).not.toEqual([]);
    cli.child.kill("SIGKILL");
    await cli.ended;
    expect(await isSoonEmpty(base, 10_000)).toBe(true);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("or cancelled, or run to its end, leaves none either", async () => {
    const database = await freshDatabase(server);
    const base = makeBase();
    const env = { TMPDIR: base };
    const slow = startCli(
      argsOf("up", database.url, makeMigrations({ "1_slow.sql": "SELECT pg_sleep(60);" })),
      { env },
    );
    await slow.says("Rehearsing");
    slow.child.kill("SIGINT");
    expect((await slow.run).code).toBe(7);
    expect(await isSoonEmpty(base, 5_000)).toBe(true);
    expect((await run("up", database.url, fixture("flat"), { env })).code).toBe(0);
    expect(await isSoonEmpty(base, 5_000)).toBe(true);
  });
});
