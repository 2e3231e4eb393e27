import { expect, onTestFinished, test } from "vitest";
import { makeChecksum } from "../../src/files/checksum.ts";
import { connect } from "../support/connect.ts";
import { forwardTo } from "../support/forward.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate } from "../support/runs.ts";
import {
  describeOnNewest,
  describeOnServers,
  freshDatabase,
  type TestDatabase,
  type TestServer,
} from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { wholeState } from "../support/whole-state.ts";

const THEN = "CREATE TABLE a (id int);";
const NOW = "-- Who wrote this?\nCREATE TABLE a (id int);";

/** A database with two applied migrations, the first one edited since, and how it is repaired. */
async function edited(server: TestServer) {
  const database = await freshDatabase(server);
  const migrations = makeMigrations({ "001_a.sql": THEN, "002_b.sql": "SELECT 2;" });
  await migrate(server, database, migrations, { env: { GITHUB_ACTOR: "ada" } });
  writeFiles(migrations, { "001_a.sql": NOW });
  const accept = (version: string, flags: readonly string[] = [], env: Record<string, string> = {}) =>
    migrate(server, database, migrations, {
      command: "repair",
      flags: [`--accept-checksum=${version}`, ...flags],
      env,
    });
  return { database, migrations, accept };
}

/** What is on record of the first. */
const checksumOf = async (database: TestDatabase) => (await ledgerOf(database))[0]?.checksum;

const DO_IT = ["--reason=a comment was added", "--apply"];

describeOnServers("a file that was edited on purpose", (server) => {
  test("stops `up` with the way out, is shown with both checksums, and nothing is changed", async () => {
    const { database, migrations, accept } = await edited(server);
    const refused = await migrate(server, database, migrations);
    expect([refused.code, refused.report.failure?.code]).toEqual([4, "PLAN_EDITED"]);
    expect(refused.report.failure?.hint).toContain("migrate-action repair --accept-checksum 001");
    const before = await wholeState(database);
    for (const flags of [[], ["--reason=why"], [...DO_IT, "--dry-run"]]) {
      const { code, report, stderr } = await accept("1", flags);
      expect([code, report.result, report.exitCode]).toEqual([0, "planned", 0]);
      expect(report.repair?.acceptance).toMatchObject({
        version: "001",
        name: "a",
        recordedChecksum: makeChecksum(THEN),
        fileChecksum: makeChecksum(NOW),
        appliedBy: "ada",
      });
      expect(stderr).toMatch(
        /✗ 001_a was edited after it was applied \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ by ada/,
      );
      expect(stderr).toContain(makeChecksum(THEN));
      expect(stderr).toContain(makeChecksum(NOW));
      expect(stderr).toContain("Nothing was changed.");
    }
    expect(await wholeState(database)).toBe(before);
  });

  test("with a reason goes on record with who and why, in one batch of its own, and `up` goes on", async () => {
    const { database, migrations, accept } = await edited(server);
    const { code, report } = await accept("001", DO_IT, {
      GITHUB_ACTOR: "mona",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "o/r",
      GITHUB_RUN_ID: "7",
    });
    expect([report.failure, code, report.result, report.batch]).toEqual([null, 0, "applied", 2]);
    const [row] = await ledgerOf(database);
    expect(row).toMatchObject({ version: "001", checksum: makeChecksum(NOW), applied_by: "ada", batch: 1 });
    const [entry] = await database.query("SELECT * FROM migration_history WHERE action = 'repair'");
    expect(entry).toMatchObject({
      ...{ version: "001", status: "completed", executed_by: "mona", batch: 2 },
      checksum: makeChecksum(NOW),
      run_url: "https://github.com/o/r/actions/runs/7",
      error_message: `accept-checksum: a comment was added (on record was ${makeChecksum(THEN)}, now ${makeChecksum(NOW)})`,
    });
    const next = await migrate(server, database, migrations);
    expect([next.code, next.report.result]).toEqual([0, "nothing-to-do"]);
    const before = await wholeState(database);
    const again = await accept("001", DO_IT);
    expect([again.code, again.report.result]).toEqual([0, "nothing-to-do"]);
    expect(again.stderr).toContain("Nothing to accept");
    expect(await wholeState(database)).toBe(before);
  });

  test("is accepted alone: another edited file still stops `up`, and that is said", async () => {
    const { database, migrations, accept } = await edited(server);
    writeFiles(migrations, { "002_b.sql": "SELECT 22;" });
    const { code, report } = await accept("001", DO_IT);
    expect([code, report.result]).toEqual([0, "applied"]);
    expect(report.notices.join()).toContain("`up` is still refused for 002 (PLAN_EDITED)");
    const refused = await migrate(server, database, migrations);
    expect(refused.report.plan?.refusals.map(({ version }) => version)).toEqual(["002"]);
    expect((await accept("002", DO_IT)).code).toBe(0);
    expect((await migrate(server, database, migrations)).code).toBe(0);
  });

  test("in production needs the phrase, and expected-database the database", async () => {
    const { database, accept } = await edited(server);
    const before = await wholeState(database);
    const unconfirmed = await accept("001", [...DO_IT, "--environment=production"]);
    expect([unconfirmed.code, unconfirmed.report.failure?.code]).toEqual([5, "CONFIRMATION_MISSING"]);
    const elsewhere = await accept("001", [...DO_IT, "--expected-database=other"]);
    expect([elsewhere.code, elsewhere.report.failure?.code]).toEqual([5, "EXPECTED_DATABASE_DIFFERS"]);
    expect(await wholeState(database)).toBe(before);
    const flags = [...DO_IT, "--environment=production", "--confirm=MIGRATE-PRODUCTION"];
    expect((await accept("001", flags)).code).toBe(0);
  });

  test.each([
    [
      "and the server takes it back: that is said, and nothing is on record",
      "terminated",
      1,
      "CONNECTION_LOST",
    ],
    ["and the server goes on to its end: it is done", "cut", 0, undefined],
  ] as const)("is written while the connection is lost, %s", async (_, how, code, failure) => {
    const { database, migrations } = await edited(server);
    const { host, port } = database.settings;
    const way = await forwardTo(0, host, port);
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${way.port}` }).href;
    const holder = await connect(database.url);
    onTestFinished(() => holder.end());
    await holder.query("BEGIN; LOCK TABLE migration_history IN SHARE MODE");
    const flags = ["--accept-checksum=001", ...DO_IT, "--lock-timeout=1min"];
    const cli = startCli(argsFor(server, { ...database, url }, migrations, { command: "repair", flags }));
    const waiting = () =>
      database.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
    expect(await becomesTrue(async () => (await waiting()).length > 0, 20_000)).toBe(true);
    if (how === "terminated")
      await database.query("SELECT pg_terminate_backend($1)", [(await waiting())[0]?.pid]);
    else {
      way.stall();
      await holder.query("COMMIT");
      expect(await becomesTrue(async () => (await checksumOf(database)) === makeChecksum(NOW), 20_000)).toBe(
        true,
      );
      way.leadTo(host, port);
    }
    const ended = await cli.run;
    expect([ended.code, ended.report.failure?.code]).toEqual([code, failure]);
    expect(await checksumOf(database)).toBe(makeChecksum(how === "cut" ? NOW : THEN));
  });
});

describeOnNewest("an acceptance that cannot be", (server) => {
  test.each([
    [["009"], [], 4, "REPAIR_REFUSED"],
    [["003"], [], 4, "REPAIR_REFUSED"],
    [["001"], ["--apply"], 2, "INPUT_MISSING"],
    [["001"], ["--version=001"], 2, "INPUT_INVALID"],
    [["001"], ["--resolve=done"], 2, "INPUT_INVALID"],
  ])(
    "of %j with %j is refused with %i %s, and nothing is written",
    async ([version = ""], flags, exit, code) => {
      const { database, migrations, accept } = await edited(server);
      writeFiles(migrations, { "003_c.sql": "SELECT 3;" });
      const before = await wholeState(database);
      const { code: ended, report } = await accept(version, flags);
      expect([ended, report.failure?.code]).toEqual([exit, code]);
      expect(report.failure?.hint ?? report.failure?.message).toMatch(/\w/);
      expect(await wholeState(database)).toBe(before);
    },
  );

  test("because the row is changed while the run lock is waited for is told as such", async () => {
    const { database, migrations } = await edited(server);
    const holder = await connect(database.url);
    await holder.query("BEGIN; SELECT pg_advisory_xact_lock(7190148643575261842)");
    const flags = ["--accept-checksum=001", ...DO_IT];
    const cli = startCli(argsFor(server, database, migrations, { command: "repair", flags }));
    await cli.says("Waiting for another run");
    await database.query("UPDATE schema_migrations SET checksum = 'sha256:other' WHERE version = '001'");
    await holder.query("COMMIT");
    await holder.end();
    const { code, report } = await cli.run;
    expect([code, report.failure?.code]).toEqual([4, "LEDGER_CHANGED"]);
    expect(report.failure?.message).toContain("001");
    expect((await ledgerOf(database))[0]?.checksum).toBe("sha256:other");
    expect(await database.query("SELECT FROM migration_history WHERE action = 'repair'")).toEqual([]);
  });

  test("because two rows mean the version is refused before anything of it is shown", async () => {
    const { database, accept } = await edited(server);
    await database.query("INSERT INTO schema_migrations (version) VALUES ('1')");
    const { code, report } = await accept("001", DO_IT);
    expect([code, report.failure?.code, report.repair]).toEqual([4, "PLAN_DUPLICATE", undefined]);
  });

  test("keeps a secret in its reason out of the history", async () => {
    const { database, accept } = await edited(server);
    const secret = "a-token-that-is-secret";
    await accept("001", [`--reason=because ${secret}`, "--apply", `--github-token=${secret}`]);
    const [entry] = await database.query(
      "SELECT error_message FROM migration_history WHERE action = 'repair'",
    );
    expect(entry?.["error_message"]).toContain("because ***");
  });
});
