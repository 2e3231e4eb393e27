import { expect, test } from "vitest";
import { makeOutputs } from "../../src/report/render-outputs.ts";
import type { Report } from "../../src/report/report.ts";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { connect } from "../support/connect.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** `stem`'s two files: a table of that letter, made and dropped. */
const table = (stem: string, letter: string): Record<string, string> => ({
  [`${stem}.up.sql`]: `CREATE TABLE ${letter} (id int);`,
  [`${stem}.down.sql`]: `DROP TABLE ${letter};`,
});

/** What only fails where `seen` has rows, which is on the target and on no site. */
const FAILS = "SELECT 1 / (1 - count(*)) FROM seen;";
const failing = (stem: string, sql: string): Record<string, string> => ({
  [`${stem}.up.sql`]: sql,
  [`${stem}.down.sql`]: "",
});

const ABC = { ...table("001_a", "a"), ...table("002_b", "b") };
const BATCH = "--on-failure=rollback-batch";

const lettersOf = async (database: TestDatabase) =>
  (await relationsOf(database)).filter((name) => name.length === 1);
const outputsOf = (report: Report) => makeOutputs(report, { reportPath: null, databaseUrl: null });

/** Version, action, outcome and batch of each row of the history, in the order written. */
async function actionsOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query(
    "SELECT version, action, status, batch FROM public.migration_history ORDER BY executed_at",
  );
  return rows.map(({ version, action, status, batch }) => `${version} ${action} ${status} ${batch}`);
}

describeOnServers("up with on-failure", (server) => {
  /** A database on which an earlier run has applied a table with a row, and what is pending. */
  const prepared = async (files: Readonly<Record<string, string>>) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "000_seen.sql": "CREATE TABLE seen (id int PRIMARY KEY, n int);" });
    expect((await migrate(server, database, migrations)).report.failure).toBeNull();
    await database.query("INSERT INTO seen VALUES (1, 1)");
    writeFiles(migrations, files);
    const up = (...flags: string[]) => migrate(server, database, migrations, { flags });
    return { database, migrations, up };
  };
  /** With `up` under way: the first two are applied, and the third sleeps. */
  const asleepInTheThird = async () => {
    const { database, migrations } = await prepared({
      ...ABC,
      ...failing("003_c", "SELECT pg_sleep(60 * count(*)) FROM seen;"),
    });
    const cli = startCli(argsFor(server, database, migrations, { flags: [BATCH] }));
    expect(await becomesTrue(() => isAsleep(database), 30_000)).toBe(true);
    return { database, cli };
  };

  test("rollback-batch takes back what this run applied, newest first, in its own batch, and nothing else", async () => {
    const { database, migrations, up } = await prepared({
      ...ABC,
      ...table("003_c", "c"),
      "003_c.up.sql": `CREATE TABLE c (id int);\n${FAILS}`,
      ...table("004_d", "d"),
    });
    const { code, report, stderr } = await up(BATCH);
    expect(code).toBe(1);
    expect(report).toMatchObject({
      result: "failed",
      failure: { code: "MIGRATION_FAILED", version: "003", at: { line: 2 } },
      problems: [],
      batch: 2,
      rehearsal: { ok: true, restoration: { differences: [], unknown: null } },
      ledger: { currentVersion: "000", applied: ["000"], pending: ["001", "002", "003", "004"] },
    });
    expect(statesOf(report)).toEqual(["001 taken-back", "002 taken-back", "003 rolled-back", "004 not-run"]);
    expect(report.plan?.steps[0]?.wayBack).toContain("001_a.down.sql");
    expect(outputsOf(report)).toMatchObject({
      applied: "[]",
      "applied-count": "0",
      "pending-count": "4",
      "failed-version": "003",
      changed: "true",
      batch: "2",
    });
    expect(report.notices.join("\n")).toContain(
      "003 failed, so what this run had applied was taken back, newest first (`on-failure: rollback-batch`): 002, 001. What was written meanwhile went with it: table b, and 1 more.",
    );
    expect(stderr).toContain("2 taken back, 1 rolled back, 1 not run");
    expect(await lettersOf(database)).toEqual([]);
    expect((await ledgerOf(database)).map(({ version, batch }) => `${version} ${batch}`)).toEqual(["000 1"]);
    expect(await actionsOf(database)).toEqual([
      "000 up completed 1",
      "001 up completed 2",
      "002 up completed 2",
      "003 up failed 2",
      "002 rollback completed 2",
      "001 rollback completed 2",
    ]);
    writeFiles(migrations, table("003_c", "c"));
    const again = await up(BATCH);
    expect(again.report).toMatchObject({ result: "applied", batch: 3, ledger: { pending: [] } });
    expect(await lettersOf(database)).toEqual(["a", "b", "c", "d"]);
  });

  test("stop, which is the default, leaves it applied", async () => {
    const { database, up } = await prepared({ ...ABC, ...failing("003_c", FAILS) });
    for (const flags of [[], ["--on-failure=stop"]]) {
      const { code, report } = await up(...flags);
      expect([code, report.ledger?.applied]).toEqual([1, ["000", "001", "002"]]);
      expect(report.rehearsal?.restoration).toBeUndefined();
    }
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("refuses before anything runs what could not be taken back, all but a last one", async () => {
    const { database, migrations, up } = await prepared({
      "001_a.sql": "CREATE TABLE a (id int);",
      ...table("002_b", "b"),
      "003_c.sql": "CREATE TABLE c (id int);",
    });
    const { code, report } = await up(BATCH);
    expect(code).toBe(4);
    expect(report).toMatchObject({
      result: "refused",
      plan: { refusals: [{ code: "DOWN_MISSING", version: "001" }] },
      rehearsal: null,
      migrations: [],
    });
    expect(report.failure?.hint).toContain("apply it as the last of a run (`steps: 1`)");
    expect((await up(BATCH, "--steps=1")).report.result).toBe("applied");
    const rest = await up(BATCH);
    expect(rest.report).toMatchObject({
      result: "applied",
      rehearsal: { restoration: { differences: [], unknown: null } },
    });
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
    writeFiles(migrations, {
      ...table("004_d", "d"),
      "004_d.verify.sql": "SELECT true;",
      "005_e.sql": "CREATE TABLE e (id int);",
    });
    const verified = await up(BATCH);
    expect(verified.report.failure).toMatchObject({ code: "DOWN_MISSING", version: "005" });
  });

  test("rehearses the ways back: one that fails, or leaves something behind, stops the run before the target", async () => {
    const { database, migrations, up } = await prepared({
      ...ABC,
      "001_a.down.sql": "DROP TABLE a;\nDROP TABLE nowhere;",
    });
    const failed = await up(BATCH);
    expect([failed.code, failed.report.failure]).toMatchObject([
      5,
      { code: "REHEARSAL_FAILED", version: "001", at: { line: 2 } },
    ]);
    expect(failed.report.failure?.message).toContain("when all was taken back again");
    writeFiles(migrations, { "001_a.up.sql": "CREATE TABLE a (id int);\nCREATE TABLE f (id int);" });
    writeFiles(migrations, { "001_a.down.sql": "DROP TABLE a;" });
    const differs = await up(BATCH);
    expect([differs.code, differs.report.failure?.code]).toEqual([5, "DOWN_DIFFERS"]);
    expect(differs.report.rehearsal?.restoration?.differences).toEqual(["table public.f is left behind"]);
    expect(differs.stderr).toContain("✗ taken back: table public.f is left behind");
    expect(await lettersOf(database)).toEqual([]);
    expect(await ledgerOf(database)).toHaveLength(1);
    expect((await up()).report.result).toBe("applied");
  });

  test("stops at a way back that fails, tells of both errors, the first one first, and of what is still applied", async () => {
    const { database, up } = await prepared({
      ...ABC,
      "002_b.down.sql": `DROP TABLE b;\n${FAILS}`,
      ...table("003_c", "c"),
      ...failing("004_d", FAILS),
    });
    const { code, report, stderr } = await up(BATCH);
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({ code: "MIGRATION_FAILED", version: "004" });
    expect(report.problems).toMatchObject([
      { version: "004", at: { file: expect.stringContaining("004_d.up.sql") as string } },
      { version: "002", at: { file: expect.stringContaining("002_b.down.sql") as string, line: 2 } },
    ]);
    expect(statesOf(report)).toEqual(["001 applied", "002 applied", "003 taken-back", "004 rolled-back"]);
    expect(report.ledger?.applied).toEqual(["000", "001", "002"]);
    expect(outputsOf(report)).toMatchObject({ applied: '["001","002"]', "pending-count": "2" });
    expect(stderr).toContain("Still applied: 001, 002; `down` with `batch: 2` goes on.");
    expect(await lettersOf(database)).toEqual(["a", "b"]);
    expect((await actionsOf(database)).slice(-2)).toEqual([
      "003 rollback completed 2",
      "002 rollback failed 2",
    ]);
  });

  test("takes back what is under a file outside a transaction that failed at its first statement, and it goes on later", async () => {
    const { database, up } = await prepared({
      ...table("001_a", "a"),
      "002_i.up.sql": "CREATE UNIQUE INDEX CONCURRENTLY i ON seen (n);",
      "002_i.down.sql": "DROP INDEX CONCURRENTLY IF EXISTS i;",
    });
    await database.query("INSERT INTO seen VALUES (2, 1)");
    const { code, report } = await up(BATCH, "--fail-on=never");
    expect(code).toBe(1);
    expect(statesOf(report)).toEqual(["001 taken-back", "002 failed"]);
    expect(await ledgerOf(database)).toMatchObject([
      { version: "000" },
      { version: "002", status: "failed", statements_done: 0 },
    ]);
    expect(await lettersOf(database)).toEqual([]);
    await database.query("DELETE FROM seen WHERE id = 2");
    const again = await up(BATCH, "--fail-on=never");
    expect(again.report).toMatchObject({ result: "applied", ledger: { applied: ["000", "001", "002"] } });
  });

  test("takes nothing back from under a file that stopped half-way, and says so before and after", async () => {
    const { database, up } = await prepared({
      ...table("001_a", "a"),
      "002_x.up.sql": `-- migrate:no-transaction\nCREATE TABLE x (id int);\n${FAILS}`,
      "002_x.down.sql": "DROP TABLE x;",
    });
    const { code, report } = await up(BATCH);
    expect(code).toBe(1);
    expect(statesOf(report)).toEqual(["001 applied", "002 failed"]);
    expect(report.notices.join("\n")).toMatch(/002_x\.up\.sql runs outside a transaction, in 2 statements/);
    expect(report.notices.join("\n")).toContain(
      "Nothing was taken back (`on-failure: rollback-batch`): 002 stopped half-way over it, with 1 of its statements done. Still applied of this run: 001.",
    );
    expect(await lettersOf(database)).toEqual(["a", "x"]);
    await database.query("DELETE FROM seen");
    expect((await up()).report).toMatchObject({ result: "applied", ledger: { pending: [] } });
  });

  test("takes nothing back when the run is cancelled", async () => {
    const { database, cli } = await asleepInTheThird();
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(code).toBe(7);
    expect(statesOf(report)).toEqual(["001 applied", "002 applied", "003 rolled-back"]);
    expect(report.notices.join("\n")).toContain(
      "a run that is cancelled ends as it is. Still applied of this run: 001, 002.",
    );
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("takes back on a new connection where the migration's own was lost, once the ledger has told what is applied", async () => {
    const { database, cli } = await asleepInTheThird();
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    const { code, report } = await cli.run;
    expect([code, report.failure?.code]).toEqual([1, "CONNECTION_LOST"]);
    expect(statesOf(report)).toEqual(["001 taken-back", "002 taken-back", "003 rolled-back"]);
    expect(await lettersOf(database)).toEqual([]);
    expect(report.ledger?.applied).toEqual(["000"]);
  });

  test("takes nothing back when the run lock is lost: another run may be at it", async () => {
    const { database, cli } = await asleepInTheThird();
    await database.query(`SELECT pg_terminate_backend(pid) FROM ${ADVISORY_LOCKS} AND granted`);
    const { report } = await cli.run;
    expect(report.failure?.code).toBe("CONNECTION_LOST");
    expect(statesOf(report)).toEqual(["001 applied", "002 applied", "003 rolled-back"]);
    expect(report.notices.join("\n")).toContain("the run lock is lost");
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("is part of what is reviewed: a plan for one is not applied as the other, which is said", async () => {
    const { up, database, migrations } = await prepared(ABC);
    const plan = async (...flags: string[]) =>
      (await migrate(server, database, migrations, { command: "plan", flags })).report.plan?.digest ?? "";
    const [stopping, undoing] = [await plan(), await plan(BATCH)];
    expect(stopping).not.toBe(undoing);
    const asStop = await up(`--expected-plan=${undoing}`);
    expect(asStop.report.failure?.code).toBe("EXPECTED_PLAN_DIFFERS");
    expect(asStop.report.failure?.message).toContain(
      "was to be taken back when a later migration fails, and in today's it stays",
    );
    const asUndo = await up(BATCH, `--expected-plan=${stopping}`);
    expect(asUndo.report.failure?.message).toContain(
      "was to stay when a later migration fails, and in today's it is taken back",
    );
    writeFiles(migrations, { "001_a.down.sql": "DROP TABLE a CASCADE;" });
    const changed = await up(BATCH, `--expected-plan=${undoing}`);
    expect(changed.report.failure?.message).toContain("A way back of it has changed since.");
    expect((await up(BATCH, `--expected-plan=${await plan(BATCH)}`)).report.result).toBe("applied");
  });

  test("leaves a shadow that is a copy migrated, having taken all back there and applied it again", async () => {
    const database = await freshDatabase(server);
    const copy = await freshDatabase(server);
    const client = await connect(server.url);
    const role = `copier_${Math.random().toString(36).slice(2)}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
    try {
      const urlOf = (of: TestDatabase) =>
        Object.assign(new URL(of.url), { username: role, password: "x" }).href;
      const migrations = makeMigrations(table("001_a", "a"));
      for (const of of [database, copy]) {
        await of.query(`GRANT CREATE ON SCHEMA public TO ${role}`);
        const as = { ...of, url: urlOf(of) };
        expect((await migrate(server, as, migrations)).report.failure).toBeNull();
      }
      writeFiles(migrations, { ...table("002_b", "b"), ...table("003_c", "c") });
      const as = { ...database, url: urlOf(database) };
      const shadow = { ...server, url: urlOf(copy) };
      const { report } = await migrate(shadow, as, migrations, { flags: [BATCH] });
      expect(report).toMatchObject({
        result: "applied",
        rehearsal: { schemaFrom: "given", restoration: { differences: [], unknown: null } },
      });
      expect(await lettersOf(copy)).toEqual(["a", "b", "c"]);
    } finally {
      await Promise.all([database.drop(), copy.drop()]);
      await client.query(`DROP ROLE ${role}`);
      await client.end();
    }
  });
});
