import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { runLockKey } from "../../src/database/run-lock.ts";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { forwardTo } from "../support/forward.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { installations } from "../support/local-servers.ts";
import { becomesTrue } from "../support/processes.ts";
import { runAction } from "../support/run-action.ts";
import { type CliRun, runCli, startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, relationsOf, statesOf } from "../support/runs.ts";
import {
  describeOnNewest,
  describeOnServers,
  freshDatabase,
  type TestDatabase,
  type TestServer,
} from "../support/servers.ts";
import { startLocalServer } from "../support/start-local-server.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { verified } from "../support/verified.ts";

/** A target with rows that no migration makes, which a site made of the files has not; `files` are pending on it. */
async function prepare(server: TestServer, files: Readonly<Record<string, string>>) {
  const database = await freshDatabase(server);
  const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t (id int);" });
  expect((await migrate(server, database, migrations)).code).toBe(0);
  await database.query("INSERT INTO t VALUES (1)");
  writeFiles(migrations, files);
  return { database, migrations };
}

/** True without rows, as in the rehearsal; false on the target. */
const FALSE_THERE = "SELECT count(*) = 0 FROM t;";
/** Takes a minute on the target, and no time in the rehearsal. */
const SLOW = "SELECT pg_sleep(60 * count(*)) IS NOT NULL FROM t;";

/** Why and how a run ended. */
const endOf = ({ code, report }: Pick<CliRun, "code" | "report">) => ({
  code,
  reason: report.failure?.code,
  states: statesOf(report),
  verified: verified(report),
});

describeOnServers("after up, what is not true of a migration", (server) => {
  const files = {
    "1_a.sql": "CREATE TABLE a (id int);",
    "1.verify.sql": `SELECT true;\n${FALSE_THERE}\n`,
    "2_b.sql": "CREATE TABLE b (id int);",
    "2.verify.sql": "SELECT to_regclass('b') IS NOT NULL;",
  };

  test("fails the run with 1; the migrations stay applied, and report and ledger agree", async () => {
    const { database, migrations } = await prepare(server, files);
    const { code, report, stderr } = await migrate(server, database, migrations);
    expect({ code, result: report.result, states: statesOf(report), verified: verified(report) }).toEqual({
      code: 1,
      result: "failed",
      states: ["1 applied", "2 applied"],
      verified: ["1 1/2 ✗ 1.verify.sql:2:1", "2 1/1"],
    });
    expect(report.failure).toMatchObject({ code: "VERIFY_FAILED", version: "1", at: { line: 2 } });
    expect(report.ledger).toMatchObject({ applied: ["0", "1", "2"], pending: [], currentVersion: "2" });
    expect((await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`)).toEqual([
      "0 completed",
      "1 completed",
      "2 completed",
    ]);
    expect(stderr).toContain("2 applied");
    // Corrected, the file needs no other apply: it is no part of the checksum.
    writeFiles(migrations, { "1.verify.sql": "SELECT count(*) = 1 FROM t;" });
    const again = await migrate(server, database, migrations);
    expect({ code: again.code, verification: again.report.verification }).toEqual({ code: 0 });
    expect((await migrate(server, database, migrations, { command: "verify" })).code).toBe(0);
  });

  test("fails the step of an action, whose outputs say what is applied", async () => {
    const { database, migrations } = await prepare(server, files);
    const { code, outputs, summary, stdout } = await runAction({
      "database-url": database.url,
      "shadow-url": server.url,
      "migrations-path": migrations,
    });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({
      result: "failed",
      applied: '["1","2"]',
      "applied-count": "2",
      "pending-count": "0",
      "current-version": "2",
      changed: "true",
      "failure-reason": "VERIFY_FAILED",
      "failed-version": "1",
    });
    expect(stdout).toMatch(/::error .*title=VERIFY_FAILED in 1.*1\.verify\.sql:2:1/);
    expect(summary).toContain("### Verified on the target");
    expect(summary).toContain("❌ 1 of 2 questions holds");
  });
});

describeOnNewest("after up", (server) => {
  test("nothing is asked where a migration failed, and that is said", async () => {
    const { database, migrations } = await prepare(server, {
      "1_a.sql": "CREATE TABLE a (id int);",
      "1.verify.sql": "SELECT true;",
      // Fails on the target alone.
      "2_b.sql": "SELECT 1 / (1 - count(*)) FROM t;",
      "2.verify.sql": "SELECT true;",
    });
    const { code, report } = await migrate(server, database, migrations);
    expect(endOf({ code, report })).toEqual({
      code: 1,
      reason: "MIGRATION_FAILED",
      states: ["1 applied", "2 rolled-back"],
      verified: ["1 0/0 not asked"],
    });
  });

  test("the run lock is held while the target is asked, and a cancelled run ends with what is applied on record", async () => {
    const { database, migrations } = await prepare(server, {
      "1_a.sql": "CREATE TABLE a (id int);",
      "1.verify.sql": `SELECT true;\n${SLOW}`,
    });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    const key = BigInt.asUintN(64, BigInt(runLockKey({ schema: "public", table: "schema_migrations" })));
    const holders = await database.query(
      `SELECT 1 FROM ${ADVISORY_LOCKS} AND granted AND classid::bigint = $1 AND objid::bigint = $2`,
      [String(key >> 32n), String(key & 0xffffffffn)],
    );
    expect(holders).toHaveLength(1);
    const since = performance.now();
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(performance.now() - since).toBeLessThan(7_000);
    expect({ code, result: report.result, states: statesOf(report), verified: verified(report) }).toEqual({
      code: 7,
      result: "cancelled",
      states: ["1 applied"],
      verified: ["1 0/0 not asked"],
    });
    expect(report.ledger).toMatchObject({ applied: ["0", "1"], pending: [] });
    expect(await becomesTrue(async () => !(await isAsleep(database)), 10_000)).toBe(true);
  });

  test("a connection that is lost in the middle is made again, and all of the file asked once more", async () => {
    const { database, migrations } = await prepare(server, {
      "1_a.sql": "CREATE TABLE a (id int);",
      "1.verify.sql": "SELECT pg_sleep(4 * count(*)) IS NOT NULL FROM t;",
    });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    const { code, report } = await cli.run;
    expect({ code, failure: report.failure, verified: verified(report) }).toEqual({
      code: 0,
      failure: null,
      verified: ["1 1/1"],
    });
  });

  test("a server that stays away was not asked: that fails the run, and is said", async () => {
    const { database, migrations } = await prepare(server, {
      "1_a.sql": "CREATE TABLE a (id int);",
      "1.verify.sql": SLOW,
    });
    const { hostname, port } = new URL(server.url);
    const forward = await forwardTo(0, hostname, Number(port));
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${forward.port}` }).href;
    const flags = ["--wait-for-database=1s"];
    const cli = startCli(argsFor(server, { ...database, url }, migrations, { flags }));
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    await delay(100);
    forward.cut();
    const { code, report } = await cli.run;
    expect(endOf({ code, report })).toEqual({
      code: 1,
      reason: "CONNECTION_LOST",
      states: ["1 applied"],
      verified: ["1 0/0 not asked"],
    });
    expect(report.failure?.message).toContain("could not be asked");
  });
});

describeOnNewest("in the rehearsal", (server) => {
  const WRONG = {
    "1_a.sql": "CREATE TABLE a (id int); INSERT INTO a VALUES (1);",
    "1.verify.sql": "SELECT count(*) = 2 FROM a;",
    "2_b.sql": "DROP TABLE a;",
  };

  test.each(["up", "plan"])(
    "of %s on an empty database a wrong answer stops all, right after its migration",
    async (command) => {
      const database = await freshDatabase(server);
      const { code, report } = await migrate(server, database, makeMigrations(WRONG), { command });
      expect({ code, reason: report.failure?.code, at: report.failure?.at?.line }).toEqual({
        code: 5,
        reason: "REHEARSAL_FAILED",
        at: 1,
      });
      expect(report.rehearsal?.ok).toBe(false);
      expect(verified(report.rehearsal ?? {})).toEqual(["1 0/1 ✗ 1.verify.sql:1:1"]);
      expect(report.verification).toBeUndefined();
      expect(await relationsOf(database)).toEqual([]);
    },
  );

  test("each is asked right after its own migration: what a later one takes away was there by then", async () => {
    const database = await freshDatabase(server);
    const files = { ...WRONG, "1.verify.sql": "SELECT to_regclass('a') IS NOT NULL;" };
    const { report } = await migrate(server, database, makeMigrations(files), { command: "plan" });
    expect(verified(report.rehearsal ?? {})).toEqual(["1 1/1"]);
  });

  test("without the target's rows a wrong answer is not judged, and told; one that errs is judged", async () => {
    const there =
      "SELECT count(*) = 1 FROM t;\nSELECT 1 / count(*) = 1 FROM t;\nDO $$BEGIN ASSERT EXISTS (SELECT FROM t); END$$;";
    const { database, migrations } = await prepare(server, { "1_a.sql": "SELECT 1;", "1.verify.sql": there });
    const dry = await migrate(server, database, migrations, { command: "plan" });
    expect({ code: dry.code, verified: verified(dry.report.rehearsal ?? {}) }).toEqual({
      code: 0,
      verified: ["1 0/3 • 1:1 • 2:1 • 3:1"],
    });
    expect(dry.stderr).toContain("0 of 3 questions hold, 3 not judged here");
    const { code, report } = await migrate(server, database, migrations);
    expect({ code, verified: verified(report) }).toEqual({ code: 0, verified: ["1 3/3"] });
    writeFiles(migrations, { "2_b.sql": "SELECT 1;", "2.verify.sql": "SELECT nope FROM t;" });
    const wrong = await migrate(server, database, migrations);
    expect({ code: wrong.code, failure: wrong.report.failure }).toMatchObject({
      code: 5,
      failure: { code: "REHEARSAL_FAILED", sqlState: "42703", at: { line: 1, column: 8 } },
    });
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["0", "1"]);
  });
});

const dumping = installations.find(({ pgDump }) => pgDump !== null);
if (dumping === undefined)
  console.warn("No verify file was asked on a dump's site: there is no pg_dump here.");

test.skipIf(dumping === undefined)(
  "on a site with the target's schema from a dump rows are not judged, names are, and the target is asked",
  async () => {
    if (dumping === undefined) return;
    const { server, stop } = await startLocalServer(dumping);
    onTestFinished(stop);
    const database: TestDatabase = await freshDatabase(server);
    // No file makes it: only a dump has it.
    await database.query("CREATE TABLE legacy (id int); INSERT INTO legacy VALUES (1)");
    const migrations = makeMigrations({
      "1_a.sql": "ALTER TABLE legacy ADD COLUMN note text DEFAULT 'x';",
      "1.verify.sql":
        "SELECT count(*) = 1 FROM legacy WHERE note = 'x';\nSELECT to_regclass('legacy') IS NOT NULL;",
    });
    const run = () =>
      runCli([
        "up",
        `--database-url=${database.url}`,
        `--migrations-path=${migrations}`,
        "--rehearsal=server",
      ]);
    const { code, report } = await run();
    expect(report.rehearsal?.schemaFrom).toBe("dump");
    expect({ code, site: verified(report.rehearsal ?? {}), target: verified(report) }).toEqual({
      code: 0,
      site: ["1 1/2 • 1:1"],
      target: ["1 2/2"],
    });
    writeFiles(migrations, {
      "2_b.sql": "SELECT 1;",
      "2.verify.sql": "SELECT true;\nSELECT gone FROM legacy;",
    });
    const wrong = await run();
    expect({ code: wrong.code, site: verified(wrong.report.rehearsal ?? {}) }).toEqual({
      code: 5,
      site: ["2 1/2 ✗ 2.verify.sql:2:8"],
    });
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
  },
);
