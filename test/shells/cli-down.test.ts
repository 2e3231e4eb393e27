import { expect, test } from "vitest";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, type RecordedRow, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** `stem`'s two files: a table of that letter, made and dropped. */
const table = (stem: string, letter: string): Record<string, string> => ({
  [`${stem}.up.sql`]: `CREATE TABLE ${letter} (id int);`,
  [`${stem}.down.sql`]: `DROP TABLE ${letter};`,
});

const THREE = { ...table("001_a", "a"), ...table("002_b", "b"), ...table("003_c", "c") };

const versionsOf = (rows: readonly RecordedRow[]) => rows.map(({ version }) => version);
const lettersOf = async (database: TestDatabase) =>
  (await relationsOf(database)).filter((name) => name.length === 1);

/** Version, action and outcome of each row of the history, in the order written. */
async function actionsOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query(
    "SELECT version, action, status, batch FROM public.migration_history ORDER BY executed_at",
  );
  return rows.map(({ version, action, status, batch }) => `${version} ${action} ${status} ${batch}`);
}

describeOnServers("down", (server) => {
  const prepared = async (files: Readonly<Record<string, string>>, flags: readonly string[] = []) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(files);
    const up = await migrate(server, database, migrations, { flags });
    expect(up.report.failure).toBeNull();
    const down = (...more: string[]) =>
      migrate(server, database, migrations, { command: "down", flags: more });
    return { database, migrations, down };
  };

  test("takes back the newest one, rehearsed first, and keeps its history", async () => {
    const { database, down } = await prepared(THREE);
    const { code, report, stderr } = await down();
    expect(code).toBe(0);
    expect(report).toMatchObject({
      command: "down",
      result: "rolled-back",
      rehearsal: { ok: true, notRehearsed: [] },
      plan: { steps: [{ version: "003", file: expect.stringContaining("003_c.down.sql") }] },
      migrations: [{ version: "003", state: "taken-back" }],
      ledger: { previousVersion: "003", currentVersion: "002", applied: ["001", "002"], pending: ["003"] },
      batch: 2,
    });
    expect(await lettersOf(database)).toEqual(["a", "b"]);
    expect(versionsOf(await ledgerOf(database))).toEqual(["001", "002"]);
    expect((await actionsOf(database)).slice(2)).toEqual(["003 up completed 1", "003 rollback completed 2"]);
    const [row] = await database.query("SELECT * FROM migration_history WHERE action = 'rollback'");
    expect(row).toMatchObject({
      checksum: expect.stringMatching(/^sha256:/),
      executed_by: expect.any(String),
      execution_time_ms: expect.any(Number),
      plan_digest: report.plan?.digest,
      error_message: null,
    });
    expect(stderr).toContain("Took back 1 migration, 1 now pending");
    expect(stderr).toContain("take back 003_c");
  });

  test("takes back so many as `steps`, down to `target`, which stays, or all for none; and up makes all of it again", async () => {
    const { database, migrations, down } = await prepared(THREE);
    expect((await down("--steps=2")).report.ledger?.applied).toEqual(["001"]);
    await migrate(server, database, migrations);
    expect((await down("--target=1")).report.ledger?.applied).toEqual(["001"]);
    await migrate(server, database, migrations);
    const all = await down("--target=none");
    expect(all.report.migrations.map(({ version }) => version)).toEqual(["003", "002", "001"]);
    expect(all.report.ledger).toMatchObject({ currentVersion: null, applied: [] });
    expect(await lettersOf(database)).toEqual([]);
    const again = await down();
    expect([again.code, again.report.result]).toEqual([0, "nothing-to-do"]);
    expect((await migrate(server, database, migrations)).report.result).toBe("applied");
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
  });

  test("takes back what one run applied with `batch`, by its number or as the last", async () => {
    const { database, migrations, down } = await prepared(THREE, ["--steps=1"]);
    await migrate(server, database, migrations);
    const early = await down("--batch=1");
    expect([early.code, early.report.failure?.code]).toEqual([4, "PLAN_LATER_APPLIED"]);
    const last = await down("--batch=last");
    expect(last.report.migrations.map(({ version }) => version)).toEqual(["003", "002"]);
    const gone = await down("--batch=2");
    expect([gone.code, gone.report.failure?.code]).toEqual([4, "DOWN_NOT_APPLIED"]);
    expect((await down("--batch=1")).report.migrations.map(({ version }) => version)).toEqual(["001"]);
    expect(await lettersOf(database)).toEqual([]);
    expect(await ledgerOf(database)).toEqual([]);
  });

  test("refuses before anything runs when one of them has no way back", async () => {
    const { database, down } = await prepared({
      ...table("001_a", "a"),
      "002_b.sql": "CREATE TABLE b (id int);",
      ...table("003_c", "c"),
    });
    const { code, report } = await down("--steps=3");
    expect(code).toBe(4);
    expect(report).toMatchObject({
      result: "refused",
      failure: { code: "DOWN_MISSING", version: "002" },
      rehearsal: null,
      migrations: [],
    });
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
  });

  test("touches nothing when the rehearsal of one of them fails", async () => {
    const files = { ...THREE, "002_b.down.sql": "DROP TABLE b;\nSELECT 1 / count(*) FROM a;" };
    const { database, down } = await prepared(files);
    const { code, report, stderr } = await down("--steps=3");
    expect([code, report.failure?.code]).toEqual([5, "REHEARSAL_FAILED"]);
    expect(report.failure?.at).toMatchObject({ file: expect.stringContaining("002_b.down.sql"), line: 2 });
    expect(stderr).toContain("Nothing was taken back");
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
  });

  test("when the second of three fails, the first stays taken back and is on record so, and the third is untouched", async () => {
    const files = { ...THREE, "002_b.down.sql": "DROP TABLE b;\nSELECT 1 / (1 - count(*)) FROM a;" };
    const { database, migrations, down } = await prepared(files);
    await database.query("INSERT INTO a VALUES (1)");
    const { code, report, stderr } = await down("--steps=3");
    expect(code).toBe(1);
    expect(report).toMatchObject({ result: "failed", failure: { code: "MIGRATION_FAILED", version: "002" } });
    expect(report.failure?.at).toMatchObject({ file: expect.stringContaining("002_b.down.sql"), line: 2 });
    expect(statesOf(report)).toEqual(["003 taken-back", "002 rolled-back", "001 not-run"]);
    expect(report.ledger).toMatchObject({ applied: ["001", "002"], pending: ["003"] });
    expect(await lettersOf(database)).toEqual(["a", "b"]);
    expect(versionsOf(await ledgerOf(database))).toEqual(["001", "002"]);
    expect((await actionsOf(database)).slice(3)).toEqual([
      "003 rollback completed 2",
      "002 rollback failed 2",
    ]);
    expect(stderr).toContain("1 taken back, 1 not taken back, 1 not run");
    await database.query("DELETE FROM a");
    const { report: next } = await migrate(server, database, migrations, {
      command: "down",
      flags: ["--target=none"],
    });
    expect(next.result).toBe("rolled-back");
  });

  test("outside a transaction counts on the row, deletes it at the end, and leaves it failed when it stops half-way", async () => {
    const { database, down } = await prepared({
      "001_a.sql": "CREATE TABLE a (id int);",
      "002_i.up.sql": "CREATE INDEX CONCURRENTLY i ON a (id);",
      "002_i.down.sql": "DROP INDEX CONCURRENTLY i;\nDELETE FROM schema_migrations WHERE version = '002';",
      "003_j.up.sql": "CREATE TABLE c (id int);",
      "003_j.down.sql":
        "-- migrate:no-transaction\nDROP TABLE c;\nSELECT 1 / (1 - count(*)) FROM a;\nSELECT 2;",
    });
    await database.query("INSERT INTO a VALUES (1)");
    const failed = await down();
    expect(failed.code).toBe(1);
    expect(failed.report.migrations).toMatchObject([{ version: "003", state: "failed" }]);
    expect((await ledgerOf(database)).at(-1)).toMatchObject({
      version: "003",
      status: "failed",
      statements_done: 1,
      error_message: expect.stringMatching(
        /^while it was taken back \(sha256:[0-9a-f]{64}\): .*division by zero/,
      ),
    });
    expect((await actionsOf(database)).at(-1)).toBe("003 rollback failed 2");
    // What stands in its way is gone: it goes on, and does not drop the table again.
    await database.query("DELETE FROM a");
    const goesOn = await down();
    expect([goesOn.report.failure, goesOn.code]).toEqual([null, 0]);
    expect(goesOn.report.notices.join()).toContain("goes on at statement 2 of 3");
    expect((await actionsOf(database)).at(-1)).toBe("003 rollback completed 3");
    const done = await down();
    expect(done.report.migrations).toMatchObject([{ version: "002", state: "taken-back" }]);
    expect(done.report.plan?.steps[0]?.mode).toBe("no-transaction");
    expect(versionsOf(await ledgerOf(database))).toEqual(["001"]);
    expect((await actionsOf(database)).at(-1)).toBe("002 rollback completed 4");
  });

  test("lets a file delete its own row in its transaction, and an empty one take back nothing but the record", async () => {
    const { database, down } = await prepared({
      ...table("001_a", "a"),
      "001_a.down.sql":
        "BEGIN;\nDROP TABLE a;\nCOMMIT;\nDELETE FROM schema_migrations WHERE version = '001';",
      ...table("002_b", "b"),
      "002_b.down.sql": "",
    });
    const refused = await down("--target=none");
    expect(refused.report.failure).toMatchObject({
      code: "DOWN_DIFFERS",
      message: expect.stringContaining("table public.b is left behind"),
    });
    const { code, report } = await down("--target=none", "--accept-drift");
    expect(code).toBe(0);
    expect(report.notices.join("\n")).toContain("002_b.down.sql has no statement to take 002 back");
    expect(await lettersOf(database)).toEqual(["b"]);
    expect(await ledgerOf(database)).toEqual([]);
    expect((await actionsOf(database)).slice(2)).toEqual([
      "002 rollback completed 2",
      "001 rollback completed 2",
    ]);
  });

  test("names the tables, columns and rows that go, with how many rows the target has, before and after", async () => {
    const { database, down } = await prepared({
      ...THREE,
      "003_c.down.sql": "ALTER TABLE b DROP COLUMN id;\nDROP TABLE c;\nTRUNCATE a;",
    });
    await database.query("INSERT INTO c SELECT generate_series(1, 1234)");
    await database.query("ANALYZE c");
    const { report, stderr } = await down("--dry-run");
    expect(report.plan?.steps[0]?.losses).toEqual([
      expect.stringMatching(/^column b\.id/),
      "table c (about 1,234 rows)",
      expect.stringMatching(/^all rows of a/),
    ]);
    expect(report.notices.join("\n")).toMatch(
      /Data goes with what is taken back: column b\.id.*, and 2 more/,
    );
    expect(stderr).toContain("takes away table c (about 1,234 rows)");
  });

  test("as a dry run changes nothing, and needs no phrase to show production what would go", async () => {
    const { database, down } = await prepared(THREE);
    const before = await database.query("SELECT xmin::text, * FROM schema_migrations ORDER BY version");
    const { code, report, stderr } = await down("--dry-run", "--steps=2", "--environment=production");
    expect(code).toBe(0);
    expect(report).toMatchObject({
      result: "planned",
      rehearsal: { ok: true },
      gate: { needs: [{ code: "CONFIRMATION_MISSING" }] },
      migrations: [],
      ledger: { pending: [], applied: ["001", "002", "003"] },
    });
    expect(stderr).toContain("none taken back");
    expect(await database.query("SELECT xmin::text, * FROM schema_migrations ORDER BY version")).toEqual(
      before,
    );
    expect(await actionsOf(database)).toHaveLength(3);
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
  });

  test("is let into production by the typed phrase alone, and by the digest of its own plan", async () => {
    const { database, down } = await prepared(THREE);
    const refused = await down("--environment=production");
    expect([refused.code, refused.report.failure?.code]).toEqual([5, "CONFIRMATION_MISSING"]);
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
    const confirmed = ["--environment=production", "--confirm=MIGRATE-PRODUCTION"];
    const digest = refused.report.plan?.digest ?? "";
    const other = await down(...confirmed, "--steps=2", `--expected-plan=${digest}`);
    expect([other.code, other.report.failure?.code]).toEqual([5, "EXPECTED_PLAN_DIFFERS"]);
    expect((await down(...confirmed, `--expected-plan=${digest}`)).code).toBe(0);
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("of two at once only one takes the newest back: the other sees that its plan is old", async () => {
    const { database, migrations } = await prepared({
      ...THREE,
      "003_c.down.sql": "DROP TABLE c;\nSELECT pg_sleep(2 * count(*)) FROM b;",
    });
    await database.query("INSERT INTO b VALUES (1)");
    const start = () => startCli(argsFor(server, database, migrations, { command: "down" }));
    const runs = await Promise.all([start().run, start().run]);
    expect(runs.map(({ code }) => code).toSorted()).toEqual([0, 4]);
    const loser = runs.find(({ code }) => code === 4);
    expect(loser?.report.failure?.code).toBe("LEDGER_CHANGED");
    expect(versionsOf(await ledgerOf(database))).toEqual(["001", "002"]);
    expect((await actionsOf(database)).slice(3)).toEqual(["003 rollback completed 2"]);
  });

  test("when cancelled keeps what is taken back, undoes what was under way, and ends with 7", async () => {
    const { database, migrations } = await prepared({
      ...THREE,
      "002_b.down.sql": "DROP TABLE b;\nSELECT pg_sleep(60 * count(*)) FROM a;",
    });
    await database.query("INSERT INTO a VALUES (1)");
    const cli = startCli(argsFor(server, database, migrations, { command: "down", flags: ["--steps=3"] }));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    cli.child.kill("SIGINT");
    const { code, report, stderr } = await cli.run;
    expect(code).toBe(7);
    expect(statesOf(report)).toEqual(["003 taken-back", "002 rolled-back", "001 not-run"]);
    expect(report.failure?.hint).toContain("counts its `steps` anew");
    expect(stderr).toContain("Cancelled. 1 taken back, 1 not taken back, 1 not run");
    expect(versionsOf(await ledgerOf(database))).toEqual(["001", "002"]);
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("refuses a way back that takes the ledger with it, and leaves the rest to `target`", async () => {
    const { database, down } = await prepared({
      "000_ledger.up.sql":
        "CREATE TABLE schema_migrations (version text PRIMARY KEY, name text NOT NULL, applied_at timestamptz DEFAULT now());",
      "000_ledger.down.sql": "DROP TABLE schema_migrations;",
      ...table("001_a", "a"),
    });
    const { code, report } = await down("--target=none");
    expect([code, report.failure?.code]).toEqual([4, "DOWN_DROPS_LEDGER"]);
    expect(await lettersOf(database)).toEqual(["a"]);
    expect((await down("--target=000")).code).toBe(0);
    expect(versionsOf(await ledgerOf(database))).toEqual(["000"]);
  });

  test("takes back what an edited file or an older row without a file does not concern", async () => {
    const { database, migrations, down } = await prepared(THREE);
    writeFiles(migrations, { "001_a.up.sql": "CREATE TABLE a (id bigint);" });
    const { code, report } = await down();
    expect(code).toBe(0);
    expect(report.notices.join("\n")).toContain("001_a.up.sql was changed after it was applied");
    writeFiles(migrations, { "002_b.up.sql": "CREATE TABLE b (id bigint);" });
    const edited = await down();
    expect([edited.code, edited.report.failure?.code]).toEqual([4, "PLAN_EDITED"]);
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("completes a ledger of shape A first, and finds its rows by their own spelling", async () => {
    const database = await freshDatabase(server);
    await database.query(
      `CREATE TABLE schema_migrations (version varchar PRIMARY KEY, name text, applied_at timestamptz DEFAULT now());
CREATE TABLE a (id int); CREATE TABLE b (id int);
INSERT INTO schema_migrations (version, name) VALUES ('1', 'a'), ('002_b', 'b')`,
    );
    const migrations = makeMigrations({ ...table("001_a", "a"), ...table("002_b", "b") });
    const { code, report } = await migrate(server, database, migrations, {
      command: "down",
      flags: ["--steps=2"],
    });
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(await ledgerOf(database)).toEqual([]);
    expect(await lettersOf(database)).toEqual([]);
    expect(await actionsOf(database)).toEqual(["002 rollback completed 1", "001 rollback completed 1"]);
  });
});
