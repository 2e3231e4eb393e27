import { expect, test } from "vitest";
import { connect } from "../support/connect.ts";
import { expectedOf, goneOf, isBegun } from "../support/expectation.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { argsFor, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { wholeState } from "../support/whole-state.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, email text);";
const MORE = `CREATE INDEX users_email ON users (email); CREATE VIEW addresses AS SELECT email FROM users;
CREATE MATERIALIZED VIEW ids AS SELECT id FROM users; CREATE UNIQUE INDEX ids_id ON ids (id);`;
const USERS_EXPECTED = "table public.users email,id users_pkey";

/** A database with these migrations applied, and how more is done to it. */
async function applied(server: TestServer, files: Readonly<Record<string, string>>) {
  const database = await freshDatabase(server);
  const migrations = makeMigrations(files);
  const run = (command: string, ...flags: string[]) =>
    migrate(server, database, migrations, { command, flags: ["--fail-on=never", ...flags] });
  const up = async (more: Readonly<Record<string, string>> = {}, ...flags: string[]) => {
    writeFiles(migrations, more);
    const { report } = await run("up", ...flags);
    return report;
  };
  expect((await up()).failure).toBeNull();
  return { database, migrations, run, up };
}

/** Starts an `up` of a file that makes a table and then sleeps, and resolves when it does. */
async function asleep(server: TestServer, database: TestDatabase, migrations: string) {
  await database.query("CREATE TABLE seen AS SELECT 1 AS id");
  writeFiles(migrations, {
    "2_b.sql": "CREATE TABLE b (id int); ALTER TABLE users RENAME email TO address;",
    "3_slow.sql": "SELECT pg_sleep(60 * count(*)) FROM seen;",
  });
  const cli = startCli(
    argsFor(server, database, migrations, { flags: ["--fail-on=never", "--rehearsal=shadow"] }),
  );
  expect(await becomesTrue(() => isAsleep(database), 30_000)).toBe(true);
  return cli;
}

describeOnServers("what is expected of the schema", (server) => {
  test("is what the migrations have made, as they make, rename and drop it", async () => {
    const { database, up } = await applied(server, { "1_users.sql": USERS });
    expect(await expectedOf(database)).toEqual([USERS_EXPECTED]);
    expect(await goneOf(database)).toEqual([]);
    await up({ "2_more.sql": MORE });
    expect(await expectedOf(database)).toEqual([
      "view public.addresses",
      "view public.ids  ids_id",
      "table public.users email,id users_email,users_pkey",
    ]);
    await up({
      "3_renamed.sql":
        "DROP VIEW addresses; ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME email TO address; ALTER INDEX users_email RENAME TO people_address;",
    });
    expect(await expectedOf(database)).toEqual([
      "view public.ids  ids_id",
      "table public.people address,id people_address,users_pkey",
    ]);
    await up({ "4_dropped.sql": "DROP MATERIALIZED VIEW ids; ALTER TABLE people DROP COLUMN address;" });
    expect(await expectedOf(database)).toEqual(["table public.people id users_pkey"]);
    await up({ "5_moved.sql": "CREATE SCHEMA app; ALTER TABLE people SET SCHEMA app;" });
    expect(await expectedOf(database)).toEqual(["table app.people id users_pkey"]);
    expect(await goneOf(database)).toEqual([]);
  });

  test("and is gone is named: a column, an index, a view, a table without its parts, a whole schema", async () => {
    const { database } = await applied(server, {
      "1_users.sql": USERS,
      "2_more.sql": MORE,
      "3_app.sql": "CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY); CREATE TABLE app.b (id int);",
    });
    await database.query("DROP INDEX users_email; DROP VIEW addresses");
    expect(await goneOf(database)).toEqual(["view public.addresses", "index public.users_email"]);
    await database.query("ALTER TABLE users DROP COLUMN email");
    expect(await goneOf(database)).toEqual([
      "view public.addresses",
      "column public.users.email",
      "index public.users_email",
    ]);
    await database.query("DROP SCHEMA app CASCADE; DROP TABLE users CASCADE; CREATE VIEW users AS SELECT 1");
    expect(await goneOf(database)).toEqual([
      "table app.a",
      "table app.b",
      "view public.addresses",
      "view public.ids",
      "table public.users",
    ]);
  });

  test("and is gone since an old dump was restored is named, where the ledger is kept elsewhere", async () => {
    const { database, up } = await applied(server, { "1_users.sql": "CREATE TABLE users (id int);" });
    const ledger = { schema: "Opera tions", table: 'led"ger' };
    const elsewhere = [`--ledger-schema=${ledger.schema}`, `--ledger-table=${ledger.table}`];
    await database.query("DROP TABLE users");
    await up(
      { "2_more.sql": "ALTER TABLE users ADD email text; CREATE TABLE posts (id int);" },
      ...elsewhere,
    );
    expect(await expectedOf(database, ledger)).toEqual([
      "table public.posts id",
      "table public.users email,id",
    ]);
    await database.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE users (id int)");
    expect(await goneOf(database, ledger)).toEqual(["table public.posts", "column public.users.email"]);
  });

  test("is not partitions, what is temporary, what an extension or somebody else has made", async () => {
    const { database, up } = await applied(server, {
      "1_a.sql":
        "CREATE TABLE events (id int, at date) PARTITION BY RANGE (at); CREATE INDEX events_at ON events (at);",
    });
    await database.query("CREATE TABLE somebodys (id int)");
    await up({
      "2_b.sql": `CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE EXTENSION pg_stat_statements; CREATE TEMPORARY TABLE passing (id int); CREATE INDEX passing_id ON passing (id);`,
    });
    expect(await expectedOf(database)).toEqual(["table public.events at,id events_at"]);
    await database.query("DROP TABLE events_1, somebodys; DROP EXTENSION pg_stat_statements");
    expect(await goneOf(database)).toEqual([]);
  });

  test("and was dropped by hand before a run stays expected after it", async () => {
    const { database, up } = await applied(server, { "1_users.sql": `${USERS} CREATE TABLE a (id int);` });
    await database.query("DROP TABLE a; ALTER TABLE users DROP COLUMN email");
    await up({ "2_b.sql": "CREATE TABLE b (id int); ALTER TABLE users ADD name text;" });
    expect(await goneOf(database)).toEqual(["table public.a", "column public.users.email"]);
    await up({ "3_c.sql": "DROP TABLE users;" });
    expect(await goneOf(database)).toEqual(["table public.a"]);
    await up({ "4_d.sql": "CREATE TABLE a (id int);" });
    expect(await goneOf(database)).toEqual([]);
  });

  test("has names as they are, whatever is in them", async () => {
    const name = `We"ird, 'name' <&amp;> \\ \n 😀 {}`;
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const { database } = await applied(server, {
      "1_a.sql": `CREATE SCHEMA ${quoted}; CREATE TABLE ${quoted}.${quoted} (${quoted} int, b int); CREATE INDEX ${quoted.replace("We", "In")} ON ${quoted}.${quoted} (b);`,
    });
    expect(await goneOf(database)).toEqual([]);
    const [[relation] = []] = (await database.query("SELECT expected FROM migration_expectation")).map(
      ({ expected }) => expected as unknown[][],
    );
    const index = name.replace("We", "In");
    expect(relation).toEqual(["table", name, name, [name, "b"].toSorted(), [index]]);
    await database.query(`ALTER TABLE ${quoted}.${quoted} DROP COLUMN b, DROP COLUMN ${quoted}`);
    expect(await goneOf(database)).toEqual([
      ...[name, "b"].toSorted().map((column) => `column ${name}.${name}.${column}`),
      `index ${name}.${index}`,
    ]);
  });

  test("follows a way back, and to none nothing is expected", async () => {
    const { database, run } = await applied(server, {
      "1_users.up.sql": USERS,
      "1_users.down.sql": "DROP TABLE users;",
      "2_b.up.sql": "CREATE TABLE b (id int);",
      "2_b.down.sql": "DROP TABLE b;",
    });
    expect((await run("down")).report.failure).toBeNull();
    expect(await expectedOf(database)).toEqual([USERS_EXPECTED]);
    expect((await run("down", "--target=none")).report.failure).toBeNull();
    expect(await expectedOf(database)).toEqual([]);
    expect(await goneOf(database)).toEqual([]);
  });

  test("is that of what stays when a run fails, and of what is left when it takes back what it did", async () => {
    const { database, up } = await applied(server, { "1_users.sql": USERS });
    await database.query("INSERT INTO users VALUES (1)");
    const fails = "SELECT 1 / (1 - count(*)) FROM users;";
    const table = { "2_b.up.sql": "CREATE TABLE b (id int);", "2_b.down.sql": "DROP TABLE b;" };
    const taken = await up({ ...table, "3_c.up.sql": fails }, "--on-failure=rollback-batch");
    expect([taken.failure?.code, await relationsOf(database)]).toEqual([
      "MIGRATION_FAILED",
      expect.not.arrayContaining(["b"]),
    ]);
    expect(await expectedOf(database)).toEqual([USERS_EXPECTED]);
    const stays = await up();
    expect(stays.failure?.code).toBe("MIGRATION_FAILED");
    expect(await expectedOf(database)).toEqual(["table public.b id", USERS_EXPECTED]);
    expect(await isBegun(database)).toBe(false);
  });

  test("is settled by the next `up` where a run was killed, with nothing pending too; until then nothing is missed", async () => {
    const { database, migrations, up } = await applied(server, {
      "1_users.sql": `${USERS} CREATE TABLE a (id int);`,
    });
    await database.query("DROP TABLE a");
    const cli = await asleep(server, database, migrations);
    cli.child.kill("SIGKILL");
    await cli.run.catch(() => null);
    expect(await isBegun(database)).toBe(true);
    expect(await goneOf(database)).toEqual([]);
    expect(await becomesTrue(async () => !(await isAsleep(database)), 30_000)).toBe(true);
    await database.query("TRUNCATE seen");
    await up({}, "--target=2");
    expect(await isBegun(database)).toBe(false);
    expect(await expectedOf(database)).toEqual([
      "table public.a id",
      "table public.b id",
      "table public.users address,id users_pkey",
    ]);
    expect(await goneOf(database)).toEqual(["table public.a"]);
  });

  test("is left to the run that is at work: an `up` with nothing to do beside it waits for nothing", async () => {
    const { database, migrations, up } = await applied(server, { "1_users.sql": USERS });
    const cli = await asleep(server, database, migrations);
    const beside = await up({}, "--target=2", "--run-lock-wait=1ms");
    expect([beside.result, beside.notices]).toEqual(["nothing-to-do", []]);
    expect(await isBegun(database)).toBe(true);
    cli.child.kill("SIGINT");
    expect((await cli.run).report.result).toBe("cancelled");
    expect(await isBegun(database)).toBe(false);
    expect(await expectedOf(database)).toEqual([
      "table public.b id",
      "table public.users address,id users_pkey",
    ]);
  });

  test("of a ledger that an older version wrote is what its files name; what only reads does not write it", async () => {
    const { database, run, up } = await applied(server, {
      "1_users.sql": USERS,
      "2_b.sql": 'CREATE TABLE "Quoted One" (id int);',
    });
    await database.query("DROP TABLE migration_expectation; CREATE TABLE somebodys (id int)");
    const before = await wholeState(database);
    for (const command of ["plan", "status", "verify", "history"]) await run(command);
    await up({}, "--dry-run");
    expect(await wholeState(database)).toBe(before);
    const report = await up();
    expect([report.result, report.notices]).toEqual(["nothing-to-do", []]);
    expect(await expectedOf(database)).toEqual(["table public.Quoted One id", USERS_EXPECTED]);
    const kept = await wholeState(database);
    await up();
    expect(await wholeState(database)).toBe(kept);
  });

  test("is kept by a baseline, of what its files name", async () => {
    const database = await freshDatabase(server);
    await database.query(`${USERS} CREATE TABLE somebodys (id int)`);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    const flags = ["--accept-drift"];
    const { report } = await migrate(server, database, migrations, { command: "baseline", flags });
    expect([report.failure, report.result]).toEqual([null, "applied"]);
    expect(await expectedOf(database)).toEqual([USERS_EXPECTED]);
  });

  test("is kept for each of two ledgers in a schema", async () => {
    const { database, up } = await applied(server, { "1_users.sql": USERS });
    await up(
      { "2_b.sql": "CREATE TABLE b (id int);" },
      "--ledger-table=others",
      "--version=2",
      "--out-of-order=allow",
    );
    expect(await expectedOf(database)).toEqual([USERS_EXPECTED]);
    expect(await expectedOf(database, { schema: "public", table: "others" })).toEqual(["table public.b id"]);
  });

  test("is not kept where the role may not, which stops no run and is told with what to grant", async () => {
    const role = await freshRole(server);
    const { database, migrations } = await applied(server, { "1_users.sql": USERS });
    await database.query(
      `DROP TABLE migration_expectation; REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE SCHEMA own AUTHORIZATION ${role.name}; GRANT ALL ON schema_migrations, migration_history TO ${role.name}`,
    );
    const up = (more: Readonly<Record<string, string>>) => {
      writeFiles(migrations, more);
      return runCli([
        "up",
        `--database-url=${role.urlOf(database)}`,
        `--migrations-path=${migrations}`,
        `--shadow-url=${server.url}`,
      ]);
    };
    const { report } = await up({ "2_b.sql": "CREATE TABLE own.b (id int);" });
    expect([report.failure, report.result]).toEqual([null, "applied"]);
    const told = report.notices.filter((notice) => notice.includes("could not be kept"));
    expect(told).toEqual([expect.stringContaining(`GRANT CREATE ON SCHEMA "public" TO "${role.name}";`)]);
    const idle = await up({});
    expect([idle.report.result, idle.report.notices.join()]).toEqual([
      "nothing-to-do",
      expect.stringContaining("GRANT CREATE ON SCHEMA"),
    ]);
    const owner = await connect(database.url);
    await owner.query(`GRANT CREATE ON SCHEMA public TO ${role.name}`);
    await owner.end();
    expect((await up({})).report.notices).toEqual([]);
    expect(await expectedOf(database)).toEqual(["table own.b id", USERS_EXPECTED]);
  });

  test("is nothing after a first run of which nothing came", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE seen AS SELECT 1 AS id");
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1 / (1 - count(*)) FROM seen;" });
    const { report } = await migrate(server, database, migrations);
    expect(report.failure?.code).toBe("MIGRATION_FAILED");
    expect(await relationsOf(database)).not.toContain("migration_expectation");
  });
});

describeOnServers("what is gone on purpose", (server) => {
  const dropped = async () => {
    const all = await applied(server, { "1_users.sql": USERS, "2_b.sql": "CREATE TABLE b (id int);" });
    await all.database.query("DROP TABLE b; ALTER TABLE users DROP COLUMN email");
    return { ...all, accept: (...flags: string[]) => all.run("repair", "--accept-drift", ...flags) };
  };

  test("is shown, and nothing is changed", async () => {
    const { database, accept } = await dropped();
    const before = await wholeState(database);
    for (const flags of [[], ["--reason=why"], ["--apply", "--reason=why", "--dry-run"]]) {
      const { code, report, stderr } = await accept(...flags);
      expect([code, report.result]).toEqual([0, "planned"]);
      expect(report.repair?.gone?.objects).toEqual([
        { kind: "table", schema: "public", relation: "b", column: null },
        { kind: "column", schema: "public", relation: "users", column: "email" },
      ]);
      expect(stderr).toContain("✗ column public.users.email is expected and gone");
      expect(stderr).toContain("Nothing was changed.");
    }
    expect(await wholeState(database)).toBe(before);
  });

  test("is expected no longer, with who and why in the history, and nothing else is accepted by it", async () => {
    const { database, accept } = await dropped();
    const { code, report } = await accept("--apply", "--reason=never used");
    expect([report.failure, code, report.result, report.batch]).toEqual([null, 0, "applied", 2]);
    expect(await expectedOf(database)).toEqual(["table public.users id users_pkey"]);
    expect(await goneOf(database)).toEqual([]);
    const [entry] = await database.query("SELECT * FROM migration_history WHERE action = 'repair'");
    expect(entry).toMatchObject({
      ...{ version: null, status: "completed", batch: 2 },
      error_message:
        "accept-drift: never used (no longer expected: table public.b, column public.users.email)",
    });
    const again = await accept("--apply", "--reason=once more");
    expect([again.code, again.report.result]).toEqual([0, "nothing-to-do"]);
    await database.query("DROP TABLE users");
    expect(await goneOf(database)).toEqual(["table public.users"]);
  });

  test("is refused where nothing is kept, or a run was cut off", async () => {
    const { database, accept, up } = await dropped();
    await database.query("UPDATE migration_expectation SET before = '[]'");
    expect((await accept()).report.failure?.code).toBe("REPAIR_REFUSED");
    await database.query("DROP TABLE migration_expectation");
    const { code, report } = await accept("--apply", "--reason=why");
    expect([code, report.failure?.code]).toEqual([4, "REPAIR_REFUSED"]);
    await up();
    expect((await accept()).report.result).toBe("nothing-to-do");
  });
});
