import { join } from "node:path";
import { expect, test } from "vitest";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { ROOT } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { startPooler } from "../support/pooler.ts";
import { type CliRun, runCli } from "../support/run-cli.ts";
import { ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { verified } from "../support/verified.ts";

const TWO = {
  "1_a.sql": "CREATE TABLE a (id int); INSERT INTO a VALUES (1), (2);",
  "1.verify.sql": "SELECT count(*) >= 2 FROM a;\nSELECT to_regclass('a') IS NOT NULL;\n",
  "2_b.sql": "CREATE TABLE b (id int);",
  "2_b.verify.sql": "SELECT to_regclass('b') IS NOT NULL;\n",
  "3_c.sql": "CREATE TABLE c (id int);",
};

describeOnServers("verify", (server) => {
  const prepared = async (files: Readonly<Record<string, string>> = TWO) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(files);
    const { code, report } = await migrate(server, database, migrations);
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    const verify = (flags: readonly string[] = [], wanted: Partial<TestDatabase> = {}): Promise<CliRun> =>
      runCli([
        "verify",
        `--database-url=${wanted.url ?? database.url}`,
        `--migrations-path=${migrations}`,
        ...flags,
      ]);
    return { database, migrations, report, verify };
  };

  test("asks about all that is applied, and says how many of its questions hold", async () => {
    const { verify, report: applied } = await prepared();
    expect(verified(applied)).toEqual(["1 2/2", "2 1/1"]);
    const { code, report, stderr } = await verify();
    expect({ code, result: report.result, verified: verified(report) }).toEqual({
      code: 0,
      result: "nothing-to-do",
      verified: ["1 2/2", "2 1/1"],
    });
    expect(report).toMatchObject({
      plan: null,
      migrations: [],
      ledger: { previousVersion: "3", currentVersion: "3", applied: ["1", "2", "3"], pending: [] },
    });
    expect(stderr).toContain("✓ Verified: 3 questions of 2 files hold");
  });

  test("one that is not true ends it with 1, at its place, and all others are asked all the same", async () => {
    const { database, verify } = await prepared();
    await database.query("DELETE FROM a WHERE id = 1");
    const { code, report, stderr } = await verify();
    expect({ code, result: report.result, verified: verified(report) }).toEqual({
      code: 1,
      result: "failed",
      verified: ["1 1/2 ✗ 1.verify.sql:1:1", "2 1/1"],
    });
    expect(report.failure).toMatchObject({
      code: "VERIFY_FAILED",
      version: "1",
      statement: "SELECT count(*) >= 2 FROM a",
    });
    expect(stderr).toContain("✗ 1_a: 1 of 2 questions holds");
  });

  test("is about one version, or all up to one, when that is asked for", async () => {
    const { verify } = await prepared();
    expect(verified((await verify(["--version=02"])).report)).toEqual(["2 1/1"]);
    expect(verified((await verify(["--target=1"])).report)).toEqual(["1 2/2"]);
    expect(verified((await verify(["--target=3"])).report)).toEqual(["1 2/2", "2 1/1"]);
  });

  test("refuses a version that is not applied or not there; where nothing has a verify file it says so", async () => {
    const { migrations, verify } = await prepared();
    writeFiles(migrations, { "4_d.sql": "SELECT 1;", "4.verify.sql": "SELECT true;" });
    for (const [flag, reason] of [
      ["--version=4", "VERIFY_NOT_APPLIED"],
      ["--target=4", "VERIFY_NOT_APPLIED"],
      ["--version=5", "PLAN_VERSION_UNKNOWN"],
    ] as const) {
      const { code, report } = await verify([flag]);
      expect({ code, reason: report.failure?.code, result: report.result }).toEqual({
        code: 4,
        reason,
        result: "refused",
      });
      expect(report.verification).toBeUndefined();
    }
    const none = await verify(["--version=3"]);
    expect({ code: none.code, verified: verified(none.report) }).toEqual({ code: 0, verified: [] });
    expect(none.report.notices).toEqual(["3 has no verify file: nothing was asked."]);
    const { report } = await verify();
    expect({ pending: report.ledger?.pending, verified: verified(report) }).toEqual({
      pending: ["4"],
      verified: ["1 2/2", "2 1/1"],
    });
    const empty = await freshDatabase(server);
    const nothing = await verify([], empty);
    expect({ code: nothing.code, notices: nothing.report.notices }).toEqual({
      code: 0,
      notices: ["Nothing is applied, so there is nothing to verify."],
    });
    expect(await relationsOf(empty)).toEqual([]);
  });

  test("asks although an applied file was edited, and tells that; a wrong database stops it", async () => {
    const { migrations, verify } = await prepared();
    writeFiles(migrations, { "1_a.sql": `${TWO["1_a.sql"]} -- edited` });
    const { code, report } = await verify();
    expect({ code, verified: verified(report) }).toEqual({ code: 0, verified: ["1 2/2", "2 1/1"] });
    expect(report.notices).toEqual([
      expect.stringMatching(/^`up` would be refused here: .*1_a\.sql was changed/),
    ]);
    const wrong = await verify(["--expected-database=other"]);
    expect({ code: wrong.code, reason: wrong.report.failure?.code }).toEqual({
      code: 5,
      reason: "EXPECTED_DATABASE_DIFFERS",
    });
  });

  test("writes nothing, has no transaction id, and takes no lock that another session's EXCLUSIVE keeps", async () => {
    const { database, migrations, verify } = await prepared();
    writeFiles(migrations, {
      "3.verify.sql": `SELECT count(*) = 0 FROM c;
SELECT pg_current_xact_id_if_assigned() IS NULL AND current_setting('transaction_read_only') = 'on';
SELECT bool_and(mode = 'AccessShareLock') FROM pg_locks WHERE pid = pg_backend_pid() AND locktype <> 'virtualxid';`,
    });
    const standing = () =>
      database.query(`SELECT (SELECT count(*)::int FROM pg_class) AS relations, (SELECT count(*)::int FROM a) AS rows,
  (SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::int FROM pg_stat_user_tables) AS writes`);
    await database.query("BEGIN; LOCK TABLE a, b, c, schema_migrations, migration_history IN EXCLUSIVE MODE");
    const before = await standing();
    const { code, report } = await verify();
    expect({ code, verified: verified(report) }).toEqual({ code: 0, verified: ["1 2/2", "2 1/1", "3 3/3"] });
    expect(await standing()).toEqual(before);
  });

  test("tells what a question does that is more than reading, and takes it back", async () => {
    const { database, migrations, verify } = await prepared();
    writeFiles(migrations, {
      "2_b.verify.sql":
        "SET transaction_read_only = off;\nINSERT INTO b VALUES (1);\nDO $$BEGIN LOCK TABLE b IN SHARE MODE; END$$;\nSELECT pg_advisory_lock(7) IS NOT NULL;\nSELECT true;\n",
    });
    const { code, report } = await verify();
    const places = [1, 2, 3, 4].map((line) => ` ✗ 2_b.verify.sql:${line}:1`).join("");
    expect({ code, verified: verified(report) }).toEqual({ code: 1, verified: ["1 2/2", `2 1/5${places}`] });
    expect(await database.query("SELECT * FROM b")).toEqual([]);
  });

  test("a verify file without its migration is refused before anything connects", async () => {
    const { migrations, verify } = await prepared();
    writeFiles(migrations, { "7.verify.sql": "SELECT true;" });
    const { code, report } = await verify([], { url: "postgres://nobody@127.0.0.1:1/none" });
    expect({ code, failure: report.failure }).toMatchObject({
      code: 2,
      failure: { code: "VERIFY_WITHOUT_UP", at: { file: join(migrations, "7.verify.sql"), line: 1 } },
    });
  });

  test("steps and batch, which it has no use for, are refused", async () => {
    const { verify } = await prepared();
    const { code, report } = await verify(["--steps=1", "--batch=last"]);
    expect({ code, problems: report.problems.length }).toEqual({ code: 2, problems: expect.any(Number) });
    expect(report.failure?.message).toMatch(/^(steps|batch): /);
  });
});

describeOnNewest("through a pooler in transaction mode", (server) => {
  const pgBouncer = findPgBouncer();
  test.skipIf(pgBouncer === null)(
    "what was applied is verified, then and later, and nothing is left in a backend that others get",
    async () => {
      const database = await freshDatabase(server);
      const migrations = makeMigrations({
        ...TWO,
        "2.verify.sql": "SET search_path = pg_catalog, public;\nSELECT to_regclass('b') IS NOT NULL;",
      });
      const port = await startPooler(pgBouncer ?? "", server);
      const pooled = Object.assign(new URL(database.url), { host: `127.0.0.1:${port}` }).href;
      const flags = ["--lock-timeout=1234ms", "--statement-timeout=5min"];
      const applied = await migrate(server, { ...database, url: pooled }, migrations, { flags });
      const all = ["1 2/2", "2 1/1", "2 1/1"];
      expect({ code: applied.code, verified: verified(applied.report) }).toEqual({ code: 0, verified: all });
      const args = ["verify", `--database-url=${pooled}`, `--migrations-path=${migrations}`, ...flags];
      const alone = await runCli(args);
      expect({ code: alone.code, verified: verified(alone.report) }).toEqual({ code: 0, verified: all });
      writeFiles(migrations, { "2.verify.sql": "SELECT pg_advisory_lock(7) IS NOT NULL;" });
      const locking = await runCli(args);
      expect(verified(locking.report)[1]).toBe("2 0/1 ✗ 2.verify.sql:1:1");
      expect(await database.query(`SELECT 1 FROM ${ADVISORY_LOCKS} AND objid = 7`)).toEqual([]);
      const clients = await Promise.all([1, 2, 3, 4].map(() => connect(pooled)));
      for (const client of clients) {
        await client.query("BEGIN");
        const { rows } = await client.query(
          "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name ~ 'timeout|interval|role|path'",
        );
        expect(rows).toEqual([]);
      }
      await Promise.all(clients.map((client) => client.end()));
    },
  );
});

describeOnNewest("migrations-example", (server) => {
  test("has verify files that are asked after up, and hold", async () => {
    const database = await freshDatabase(server);
    const example = join(ROOT, "migrations-example");
    const { code, report } = await migrate(server, database, example);
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(verified(report)).toEqual(["001 3/3", "014 1/1", "016 2/2"]);
    expect(report.rehearsal?.verification?.map(({ version }) => version)).toEqual(["001", "014", "016"]);
    expect((await ledgerOf(database)).length).toBe(8);
  });
});
