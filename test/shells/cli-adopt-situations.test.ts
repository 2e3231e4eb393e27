import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { runLockKey } from "../../src/database/run-lock.ts";
import { connect } from "../support/connect.ts";
import { freshRole } from "../support/roles.ts";
import { runCli } from "../support/run-cli.ts";
import { migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const makeFiles = () =>
  makeMigrations({ "001_a.sql": "CREATE TABLE a (id int);", "002_b.sql": "CREATE TABLE b (id int);" });

const PGMIGRATIONS = (schema = "public", table = "pgmigrations") =>
  `CREATE TABLE ${schema}.${table} (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
   INSERT INTO ${schema}.${table} (name, run_on) VALUES ('001_a', '2024-05-06 07:08:09')`;
const GOLANG = (version: number, dirty = false) =>
  `CREATE TABLE public.schema_migrations (version bigint not null primary key, dirty boolean not null);
   INSERT INTO public.schema_migrations VALUES (${version}, ${dirty})`;

const rowsOf = (database: TestDatabase, ledger = "public.schema_migrations") =>
  database.query(`SELECT version, origin FROM ${ledger} ORDER BY version`);

describeOnServers("an adoption", (server) => {
  const run = (database: TestDatabase, command: string, ...flags: string[]) =>
    migrate(server, database, makeFiles(), { command, flags });

  test("in production is written only with the phrase typed, and shown without it", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS());
    const production = "--environment=production";
    expect((await run(database, "adopt", production)).report).toMatchObject({
      result: "planned",
      exitCode: 0,
    });
    const refused = await run(database, "adopt", "--apply", production);
    expect(refused.code).toBe(5);
    expect(refused.report.failure?.code).toBe("CONFIRMATION_MISSING");
    expect(refused.report.adoption?.rows[0]).toMatchObject({ foreign: "001_a", version: "001" });
    const wrong = await run(database, "adopt", "--apply", production, "--confirm=yes");
    expect(wrong.report.failure?.code).toBe("CONFIRMATION_WRONG");
    expect(await relationsOf(database)).toEqual(["pgmigrations"]);
    const right = await run(database, "adopt", "--apply", production, "--confirm=MIGRATE-PRODUCTION");
    expect(right.report).toMatchObject({ result: "applied", failure: null });
    expect(await rowsOf(database)).toEqual([{ version: "001", origin: "adopted from node-pg-migrate" }]);
  });

  test("of the wrong database is refused before its ledgers are looked at", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS());
    const { report, code } = await run(database, "adopt", "--apply", "--expected-database=other");
    expect(code).toBe(5);
    expect(report).toMatchObject({ failure: { code: "EXPECTED_DATABASE_DIFFERS" }, adoption: null });
  });

  test("where the other tool's table has the name of ours says whose it is and what to write, and goes on with that", async () => {
    const database = await freshDatabase(server);
    await database.query(`${GOLANG(1)}; CREATE TABLE a (id int)`);
    for (const command of ["adopt", "up", "plan"]) {
      const { report, code } = await run(database, command);
      expect(code).toBe(4);
      expect(report.failure).toMatchObject({
        code: "LEDGER_FOREIGN",
        message: expect.stringContaining("golang-migrate"),
        hint: expect.stringMatching(/every later run.*`ledger-table: migrate_action_ledger`.*`adopt`/),
      });
    }
    const ledger = "--ledger-table=migrate_action_ledger";
    expect((await run(database, "up", ledger)).report.failure?.code).toBe("ADOPTION_NEEDED");
    expect((await run(database, "adopt", "--apply", ledger)).report.result).toBe("applied");
    expect((await run(database, "up", ledger)).report).toMatchObject({ result: "applied", failure: null });
    expect(await rowsOf(database, "migrate_action_ledger")).toEqual([
      { version: "001", origin: "adopted from golang-migrate" },
      { version: "002", origin: null },
    ]);
    expect(await database.query("SELECT * FROM schema_migrations")).toEqual([{ version: "1", dirty: false }]);
  });

  test("of a row that has no file is refused, and names the row", async () => {
    const database = await freshDatabase(server);
    await database.query(
      `${PGMIGRATIONS()}; INSERT INTO pgmigrations (name, run_on) VALUES ('003_gone', now())`,
    );
    const { report, code } = await run(database, "adopt", "--apply");
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({
      code: "PLAN_MISSING",
      version: "003_gone",
      message: expect.stringContaining("public.pgmigrations"),
    });
    expect(await relationsOf(database)).toEqual(["pgmigrations"]);
  });

  test("leaves a file older than the newest it takes over pending, and says that up will call it late", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS().replace("001_a", "002_b"));
    const { report } = await run(database, "adopt", "--apply");
    expect(report).toMatchObject({ result: "applied", ledger: { applied: ["002"], pending: ["001"] } });
    expect(report.adoption?.rows.map(({ state }) => state)).toEqual(["late", "applied"]);
    expect(report.notices.join()).toMatch(/001_a\.sql is older.*PLAN_LATE/);
    expect((await run(database, "up")).report.failure?.code).toBe("PLAN_LATE");
  });

  test("where more than one ledger says something asks which, by table or by tool", async () => {
    const database = await freshDatabase(server);
    await database.query(
      `${PGMIGRATIONS()}; CREATE SCHEMA other; ${PGMIGRATIONS("other", "renamed")}; INSERT INTO other.renamed (name, run_on) VALUES ('002_b', now());
       CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp)`,
    );
    const asked = await run(database, "adopt");
    expect(asked.code).toBe(4);
    expect(asked.report.failure).toMatchObject({
      code: "ADOPTION_AMBIGUOUS",
      hint: expect.stringMatching(/`adopt-from: other\.renamed` or `adopt-from: public\.pgmigrations`/),
    });
    expect((await run(database, "adopt", "--adopt-from=Node-PG-Migrate")).report.failure?.code).toBe(
      "ADOPTION_AMBIGUOUS",
    );
    expect((await run(database, "adopt", "--adopt-from=dbmate")).report.failure).toMatchObject({
      code: "ADOPTION_SOURCE_MISSING",
      message: expect.stringContaining("other.renamed"),
    });
    const up = await run(database, "up");
    expect(up.report.failure?.message).toContain("2 migrations");
    const named = await run(database, "adopt", "--apply", "--adopt-from=other.renamed");
    expect(named.report).toMatchObject({ result: "applied", adoption: { table: "other.renamed" } });
    expect((await rowsOf(database)).map(({ version }) => version)).toEqual(["001", "002"]);
  });

  test("without any other ledger is refused", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE versions (version text); INSERT INTO versions VALUES ('1')");
    const { report, code } = await run(database, "adopt");
    expect([code, report.failure?.code]).toEqual([4, "ADOPTION_SOURCE_MISSING"]);
  });

  test("into a ledger of ours with rows is refused where they are not the same", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS());
    expect((await run(database, "adopt", "--apply")).report.result).toBe("applied");
    await database.query("INSERT INTO pgmigrations (name, run_on) VALUES ('002_b', now())");
    const { report, code } = await run(database, "adopt", "--apply");
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({
      code: "ADOPTION_LEDGER_FILLED",
      message: expect.stringContaining("002"),
    });
    expect(await rowsOf(database)).toHaveLength(1);
  });

  test("is made under the role that was asked for, in a schema made for it, from a table only that role may read", async () => {
    const owner = await freshRole(server, "NOLOGIN");
    const user = await freshRole(server, "NOINHERIT");
    const database = await freshDatabase(server);
    const name = new URL(database.url).pathname.slice(1);
    await database.query(
      `GRANT ${owner.name} TO ${user.name}; GRANT CREATE ON DATABASE ${name} TO ${owner.name};
       CREATE SCHEMA theirs AUTHORIZATION ${owner.name}; SET ROLE ${owner.name}; ${PGMIGRATIONS("theirs")}; RESET ROLE`,
    );
    const migrations = makeFiles();
    const flags = (command: string, ...more: string[]) => [
      command,
      `--database-url=${user.urlOf(database)}`,
      `--migrations-path=${migrations}`,
      "--ledger-schema=own ledger",
      ...more,
    ];
    const unread = await runCli(flags("adopt"));
    expect(unread.report.failure).toMatchObject({
      code: "LEDGER_FORBIDDEN",
      message: expect.stringContaining("theirs.pgmigrations"),
      hint: expect.stringContaining("GRANT SELECT"),
    });
    expect((await runCli(flags("status"))).report.notices.join()).toContain("may not read it");
    const { report } = await runCli(flags("adopt", "--apply", `--role=${owner.name}`));
    expect(report).toMatchObject({ result: "applied", failure: null });
    expect(await rowsOf(database, '"own ledger".schema_migrations')).toHaveLength(1);
    const owners = await database.query(
      "SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = '\"own ledger\"'::regnamespace",
    );
    expect(owners).toEqual([{ owner: owner.name }]);
  });

  test("that may not be written is refused, and leaves nothing", async () => {
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(
      `REVOKE CREATE ON SCHEMA public FROM PUBLIC; ${PGMIGRATIONS()}; GRANT SELECT ON pgmigrations TO PUBLIC`,
    );
    const { report, code } = await runCli([
      "adopt",
      "--apply",
      `--database-url=${user.urlOf(database)}`,
      `--migrations-path=${makeFiles()}`,
    ]);
    expect([code, report.failure?.code]).toEqual([4, "LEDGER_FORBIDDEN"]);
    expect(await relationsOf(database)).toEqual(["pgmigrations"]);
  });

  test("waits for the run lock, and is refused when the other tool went on meanwhile", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS());
    const key = runLockKey({ schema: "public", table: "schema_migrations" });
    const holder = await connect(database.url);
    await holder.query(`BEGIN; SELECT pg_advisory_xact_lock(${key})`);
    const waiting = run(database, "adopt", "--apply");
    await expect
      .poll(
        () =>
          database.query(
            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'migrate-action'",
          ),
        { timeout: 10_000 },
      )
      .toHaveLength(2);
    await database.query("INSERT INTO pgmigrations (name, run_on) VALUES ('002_b', now())");
    const locked = await run(database, "adopt", "--apply", "--run-lock-wait=0");
    expect([locked.code, locked.report.failure?.code]).toEqual([6, "RUN_LOCKED"]);
    await holder.end();
    expect((await waiting).report.failure?.code).toBe("LEDGER_CHANGED");
    expect(await relationsOf(database)).toEqual(["pgmigrations"]);
  });

  test("that loses its connection on the way says that nothing of it is on record", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS());
    expect((await run(database, "adopt", "--apply")).report.result).toBe("applied");
    await database.query("TRUNCATE schema_migrations, migration_history");
    const holder = await connect(database.url);
    await holder.query("BEGIN; LOCK TABLE schema_migrations IN SHARE MODE");
    const waiting = run(database, "adopt", "--apply", "--lock-timeout=30s");
    const writer =
      "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT%'";
    await expect.poll(() => database.query(`SELECT ${writer}`), { timeout: 10_000 }).toHaveLength(1);
    await database.query(`SELECT pg_terminate_backend(pid) ${writer}`);
    await holder.end();
    const { code, report } = await waiting;
    expect([code, report.failure?.code, report.result]).toEqual([1, "CONNECTION_LOST", "failed"]);
    expect(report.ledger).toMatchObject({ applied: [], pending: ["001", "002"] });
    expect(await rowsOf(database, "schema_migrations")).toEqual([]);
  });
});

describeOnServers("beside another tool's full ledger", (server) => {
  const run = (database: TestDatabase, command: string, ...flags: string[]) =>
    migrate(server, database, makeFiles(), { command, flags });

  test("up and plan are refused, status says it, and adopt-from: none lets them through", async () => {
    const database = await freshDatabase(server);
    await database.query(PGMIGRATIONS());
    for (const command of ["up", "plan"]) {
      const { report, code } = await run(database, command);
      expect(code).toBe(4);
      expect(report.plan?.refusals[0]?.code).toBe("ADOPTION_NEEDED");
      expect(report.failure?.message).toContain("node-pg-migrate (public.pgmigrations, 1 migration)");
    }
    const status = await run(database, "status");
    expect(status.code).toBe(0);
    expect(status.report.notices.join()).toContain("node-pg-migrate (public.pgmigrations, 1 migration)");
    const none = await run(database, "up", "--adopt-from=none");
    expect(none.report).toMatchObject({ result: "applied", failure: null });
    await database.query("INSERT INTO pgmigrations (name, run_on) VALUES ('003_x', now())");
    expect((await run(database, "up")).report).toMatchObject({ result: "nothing-to-do", failure: null });
  });

  test("that a platform keeps for its own services, up goes on", async () => {
    const role = `supabase_${randomBytes(6).toString("hex")}_admin`;
    const client = await connect(server.url);
    await client.query(`CREATE ROLE ${role}`);
    onTestFinished(() => client.query(`DROP ROLE ${role}`).then(() => client.end()));
    const database = await freshDatabase(server);
    await database.query(
      `CREATE SCHEMA auth AUTHORIZATION ${role}; SET ROLE ${role};
       CREATE TABLE auth.schema_migrations (version varchar(14) PRIMARY KEY); INSERT INTO auth.schema_migrations VALUES ('20240101'); RESET ROLE`,
    );
    expect((await run(database, "up")).report).toMatchObject({ result: "applied", failure: null });
  });

  test("that is dirty, up is refused as well", async () => {
    const database = await freshDatabase(server);
    await database.query(GOLANG(2, true));
    const { report } = await run(database, "up", "--ledger-table=ours");
    expect(report.failure?.code).toBe("ADOPTION_NEEDED");
  });

  test("a table that only looks like one by its few columns counts only where it is named", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE releases (version varchar(20) PRIMARY KEY); INSERT INTO releases VALUES ('001')",
    );
    const adopted = await run(database, "adopt", "--adopt-from=public.releases");
    expect(adopted.report).toMatchObject({ result: "planned", adoption: { tool: "dbmate" } });
    expect((await run(database, "up")).report).toMatchObject({ result: "applied", failure: null });
  });
});
