import { expect, test } from "vitest";
import { migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const GOOSE = `CREATE TABLE goose_db_version (id serial, version_id bigint NOT NULL, is_applied boolean NOT NULL, tstamp timestamp DEFAULT now());
  INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true)`;

const makeFiles = () =>
  makeMigrations({
    "1_a.up.sql": "CREATE TABLE a (id int);",
    "1_a.down.sql": "DROP TABLE a;",
    "2_b.up.sql": "CREATE TABLE b (id int);",
    "2_b.down.sql": "DROP TABLE b;",
  });

describeOnNewest("beside adoption", (server) => {
  const run = (database: TestDatabase, command: string, ...flags: string[]) =>
    migrate(server, database, makeFiles(), { command, flags });

  test("down takes back one of what was taken over, and none of it as the last batch", async () => {
    const database = await freshDatabase(server);
    await database.query(`${GOOSE}; CREATE TABLE a (id int); CREATE TABLE b (id int)`);
    expect((await run(database, "adopt", "--apply")).code).toBe(0);
    for (const batch of ["last", "1"]) {
      const { code, report } = await run(database, "down", `--batch=${batch}`);
      expect([code, report.failure?.code]).toEqual([4, "DOWN_NOT_APPLIED"]);
    }
    const one = await run(database, "down");
    expect([one.code, one.report.migrations.map(({ version }) => version)]).toEqual([0, ["2"]]);
  });

  test("a ledger that is read as ours has nothing to be adopted, and adopt says so", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE schema_migrations (version varchar PRIMARY KEY, name text, applied_at timestamptz DEFAULT now()); INSERT INTO schema_migrations VALUES ('1', 'a'); CREATE TABLE a (id int)",
    );
    const { report } = await run(database, "adopt");
    expect(report.failure).toMatchObject({
      code: "ADOPTION_SOURCE_MISSING",
      hint: "public.schema_migrations is read as our own ledger, and has 1 migration(s) on record: nothing has to be adopted, `up` goes on from there.",
    });
    expect((await run(database, "adopt", "--adopt-from=goose")).report.failure?.hint).toContain(
      "schema.table",
    );
    const up = await run(database, "up");
    expect([up.code, up.report.migrations.map(({ version }) => version)]).toEqual([0, ["2"]]);
  });

  test("a baseline says that there is another tool's ledger, and does not send anybody to it after it has ended well", async () => {
    const database = await freshDatabase(server);
    await database.query(`CREATE SCHEMA theirs; SET search_path = theirs; ${GOOSE}; RESET search_path`);
    await database.query("CREATE TABLE a (id int)");
    const { code, report } = await run(database, "baseline", "--target=1", "--accept-drift");
    expect(code).toBe(0);
    expect(report.notices).toEqual([
      "Another tool has migrated this database: goose (theirs.goose_db_version, 2 migrations). A baseline does not look at what is on record there; `adopt` takes it over.",
    ]);
  });
});
