import { expect, test } from "vitest";
import { freshRole } from "../support/roles.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { wholeState } from "../support/whole-state.ts";

const FILES = { "001_a.up.sql": "CREATE TABLE a (id int);", "001_a.down.sql": "DROP TABLE a;" };
const YOUNG = "--backup-marker=SELECT now() - interval '3 hours', 'base-7'";
const OLD = "--backup-marker=SELECT now() - interval '25 hours', 'base-6'";

const COLUMNS =
  "SELECT attname::text AS name FROM pg_attribute WHERE attrelid = 'migration_history'::regclass AND attnum > 0";
const BACKUPS = "SELECT version, action, backup FROM migration_history ORDER BY executed_at";

describeOnServers("a backup marker", (server) => {
  test("that is too old stops up, plan and down before anything is changed", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const empty = await wholeState(database);
    for (const command of ["plan", "up"]) {
      const { code, report, stderr } = await migrate(server, database, migrations, { command, flags: [OLD] });
      expect([code, report.result, report.failure?.code]).toEqual([5, "refused", "BACKUP_TOO_OLD"]);
      expect(report.gate?.needs.map((need) => need.code)).toEqual(["BACKUP_TOO_OLD"]);
      expect(report.environment?.find(({ kind }) => kind === "backup")).toMatchObject({
        state: "violated",
        figures: { name: "base-6", maxAgeMs: 86_400_000 },
      });
      expect(stderr).toMatch(
        /Backup: The newest backup is 25 h 0 min old: \S+Z \(base-6\); it may be 24 h 0 min old/,
      );
    }
    expect(await wholeState(database)).toBe(empty);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const back = await migrate(server, database, migrations, { command: "down", flags: [OLD] });
    expect([back.code, back.report.failure?.code]).toEqual([5, "BACKUP_TOO_OLD"]);
    expect(await relationsOf(database)).toContain("a");
    const longer = [OLD, "--backup-max-age=26h"];
    expect((await migrate(server, database, migrations, { command: "down", flags: longer })).code).toBe(0);
  });

  test("that is young enough is recorded with what the run does, there and back, and history shows it", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations, { flags: [YOUNG] })).code).toBe(0);
    expect((await migrate(server, database, migrations, { command: "down", flags: [YOUNG] })).code).toBe(0);
    const recorded = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z base-7$/);
    expect(await database.query(BACKUPS)).toEqual([
      { version: "001", action: "up", backup: recorded },
      { version: "001", action: "rollback", backup: recorded },
    ]);
    const { report, stderr } = await migrate(server, database, migrations, { command: "history" });
    expect(report.history?.map(({ backup }) => backup)).toEqual([recorded, recorded]);
    expect(stderr).toMatch(/backup \S+Z base-7/);
  });

  test("is added to a ledger that has no column for it; one that nobody asks for it stays as it is", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    await migrate(server, database, migrations);
    const names = async () => (await database.query<{ name: string }>(COLUMNS)).map(({ name }) => name);
    expect(await names()).not.toContain("backup");
    const before = await migrate(server, database, migrations, { command: "history" });
    expect(before.report.history?.[0]).not.toHaveProperty("backup");
    writeFiles(migrations, {
      "002_b.sql": "CREATE TABLE b (id int);",
      "003_c.sql": "CREATE TABLE c (id int);",
    });
    await migrate(server, database, migrations, { flags: [YOUNG, "--steps=1"] });
    const { code, report } = await migrate(server, database, migrations);
    expect([code, report.failure, report.rehearsal?.drift]).toEqual([0, null, []]);
    expect((await database.query(BACKUPS)).map(({ backup }) => backup)).toEqual([
      null,
      expect.stringContaining("base-7"),
      null,
    ]);
  });

  test("is recorded where the first file makes the ledger, outside of transactions, and of what fails", async () => {
    const database = await freshDatabase(server);
    const name = new URL(database.url).pathname.slice(1);
    const migrations = makeMigrations({
      "000_ledger.sql":
        "CREATE TABLE schema_migrations (version text PRIMARY KEY, name text, applied_at timestamptz DEFAULT now());",
      "001_t.sql":
        "-- migrate:no-transaction\nCREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\nVACUUM t;",
      // On the target alone: the rehearsal goes well.
      "002_fails.sql": `DO $$ BEGIN IF current_database() = '${name}' THEN RAISE 'no'; END IF; END $$;`,
    });
    const failed = await migrate(server, database, migrations, { flags: [YOUNG] });
    expect([failed.code, failed.report.failure?.code]).toEqual([1, "MIGRATION_FAILED"]);
    const rows = await database.query(
      "SELECT version, status, backup LIKE '% base-7' AS is_there FROM migration_history ORDER BY executed_at",
    );
    expect(rows).toEqual([
      { version: "000", status: "completed", is_there: true },
      { version: "001", status: "completed", is_there: true },
      { version: "002", status: "failed", is_there: true },
    ]);
  });

  test.each([
    ["several statements", "SELECT now(); DROP TABLE keep", "syntax error"],
    [
      "what ends our transaction",
      "SELECT now()) AS m; COMMIT; DROP TABLE keep; SELECT * FROM (SELECT 1",
      "multiple commands",
    ],
    ["a function that writes", "SELECT spoil()", "read-only transaction"],
    ["no row", "SELECT now() WHERE false", "it gave no row"],
    ["NULL", "SELECT max(at) FROM none", "first column is NULL"],
    ["a time without its zone", "SELECT localtimestamp", "no time of day with a time zone"],
    ["a time that is to come", "SELECT now() + interval '1 hour'", "from now"],
    ["an error", "SELECT made_at FROM nowhere", 'relation "nowhere" does not exist'],
    ["more time than there is", "SELECT now() FROM pg_sleep(60)", "it had not answered after"],
  ])("of %s is no marker: BACKUP_UNKNOWN, and nothing is changed", async (_, sql, why) => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE keep (n int)");
    await database.query("CREATE TABLE none (at timestamptz)");
    await database.query(
      "CREATE FUNCTION spoil() RETURNS timestamptz LANGUAGE sql AS 'INSERT INTO keep VALUES (1); SELECT now()'",
    );
    const before = await wholeState(database);
    const flags = [`--backup-marker=${sql}`, "--rehearsal-budget=2s"];
    const { code, report } = await migrate(server, database, makeMigrations(FILES), { flags });
    expect([code, report.failure?.code]).toEqual([5, "BACKUP_UNKNOWN"]);
    expect(report.failure?.message).toContain(why);
    expect(await wholeState(database)).toBe(before);
  });

  test.each([
    ["a text in ISO 8601", "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"],
    [
      "the newest of many rows",
      "SELECT at, name FROM (VALUES (now(), 'b'), (now() - interval '9 days', 'a')) v (at, name) ORDER BY at DESC;  ",
    ],
    ["a comment at its end", "SELECT now() -- the newest"],
    ["a WITH", "WITH b AS (SELECT now() AS at) TABLE b"],
  ])("may be %s", async (_, sql) => {
    const database = await freshDatabase(server);
    const flags = [`--backup-marker=${sql}`];
    const { code, report } = await migrate(server, database, makeMigrations(FILES), {
      command: "plan",
      flags,
    });
    expect([code, report.failure]).toEqual([0, null]);
  });

  test("is asked as the role of the migrations, with its search path, on a server whose dates look otherwise", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(`CREATE SCHEMA ${role.name} AUTHORIZATION ${role.name}`);
    await database.query(`CREATE TABLE ${role.name}.backups AS SELECT now() AS at`);
    await database.query(
      `GRANT SELECT ON ${role.name}.backups TO ${role.name}; GRANT CREATE ON SCHEMA public TO ${role.name}`,
    );
    await database.query(
      `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET datestyle = 'German, DMY'`,
    );
    const flags = ["--backup-marker=SELECT at FROM backups", `--role=${role.name}`];
    const { code, report } = await migrate(server, database, makeMigrations(FILES), {
      command: "plan",
      flags,
    });
    expect([code, report.failure]).toEqual([0, null]);
  });
});

describeOnNewest("a backup marker, just before the first change,", (server) => {
  test("is asked again: one that has grown too old in the review window stops the run", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE backups AS SELECT now() AS at");
    const migrations = makeMigrations(FILES);
    const flags = ["--backup-marker=SELECT max(at), 'base' FROM backups", "--review-window=3s"];
    const cli = startCli(argsFor(server, database, migrations, { flags }));
    await cli.says("Review window");
    await database.query("UPDATE backups SET at = at - interval '2 days'");
    const { code, report } = await cli.run;
    expect([code, report.result, report.failure?.code]).toEqual([5, "refused", "BACKUP_TOO_OLD"]);
    expect(report.environment?.find(({ kind }) => kind === "backup")?.state).toBe("violated");
    expect(await relationsOf(database)).toEqual(["backups"]);
  });

  test("is recorded as it was told last", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE backups AS SELECT now() AS at, 'first' AS name");
    const flags = ["--backup-marker=SELECT at, name FROM backups", "--review-window=3s"];
    const cli = startCli(argsFor(server, database, makeMigrations(FILES), { flags }));
    await cli.says("Review window");
    await database.query("UPDATE backups SET name = 'second'");
    expect((await cli.run).code).toBe(0);
    expect(await database.query(BACKUPS)).toMatchObject([{ backup: expect.stringMatching(/ second$/) }]);
  });

  test("a history that the role cannot add the column to is told before anything is run", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    await migrate(server, database, migrations);
    await database.query(
      `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role.name}; GRANT CREATE ON SCHEMA public TO ${role.name}`,
    );
    writeFiles(migrations, { "002_b.sql": "CREATE TABLE b (id int);" });
    const seen = { ...database, url: role.urlOf(database) };
    const { code, report } = await migrate(server, seen, migrations, { flags: [YOUNG] });
    expect([code, report.failure?.code]).toEqual([4, "LEDGER_FORBIDDEN"]);
    expect(report.failure?.message).toContain("lacks columns that only its owner can add");
    await database.query("ALTER TABLE migration_history ADD COLUMN backup text");
    expect((await migrate(server, seen, migrations, { flags: [YOUNG] })).code).toBe(0);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["001", "002"]);
  });
});
