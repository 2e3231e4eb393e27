import { expect, test } from "vitest";
import { FILES, INDEX, originsOf, POSTS, USERS } from "../support/baselines.ts";
import { freshRole } from "../support/roles.ts";
import { runCli, startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnNewest("baseline", (server) => {
  const baseline = (database: TestDatabase, migrations: string, ...flags: string[]) =>
    migrate(server, database, migrations, { command: "baseline", flags });

  test("keeps rows that are there, and compares with what they stand for too", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    expect((await migrate(server, database, migrations)).code).toBe(0);
    writeFiles(migrations, { "0_posts.sql": "CREATE TABLE early (a int);", "3_posts.sql": POSTS });
    await database.query(`CREATE TABLE early (a int); ${POSTS}`);
    const { code, report } = await baseline(database, migrations);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.notices).toEqual([]);
    expect(await originsOf(database)).toEqual([
      "0 baseline completed",
      "1 null completed",
      "3 baseline completed",
    ]);
  });

  test("refuses where a migration was left half-way, or edited", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_index.sql": INDEX });
    await database.query("UPDATE public.schema_migrations SET status = 'running'");
    expect(await baseline(database, migrations, "--accept-drift")).toMatchObject({
      code: 4,
      report: { failure: { code: "PLAN_UNFINISHED" } },
    });
    await database.query("UPDATE public.schema_migrations SET status = 'completed', checksum = 'sha256:00'");
    expect(await baseline(database, migrations, "--accept-drift")).toMatchObject({
      code: 4,
      report: { failure: { code: "PLAN_EDITED" } },
    });
    expect(await ledgerOf(database)).toHaveLength(1);
  });

  test("records nothing in production before the phrase is typed", async () => {
    const database = await freshDatabase(server);
    await database.query(USERS);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    const production = (...flags: string[]) =>
      baseline(database, migrations, "--environment=production", ...flags);
    expect(await production()).toMatchObject({
      code: 5,
      report: { failure: { code: "CONFIRMATION_MISSING" } },
    });
    expect(await relationsOf(database)).toEqual(["users"]);
    expect(await production("--confirm=MIGRATE-PRODUCTION")).toMatchObject({
      code: 0,
      report: { result: "applied" },
    });
  });

  test("never does without a rehearsal from nothing: a shadow that is a copy is no place for one", async () => {
    const user = await freshRole(server);
    const [database, copy] = [await freshDatabase(server), await freshDatabase(server)];
    const migrations = makeMigrations({ "1_users.sql": USERS });
    for (const one of [database, copy]) expect((await migrate(server, one, migrations)).code).toBe(0);
    await copy.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user.name}`);
    writeFiles(migrations, { "2_index.sql": INDEX });
    await database.query(INDEX);
    const run = await runCli([
      "baseline",
      `--database-url=${database.url}`,
      `--shadow-url=${user.urlOf(copy)}`,
      `--migrations-path=${migrations}`,
      "--accept-drift",
      "--require-rehearsal=false",
    ]);
    expect(run).toMatchObject({
      code: 5,
      report: { result: "refused", failure: { code: "REHEARSAL_MISSING" } },
    });
    expect(await ledgerOf(database)).toHaveLength(1);
  });

  test("refuses a file that does not run from nothing, even where drift is accepted", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_users.sql": "ALTER TABLE users ADD COLUMN a int;" });
    await database.query("CREATE TABLE users (a int)");
    expect(await baseline(database, migrations, "--accept-drift")).toMatchObject({
      code: 5,
      report: { failure: { code: "REHEARSAL_FAILED", version: "1" } },
    });
    expect(await relationsOf(database)).toEqual(["users"]);
  });

  test("says that it cannot tell where an extension is missing on the site", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_vector.sql": "CREATE EXTENSION vector;", "2_users.sql": USERS });
    await database.query(USERS);
    const { code, report } = await baseline(database, migrations);
    expect({ code, failure: report.failure?.code, drift: report.rehearsal?.drift }).toEqual({
      code: 5,
      failure: "BASELINE_DIFFERS",
      drift: [],
    });
    expect(report.failure?.message).toContain("It needs the extension vector.");
    expect(await baseline(database, migrations, "--accept-drift")).toMatchObject({
      code: 0,
      report: { result: "applied" },
    });
  });

  test("starts from nothing where the files make their schema, their role and the ledger's table themselves", async () => {
    const role = await freshRole(server, "NOLOGIN");
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_all.sql": `CREATE ROLE ${role.name} NOLOGIN;\nCREATE SCHEMA app;\nCREATE TABLE app.schema_migrations (version varchar(255) PRIMARY KEY, applied_at timestamp DEFAULT now(), description text);\nCREATE TABLE app.t (a int);\nGRANT SELECT ON app.t TO ${role.name};`,
    });
    await database.query(
      `CREATE SCHEMA app; CREATE TABLE app.t (a int); GRANT SELECT ON app.t TO ${role.name}`,
    );
    const args = [
      `--database-url=${database.url}`,
      `--migrations-path=${migrations}`,
      "--rehearsal=server",
      "--ledger-schema=app",
    ];
    const { code, report } = await runCli(["baseline", ...args]);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.rehearsal?.drift).toEqual([]);
    const next = await runCli(["up", ...args]);
    expect(next.report.result).toBe("nothing-to-do");
  });

  test("sees a grant less with the shadow's own user too, and takes the two users for one", async () => {
    const owner = await freshRole(server);
    const app = await freshRole(server, "NOLOGIN");
    const database = await freshDatabase(server);
    await database.query(`GRANT CREATE ON SCHEMA public TO ${owner.name}`);
    const sql = `${USERS}\nGRANT SELECT ON users TO ${owner.name};`;
    const migrations = makeMigrations({
      "1_users.sql": sql,
      "2_grant.sql": `GRANT SELECT ON users TO ${app.name};`,
    });
    await database.query(`SET ROLE ${owner.name}; ${sql} RESET ROLE`);
    const run = (...flags: string[]) =>
      runCli([
        "baseline",
        `--database-url=${owner.urlOf(database)}`,
        `--shadow-url=${server.url}`,
        `--migrations-path=${migrations}`,
        ...flags,
      ]);
    expect((await run()).report.rehearsal?.drift).toEqual([
      `table public.users: grant to ${app.name} (SELECT) is missing`,
    ]);
    expect(await run("--target=1")).toMatchObject({
      code: 0,
      report: { result: "applied", rehearsal: { drift: [] } },
    });
  });

  test("records nothing when another run was quicker: what was compared is no longer so", async () => {
    const database = await freshDatabase(server);
    await database.query(`${USERS} ${INDEX}`);
    const migrations = makeMigrations({ "1_users.sql": USERS, "2_index.sql": INDEX });
    const wanted = { command: "baseline", flags: ["--review-window=8s"] };
    const slow = startCli(argsFor(server, database, migrations, wanted));
    await slow.says("Review window");
    expect((await baseline(database, migrations, "--target=1", "--accept-drift")).code).toBe(0);
    const { code, report } = await slow.run;
    expect({ code, failure: report.failure?.code }).toEqual({ code: 4, failure: "LEDGER_CHANGED" });
    expect(report.ledger?.pending).toEqual(["2"]);
    expect(await ledgerOf(database)).toHaveLength(1);
  });

  test("says that the ledger cannot be written, and writes nothing", async () => {
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(`${USERS} REVOKE CREATE ON SCHEMA public FROM PUBLIC`);
    const migrations = makeMigrations({ "1_users.sql": USERS });
    const { code, report } = await runCli([
      "baseline",
      `--database-url=${user.urlOf(database)}`,
      `--shadow-url=${server.url}`,
      `--migrations-path=${migrations}`,
    ]);
    expect(report).toMatchObject({ result: "refused", failure: { code: "LEDGER_FORBIDDEN" } });
    expect(code).toBe(4);
    expect(report.migrations).toEqual([]);
    expect(await relationsOf(database)).toEqual(["users"]);
  });

  test.each(["--steps=1", "--version=1"])("refuses %s: a baseline has no holes", async (flag) => {
    const database = await freshDatabase(server);
    expect(await baseline(database, makeMigrations(FILES), flag)).toMatchObject({
      code: 2,
      report: { failure: { code: "INPUT_INVALID" } },
    });
  });
});
