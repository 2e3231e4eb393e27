import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixture } from "../support/built.ts";
import { freshRole } from "../support/roles.ts";
import { runCli } from "../support/run-cli.ts";
import { historyOf, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

/** Runs the first `count` files of a fixture as psql would: as they are, their own rows and transactions included. */
async function applyByHand(database: TestDatabase, directory: string, count: number): Promise<void> {
  const files = readdirSync(directory).sort().slice(0, count);
  for (const file of files) await database.query(readFileSync(join(directory, file), "utf8"));
}

describeOnServers("the ledger", (server) => {
  test("is made when absent, with its history, its function and its view, and says who, when and in which run", async () => {
    const database = await freshDatabase(server);
    const env = { GITHUB_ACTOR: "octo'cat" };
    const { code } = await migrate(server, database, fixture("flat"), {
      env,
      flags: ["--environment=staging"],
    });
    expect(code).toBe(0);
    const rows = await ledgerOf(database);
    expect(rows.map(({ version, name }) => `${version} ${name}`)).toEqual([
      "1 create_notes",
      "2 add_notes_author",
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        status: "completed",
        applied_by: "octo'cat",
        batch: 1,
        error_message: null,
        applied_at: expect.any(Date),
      });
      expect(row.checksum).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(row.execution_time_ms).toBeGreaterThanOrEqual(0);
    }
    const [entry] = await database.query("SELECT * FROM migration_history WHERE version = '1'");
    expect(entry).toMatchObject({
      action: "up",
      status: "completed",
      executed_by: "octo'cat",
      environment: "staging",
      batch: 1,
      checksum: rows[0]?.checksum,
    });
    expect(entry?.["plan_digest"]).toMatch(/^sha256:/);
    const [status] = await database.query("SELECT * FROM get_migration_status()");
    expect(status).toMatchObject({
      total_migrations: "2",
      completed_migrations: "2",
      failed_migrations: "0",
      latest_version: "2",
    });
    const view = await database.query("SELECT version, status FROM migration_status_view");
    expect(view).toEqual([
      { version: "1", status: "completed" },
      { version: "2", status: "completed" },
    ]);
  });

  test("names the database user where no actor is known", async () => {
    const database = await freshDatabase(server);
    await migrate(server, database, fixture("flat"));
    expect(new Set((await ledgerOf(database)).map((row) => row.applied_by))).toEqual(
      new Set([server.settings.user]),
    );
  });

  test.each(["a", "b", "c"])(
    "that the first file makes in shape %s has each version once, complete, though files insert their own rows",
    async (shape) => {
      const database = await freshDatabase(server);
      const directory = fixture(`own-rows-shape-${shape}`);
      const { code, report } = await migrate(server, database, directory);
      expect(report.failure).toBeNull();
      expect(code).toBe(0);
      const stems = readdirSync(directory)
        .sort()
        .map((file) => file.replace(/\.sql$/, ""));
      const rows = await ledgerOf(database);
      expect(rows.map(({ version }) => version)).toEqual(
        stems.map((stem) => (shape === "c" ? stem : stem.slice(0, 3))),
      );
      for (const row of rows) {
        expect(row).toMatchObject({
          status: "completed",
          batch: 1,
          applied_by: server.settings.user,
          execution_time_ms: expect.any(Number),
        });
        expect(row.checksum).toMatch(/^sha256:/);
      }
      expect(await historyOf(database)).toEqual(stems.map((stem) => `${stem.slice(0, 3)} completed`));
      expect((await migrate(server, database, directory)).report).toMatchObject({
        result: "nothing-to-do",
        exitCode: 0,
      });
    },
  );

  test.each(["a", "b", "c"])(
    "of shape %s that psql has filled is completed in place: its rows stay as they are, the rest is applied",
    async (shape) => {
      const database = await freshDatabase(server);
      const directory = fixture(`own-rows-shape-${shape}`);
      await applyByHand(database, directory, 2);
      const before = await database.query("SELECT * FROM schema_migrations ORDER BY version");
      const { code, report } = await migrate(server, database, directory);
      expect(report.failure).toBeNull();
      expect(code).toBe(0);
      const rows = await ledgerOf(database);
      expect(rows).toHaveLength(readdirSync(directory).length);
      expect(rows.slice(0, 2)).toMatchObject(before);
      for (const row of rows) expect(row.status).toBe("completed");
      for (const row of rows.slice(2))
        expect(row).toMatchObject({ batch: 1, checksum: expect.stringMatching(/^sha256:/) });
      expect((await migrate(server, database, directory)).report.result).toBe("nothing-to-do");
    },
  );

  test("may be made by the first file with a history, a function and a view of its own, which are kept as they are", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "000_all.sql": `CREATE TABLE schema_migrations (version text PRIMARY KEY, name text NOT NULL, applied_at timestamptz DEFAULT now(), status text NOT NULL);
CREATE TABLE migration_history (id serial PRIMARY KEY, version text NOT NULL, action text NOT NULL, status text NOT NULL);
CREATE FUNCTION get_migration_status() RETURNS TABLE (version text) LANGUAGE sql AS 'SELECT version FROM schema_migrations';
CREATE VIEW migration_status_view AS SELECT name FROM schema_migrations;
INSERT INTO schema_migrations (version, name, status) VALUES ('000', 'all', 'completed');`,
      "001_next.sql":
        "CREATE TABLE next (id int);\nINSERT INTO schema_migrations (version, name, status) VALUES ('001', 'next', 'completed') ON CONFLICT DO NOTHING;",
    });
    const { report } = await migrate(server, database, migrations);
    expect(report.failure).toBeNull();
    expect(await database.query("SELECT * FROM get_migration_status() ORDER BY 1")).toEqual([
      { version: "000" },
      { version: "001" },
    ]);
    expect(await database.query("SELECT * FROM migration_status_view ORDER BY 1")).toEqual([
      { name: "all" },
      { name: "next" },
    ]);
    expect(await historyOf(database)).toEqual(["000 completed", "001 completed"]);
    expect((await migrate(server, database, migrations)).report.result).toBe("nothing-to-do");
  });

  test("of another tool is refused and not touched", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)",
    );
    await database.query("INSERT INTO schema_migrations VALUES (7, false)");
    const { code, report } = await migrate(server, database, fixture("flat"));
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({
      code: "LEDGER_FOREIGN",
      hint: expect.stringContaining("ledger-table"),
    });
    expect(await database.query("SELECT * FROM schema_migrations")).toEqual([{ version: "7", dirty: false }]);
    const beside = await migrate(server, database, fixture("flat"), {
      flags: ["--ledger-table=our_migrations", "--adopt-from=none"],
    });
    expect(beside.report).toMatchObject({ result: "applied", failure: null });
    expect(await relationsOf(database)).toContain("our_migrations");
  });

  test("lives under any name, made with its schema", async () => {
    const database = await freshDatabase(server);
    const flags = ['--ledger-schema=Weird "Schema"; x', "--ledger-table=a'b\\c"];
    const { code } = await migrate(server, database, fixture("flat"), { flags });
    expect(code).toBe(0);
    const table = `"Weird ""Schema""; x"."a'b\\c"`;
    expect(await database.query(`SELECT version FROM ${table} ORDER BY 1`)).toEqual([
      { version: "1" },
      { version: "2" },
    ]);
    expect(await database.query(`SELECT count(*)::int FROM "Weird ""Schema""; x".migration_history`)).toEqual(
      [{ count: 2 }],
    );
    expect((await migrate(server, database, fixture("flat"), { flags })).report.result).toBe("nothing-to-do");
    expect(
      (await database.query(`SELECT latest_version FROM "Weird ""Schema""; x".get_migration_status()`))[0],
    ).toEqual({ latest_version: "2" });
  });

  test("is not hidden by a table of its name in a user's search_path", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE SCHEMA app CREATE TABLE schema_migrations (unrelated int)");
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`ALTER DATABASE ${name} SET search_path = app, public`);
    expect((await migrate(server, database, fixture("flat"))).report.failure).toBeNull();
    expect(await ledgerOf(database)).toHaveLength(2);
    expect(
      await database.query(
        "SELECT relnamespace::regnamespace::text AS schema FROM pg_class WHERE relname = 'notes'",
      ),
    ).toEqual([{ schema: "app" }]);
  });

  test("and what the migrations make belong to the role that was asked for, though a file resets it", async () => {
    const owner = await freshRole(server, "NOLOGIN");
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`GRANT ${owner.name} TO ${user.name}`);
    await database.query(
      `GRANT CREATE ON DATABASE ${name} TO ${owner.name}; GRANT CREATE ON SCHEMA public TO ${owner.name}`,
    );
    const migrations = makeMigrations({
      "1_a.sql": "CREATE TABLE a (id int); RESET ROLE;",
      "2_b.sql": "CREATE TABLE b (id int);",
      "3_c.sql": "-- migrate:no-transaction\nCREATE TABLE c (id int);",
    });
    const { report } = await runCli([
      "up",
      `--database-url=${user.urlOf(database)}`,
      `--migrations-path=${migrations}`,
      `--role=${owner.name}`,
      "--rehearsal=server",
    ]);
    expect(report.failure).toBeNull();
    const owners = await database.query(
      "SELECT relname, pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
    );
    expect(owners.map(({ relname, owner: of }) => [relname, of])).toEqual(
      ["a", "b", "c", "migration_expectation", "migration_history", "schema_migrations"].map((table) => [
        table,
        owner.name,
      ]),
    );
  });
});
