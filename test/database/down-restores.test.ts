import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { freshRole } from "../support/roles.ts";
import { runFlow } from "../support/run-flow.ts";
import { ledgerOf, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const USERS = {
  "001_users.up.sql":
    "CREATE TABLE users (id int PRIMARY KEY, email text);\nINSERT INTO users VALUES (1, 'a');",
  "001_users.down.sql": "DROP TABLE users;",
};

/** Its way back forgets the index and the function, and takes a column that was there before. */
const CARELESS = {
  "002_names.up.sql":
    "ALTER TABLE users ADD COLUMN name text;\nCREATE INDEX by_email ON users (email);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';",
  "002_names.down.sql":
    "ALTER TABLE users DROP COLUMN name;\nDROP INDEX by_email;\nALTER TABLE users DROP COLUMN email;",
};
const DIFFERENCES = ["function public.f() is left behind", "table public.users: column email (text) is gone"];

const WHOLE = { "002_t.up.sql": "CREATE TABLE t (id int);", "002_t.down.sql": "DROP TABLE t;" };

/** The only thing that `report` says of whether the schema comes back. */
const restorationOf = ({ rehearsal }: Report) => rehearsal?.restoration;

describeOnServers("down, rehearsed to before the migrations and back", (server) => {
  const prepared = async (files: Readonly<Record<string, string>>, values: Record<string, string> = {}) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(files);
    const run = (command: string, more: Record<string, string> = {}) =>
      runFlow(database, {
        command,
        "migrations-path": migrations,
        "shadow-url": server.url,
        ...values,
        ...more,
      });
    const up = async (more: Record<string, string> = {}) => {
      const report = await run("up", more);
      expect(report.failure).toBeNull();
    };
    const down = (more: Record<string, string> = {}) => run("down", more);
    return { database, migrations, up, down };
  };

  test("names what is left behind and what is gone, and takes nothing back", async () => {
    const { database, up, down } = await prepared({ ...USERS, ...CARELESS });
    await up();
    for (const more of [{}, { "dry-run": "true" }] as Record<string, string>[]) {
      const report = await down(more);
      expect(report).toMatchObject({
        result: "refused",
        exitCode: 5,
        failure: { code: "DOWN_DIFFERS", message: expect.stringContaining(DIFFERENCES[0] ?? "") as string },
        rehearsal: { ok: true, restoration: { differences: DIFFERENCES, unknown: null } },
        migrations: [],
      });
      expect(report.failure?.hint).toContain("`accept-drift: true`");
    }
    expect(await ledgerOf(database)).toHaveLength(2);
    expect(await database.query("SELECT email, name FROM users")).toHaveLength(1);
  });

  test("takes them back all the same where that is accepted, and lists the differences", async () => {
    const { database, up, down } = await prepared({ ...USERS, ...CARELESS });
    await up();
    const report = await down({ "accept-drift": "true" });
    expect(report).toMatchObject({
      result: "rolled-back",
      failure: null,
      rehearsal: { restoration: { differences: DIFFERENCES } },
    });
    expect(await ledgerOf(database)).toHaveLength(1);
    expect(await database.query("SELECT * FROM users")).toEqual([{ id: 1 }]);
  });

  test("says that all comes back where it does, whatever rows go, and never speaks of the ledger", async () => {
    const emptied = {
      "003_rows.up.sql": "UPDATE users SET email = 'b';",
      "003_rows.down.sql": "DELETE FROM users;",
    };
    const { database, up, down } = await prepared({ ...USERS, ...WHOLE, ...emptied });
    await up();
    const one = await down();
    expect(one).toMatchObject({
      result: "rolled-back",
      plan: { steps: [{ losses: [expect.stringMatching(/^all rows of users/)] }] },
    });
    expect(restorationOf(one)).toEqual({ differences: [], unknown: null });
    const all = await down({ target: "none" });
    expect([all.failure, restorationOf(all)]).toEqual([null, { differences: [], unknown: null }]);
    expect((await relationsOf(database)).filter((name) => /^(users|t)$/.test(name))).toEqual([]);
  });

  test("does not take for left behind what somebody made by hand, nor what an edited file would make", async () => {
    const { database, migrations, up, down } = await prepared({ ...USERS, ...WHOLE });
    await up();
    await database.query("CREATE TABLE by_hand (id int); CREATE INDEX by_hand_too ON users (email)");
    writeFiles(migrations, { "001_users.up.sql": `${USERS["001_users.up.sql"]}\nCREATE TABLE edited ();` });
    const report = await down();
    expect([report.failure, restorationOf(report)]).toEqual([null, { differences: [], unknown: null }]);
    expect(await relationsOf(database)).toContain("by_hand");
  });

  test("knows what was before one that came late, from what is applied without it", async () => {
    const late = {
      "002_late.up.sql": "CREATE TABLE late (id int);\nCREATE TABLE forgotten (id int);",
      "002_late.down.sql": "DROP TABLE late;",
    };
    const { migrations, up, down } = await prepared({
      ...USERS,
      "003_t.up.sql": "CREATE TABLE t (id int);",
      "003_t.down.sql": "DROP TABLE t;",
    });
    await up();
    writeFiles(migrations, late);
    await up({ "out-of-order": "allow" });
    const report = await down({ batch: "last" });
    expect(report.failure?.code).toBe("DOWN_DIFFERS");
    expect(restorationOf(report)).toEqual({
      differences: ["table public.forgotten is left behind"],
      unknown: null,
    });
  });

  test("of a batch under later ones says so where these do not run without it, and goes on", async () => {
    const { migrations, up, down } = await prepared({ ...USERS, ...WHOLE });
    await up();
    writeFiles(migrations, {
      "003_v.up.sql": "CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';",
      "003_v.down.sql": "DROP FUNCTION g;",
    });
    await up();
    const report = await down({ batch: "1", "out-of-order": "allow" });
    expect([report.failure, report.result]).toEqual([null, "rolled-back"]);
    expect(restorationOf(report)).toEqual({
      differences: [],
      unknown: expect.stringMatching(
        /^What stays applied does not run, from nothing, without what is taken back: .*003_v\.up\.sql:1:\d+: relation "t" does not exist/,
      ),
    });
  });

  test("says that a copy of the target shows no schema of before", async () => {
    const user = await freshRole(server);
    const grant = (of: TestDatabase) => of.query(`GRANT CREATE ON SCHEMA public TO ${user.name}`);
    const [target, copy] = [await freshDatabase(server), await freshDatabase(server)];
    const migrations = makeMigrations({ ...USERS, ...CARELESS });
    const values = { "migrations-path": migrations };
    for (const database of [target, copy]) {
      await grant(database);
      const as = { ...database, url: user.urlOf(database) };
      expect((await runFlow(as, { ...values, "shadow-url": server.url })).failure).toBeNull();
    }
    const report = await runFlow(
      { ...target, url: user.urlOf(target) },
      { ...values, command: "down", "dry-run": "true", "shadow-url": user.urlOf(copy) },
    );
    expect(report).toMatchObject({ failure: null, rehearsal: { ok: true, schemaFrom: "given" } });
    expect(restorationOf(report)?.unknown).toContain("The shadow is a copy of the target");
  });

  test("does not compare where a statement could not be run on the site, and says which", async () => {
    const { database, up, down } = await prepared({
      ...USERS,
      "002_x.up.sql": "CREATE TABLE x (id int);",
      "002_x.down.sql": "DROP TABLE x;\nDROP FUNCTION by_hand;",
    });
    await up();
    await database.query("CREATE FUNCTION by_hand() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    const report = await down();
    expect(report).toMatchObject({ failure: null, result: "rolled-back" });
    const { schemaFrom, restoration } = report.rehearsal ?? {};
    const why =
      schemaFrom === "dump"
        ? /^The way back does not run where the files alone made the schema: .*by_hand/
        : /^One statement of what is taken back, or of its way back, could not be run on the site .*002_x\.down\.sql, line 2/;
    expect(restoration).toEqual({ differences: [], unknown: expect.stringMatching(why) });
  });
});
