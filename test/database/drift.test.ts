import { describe, expect, test } from "vitest";
import { installations } from "../support/local-servers.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { runFlow } from "../support/run-flow.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** One of each kind of thing that people change by hand. */
const SCHEMA = `CREATE TABLE users (id bigint PRIMARY KEY, email varchar(255) NOT NULL, at timestamptz DEFAULT now(), CONSTRAINT email_given CHECK (email <> ''));
CREATE TABLE posts (id int PRIMARY KEY, author bigint CONSTRAINT by_user REFERENCES users);
CREATE INDEX users_email ON users (email);
CREATE VIEW names AS SELECT id, email FROM users;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (id = 1);
REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC;`;

const FILES = { "1_schema.sql": SCHEMA, "2_more.sql": "CREATE TABLE more (a int);" };
const PENDING = { "3_pending.sql": "CREATE TABLE pending (a int);" };

/** What somebody did by hand, and the lines in which it is told. */
const BY_HAND: readonly (readonly [name: string, sql: string, lines: readonly string[]])[] = [
  ["nothing", "SELECT 1", []],
  ["a table less", "DROP TABLE more", ["table public.more is missing"]],
  ["a table more", "CREATE TABLE extra ()", ["table public.extra is there, and no migration makes it"]],
  [
    "a column more",
    "ALTER TABLE posts ADD COLUMN title text",
    ["table public.posts: column title (text) is there, and no migration makes it"],
  ],
  [
    "another type",
    "ALTER TABLE posts ALTER id TYPE bigint",
    ["table public.posts: column id is bigint, not integer"],
  ],
  [
    "another default",
    "ALTER TABLE users ALTER at DROP DEFAULT",
    ["table public.users: column at: default is none, not now()"],
  ],
  [
    "a constraint less",
    "ALTER TABLE posts DROP CONSTRAINT by_user",
    ["table public.posts: constraint by_user (FOREIGN KEY (author) REFERENCES public.users(id)) is missing"],
  ],
  [
    "a constraint that is not valid",
    "ALTER TABLE users DROP CONSTRAINT email_given, ADD CONSTRAINT email_given CHECK (email <> '') NOT VALID",
    [
      "table public.users: constraint email_given is CHECK (((email)::text <> ''::text)) NOT VALID, not CHECK (((email)::text <> ''::text))",
    ],
  ],
  [
    "an index less",
    "DROP INDEX users_email",
    [
      "table public.users: index users_email (CREATE INDEX users_email ON public.users USING btree (email)) is missing",
    ],
  ],
  [
    "an index that is invalid",
    "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email'::regclass",
    ["table public.users: index users_email: state is invalid, not none"],
  ],
  [
    "another view",
    "CREATE OR REPLACE VIEW names AS SELECT id, email FROM users WHERE id > 1",
    [expect.stringMatching(/^view public\.names: definition is /) as string],
  ],
  [
    "another function",
    "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    [expect.stringMatching(/^function public\.touch\(\): definition is /) as string],
  ],
  [
    "a trigger that is off",
    "ALTER TABLE users DISABLE TRIGGER touched",
    ["table public.users: trigger touched: firing is disabled, not none"],
  ],
  [
    "another policy",
    "ALTER POLICY own ON users USING (true)",
    [
      "table public.users: policy own is permissive for ALL to PUBLIC using true, not permissive for ALL to PUBLIC using (id = 1)",
    ],
  ],
  [
    "a grant more",
    "GRANT SELECT ON users TO PUBLIC",
    ["table public.users: grant to PUBLIC (SELECT) is there, and no migration makes it"],
  ],
];

describeOnServers("drift", (server) => {
  const run = (database: TestDatabase, migrations: string, flags: Readonly<Record<string, string>> = {}) =>
    runFlow(database, { "migrations-path": migrations, "shadow-url": server.url, ...flags });
  const plan = (database: TestDatabase, migrations: string, flags: Readonly<Record<string, string>> = {}) =>
    run(database, migrations, { command: "plan", ...flags });

  /** A database in which `files` are applied, and then one more is pending. */
  async function applied(files: Readonly<Record<string, string>> = FILES) {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(files);
    expect((await run(database, migrations)).failure).toBeNull();
    writeFiles(migrations, PENDING);
    return { database, migrations };
  }

  test.each(BY_HAND)("names what was done by hand: %s", async (_, sql, lines) => {
    const { database, migrations } = await applied();
    await database.query(sql);
    const { result, rehearsal } = await plan(database, migrations);
    expect({ result, drift: rehearsal?.drift, unknown: rehearsal?.driftUnknown }).toEqual({
      result: "planned",
      drift: lines,
      unknown: null,
    });
  });

  test("is found on a throwaway server too, whose first database is the target's own schema", async () => {
    const { database, migrations } = await applied();
    await database.query("DROP INDEX users_email; CREATE TABLE extra ()");
    const { rehearsal } = await plan(database, migrations, { rehearsal: "server" });
    const isDumpable = installations.some(({ pgDump, major }) => pgDump !== null && major >= server.major);
    const schemaFrom = isDumpable ? "dump" : "replay";
    expect(rehearsal).toMatchObject({ site: "server", ok: true, schemaFrom, driftUnknown: null });
    expect(rehearsal?.drift).toEqual([
      "table public.extra is there, and no migration makes it",
      expect.stringMatching(/index users_email .* is missing$/),
    ]);
  });

  test("is none where nothing is applied and nothing is there, and names what is there before the first", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(PENDING);
    const drift = async () => {
      const { rehearsal } = await plan(database, migrations);
      return [rehearsal?.drift, rehearsal?.driftUnknown];
    };
    expect(await drift()).toEqual([[], null]);
    await database.query("CREATE TABLE early ()");
    expect(await drift()).toEqual([["table public.early is there, and no migration makes it"], null]);
  });

  test("is told where the rehearsal fails, which it may explain", async () => {
    const { database, migrations } = await applied();
    await database.query("DROP TABLE more");
    writeFiles(migrations, { "3_pending.sql": "ALTER TABLE no_such_table ADD COLUMN b int;" });
    const { failure, rehearsal } = await plan(database, migrations);
    expect(failure?.code).toBe("REHEARSAL_FAILED");
    expect(rehearsal?.drift).toEqual(["table public.more is missing"]);
  });

  test("leaves another tool's ledger out, and the schema that has nothing else", async () => {
    const { database, migrations } = await applied();
    await database.query(`CREATE SCHEMA drizzle;
      CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
      CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp DEFAULT now())`);
    const drift = async () => (await plan(database, migrations)).rehearsal?.drift;
    expect(await drift()).toEqual([]);
    await database.query("CREATE TABLE drizzle.other ()");
    expect(await drift()).toEqual([
      "schema drizzle is there, and no migration makes it",
      "table drizzle.other is there, and no migration makes it",
    ]);
  });

  test("is no drift where files made roles and changed them, on the server that has the roles already", async () => {
    const role = await freshRole(server, "NOLOGIN");
    const database = await freshDatabase(server);
    await database.query(`REVOKE CONNECT ON DATABASE ${database.settings.database} FROM PUBLIC`);
    const migrations = makeMigrations({
      "1_role.sql": `CREATE ROLE ${role.name} NOLOGIN;\nCREATE TABLE t (a int);\nGRANT SELECT ON t TO ${role.name};\nGRANT CONNECT ON DATABASE ${database.settings.database} TO ${role.name};`,
      "2_role.sql": `ALTER ROLE ${role.name} CREATEDB;\nDROP ROLE IF EXISTS ${role.name}_old;`,
    });
    await database.query(`CREATE TABLE t (a int); GRANT SELECT ON t TO ${role.name}`);
    const flags = { command: "baseline", rehearsal: "server", "shadow-url": "" };
    expect((await run(database, migrations, flags)).failure).toBeNull();
    writeFiles(migrations, PENDING);
    const { rehearsal } = await plan(database, migrations);
    expect([rehearsal?.drift, rehearsal?.driftUnknown]).toEqual([[], null]);
  });

  test("leaves no database behind on the shadow", async () => {
    const { database, migrations } = await applied();
    await plan(database, migrations);
    const gone = new AbortController();
    writeFiles(migrations, { "3_pending.sql": "SELECT pg_sleep(30);" });
    const cancelled = runFlow(
      database,
      { command: "plan", "migrations-path": migrations, "shadow-url": server.url },
      gone.signal,
    );
    setTimeout(() => gone.abort(), 600);
    expect((await cancelled).result).toBe("cancelled");
    // Others rehearse on this server too: theirs are soon gone.
    const list = async () =>
      (await database.query("SELECT datname FROM pg_database")).map(({ datname }) => String(datname));
    const there = (await list()).filter((name) => name.startsWith("migrate_action_rehearsal_"));
    const isLeft = async () => (await list()).some((name) => there.includes(name));
    expect(await becomesTrue(async () => !(await isLeft()), 20_000)).toBe(true);
  });

  test("is looked for by a dry run with nothing pending too, and a run that applies does not wait for it", async () => {
    const { database, migrations } = await applied();
    await database.query("CREATE TABLE pending (a int); DROP INDEX users_email");
    const done = { "3_pending.sql": "CREATE TABLE IF NOT EXISTS pending (a int);" };
    writeFiles(migrations, done);
    expect((await run(database, migrations)).result).toBe("applied");

    const looked = await plan(database, migrations);
    expect([looked.result, looked.exitCode, looked.rehearsal?.drift]).toEqual([
      "nothing-to-do",
      0,
      [expect.stringMatching(/index users_email .* is missing$/)],
    ]);
    expect((await run(database, migrations, { "dry-run": "true" })).rehearsal?.drift).toHaveLength(1);
    expect(await plan(database, migrations, { "fail-on": "medium" })).toMatchObject({
      result: "refused",
      exitCode: 5,
      failure: { code: "DRIFT" },
    });
    expect((await run(database, migrations)).rehearsal).toBeNull();

    await database.query("CREATE INDEX users_email ON users (email)");
    const { rehearsal } = await plan(database, migrations);
    expect([rehearsal?.drift, rehearsal?.driftUnknown]).toEqual([[], null]);
  });

  describe("stops", () => {
    test("where `fail-on` is medium, and nowhere else", async () => {
      const { database, migrations } = await applied();
      await database.query("DROP TABLE more");
      for (const level of ["error", "high", "never"])
        expect((await plan(database, migrations, { "fail-on": level })).result).toBe("planned");
      expect(await run(database, migrations, { "fail-on": "medium" })).toMatchObject({
        result: "refused",
        exitCode: 5,
        failure: { code: "DRIFT", message: expect.stringContaining("table public.more is missing") },
        ledger: { pending: ["3"] },
      });
    });
  });
});
