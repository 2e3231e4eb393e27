import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { milliseconds } from "../../src/ledger/record.ts";
import { fakeClock, libFaketime } from "../support/faked-clock.ts";
import { startOwnServer } from "../support/own-server.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

if (libFaketime === null)
  console.warn("No clock was set back: libfaketime is not installed (apt-get install faketime).");

describeOnServers("a clock that jumps", (server) => {
  test.each([
    ["interval '1.4996 s'", 1500],
    ["interval '-3 years'", 0],
    ["interval '24 days'", 2_073_600_000],
    ["interval '25 days'", 2_147_483_647],
    ["interval '9000 years'", 2_147_483_647],
    ["NULL::interval", null],
  ])("an interval of %s is recorded as %s ms", async (interval, expected) => {
    const database = await freshDatabase(server);
    expect(await database.query(`SELECT ${milliseconds(interval)} AS ms`)).toEqual([{ ms: expected }]);
  });

  test("history shows the newest run first, though the clock was set back by years since the one before", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1;", "2_b.sql": "SELECT 2;" });
    await migrate(server, database, migrations);
    await database.query("UPDATE migration_history SET executed_at = executed_at + interval '10 years'");
    await database.query("INSERT INTO migration_history (version, executed_at) VALUES ('0', '2999-01-01')");
    writeFiles(migrations, { "3_c.sql": "SELECT 3;" });
    await migrate(server, database, migrations);
    const { report } = await migrate(server, database, migrations, { command: "history" });
    expect(report.history?.map(({ version }) => version)).toEqual(["3", "2", "1", "0"]);
    const one = await migrate(server, database, migrations, { command: "history", flags: ["--steps=1"] });
    expect(one.report.history?.map(({ version }) => version)).toEqual(["3"]);
  });
});

describeOnNewest("a server or a machine whose clock is set while it runs", (server) => {
  test.skipIf(libFaketime === null)(
    "by forty days forward and back, in the middle of migrations: all are applied, and last no less than 0 ms",
    async () => {
      const clock = fakeClock(libFaketime ?? "");
      const own = await startOwnServer("/tmp", undefined, clock.environment);
      chmodSync(clock.file, 0o666);
      const database = await freshDatabase(own);
      const set = (offset: string) => `COPY (SELECT '${offset}') TO '${clock.file}';`;
      const migrations = makeMigrations({
        "1_forward.up.sql": `CREATE TABLE a (x int); ${set("+40d")}`,
        "1_forward.down.sql": `DROP TABLE a; ${set("+40d")}`,
        "2_back.up.sql": `CREATE TABLE b (x int); ${set("+0d")}`,
        "2_back.down.sql": `DROP TABLE b; ${set("+0d")}`,
        "3_outside.up.sql": `-- migrate:no-transaction\nCREATE TABLE c (x int);\n${set("+50d")}\nVACUUM c;\n${set("+0d")}`,
        "3_outside.down.sql": "DROP TABLE c;",
      });
      const { code, report } = await migrate(own, database, migrations);
      expect([code, report.failure]).toEqual([0, null]);
      expect((await ledgerOf(database)).map(({ version, execution_time_ms: ms }) => [version, ms])).toEqual([
        ["1", 2_147_483_647],
        ["2", 0],
        ["3", expect.any(Number)],
      ]);
      expect(
        report.migrations.every(({ durationMs }) => (durationMs ?? -1) >= 0 && (durationMs ?? 0) < 600_000),
      ).toBe(true);
      clock.set("-400d");
      const down = await migrate(own, database, migrations, { command: "down", flags: ["--steps=3"] });
      expect([down.code, down.report.failure]).toEqual([0, null]);
      expect(await ledgerOf(database)).toEqual([]);
      const wrong = await database.query(
        "SELECT version FROM migration_history WHERE NOT coalesce(execution_time_ms, 0) BETWEEN 0 AND 2147483647",
      );
      expect(wrong).toEqual([]);
      expect((await historyOf(database)).length).toBe(6);
      const { report: shown } = await migrate(own, database, migrations, { command: "history" });
      expect(shown.history?.slice(0, 3).every(({ action }) => action === "rollback")).toBe(true);
    },
    120_000,
  );

  test.skipIf(libFaketime === null)(
    "by ten years back under the command line: the report's durations are what passed",
    async () => {
      const database = await freshDatabase(server);
      const clock = fakeClock(libFaketime ?? "");
      const args = argsFor(server, database, makeMigrations({ "1_a.sql": "SELECT pg_sleep(0.2);" }), {
        flags: ["--review-window=1s"],
      });
      const { run, says } = startCli(args, { env: clock.environment });
      await says("Review window");
      clock.set("-3650d");
      const { code, report } = await run;
      expect(code).toBe(0);
      expect(report.durationMs).toBeGreaterThan(1_000);
      expect(report.durationMs).toBeLessThan(600_000);
      expect(report.migrations[0]?.durationMs).toBeGreaterThanOrEqual(150);
    },
  );
});
