import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "../support/connect.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { startPooler } from "../support/pooler.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, statesOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const pgBouncer = findPgBouncer();
if (pgBouncer === null) console.warn("Nothing was tried through a pooler: PgBouncer is not installed.");

describeOnNewest("through a pooler in transaction mode", (server) => {
  const prepared = async (files: Readonly<Record<string, string>>) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1)");
    writeFiles(migrations, files);
    const port = await startPooler(pgBouncer ?? "", server);
    const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${port}` }).href;
    const client = async () => {
      const opened = await connect(url);
      onTestFinished(() => opened.end().catch(() => undefined));
      return opened;
    };
    return { database, pooled: { ...database, url }, migrations, client };
  };

  test.skipIf(pgBouncer === null)(
    "nothing that a file outside a transaction needs is left in a backend that others get",
    async () => {
      const { database, pooled, migrations, client } = await prepared({
        "1_seen.sql":
          "CREATE TABLE seen (lock_timeout text); CREATE FUNCTION see() RETURNS void LANGUAGE sql AS $$INSERT INTO seen SELECT current_setting('lock_timeout')$$;",
        "2_out.sql":
          "-- migrate:no-transaction\nINSERT INTO seen SELECT current_setting('lock_timeout');\nSELECT see();\nCREATE INDEX CONCURRENTLY i ON t (id);\nSELECT see();",
      });
      const { code, report } = await migrate(server, pooled, migrations, {
        flags: ["--lock-timeout=1234ms", "--statement-timeout=5min"],
      });
      expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
      expect((await ledgerOf(database)).map(({ status }) => status)).toEqual([
        "completed",
        "completed",
        "completed",
      ]);
      // In a transaction of ours the limit is set; a statement alone has what the server gives it.
      const seen = await database.query<{ lock_timeout: string }>("SELECT lock_timeout FROM seen");
      expect(seen.map((row) => row.lock_timeout)).toEqual(["1234ms", "0", "0"]);
      // As many as the pool has, each held in a transaction.
      const clients = await Promise.all([1, 2, 3, 4].map(client));
      for (const one of clients) {
        await one.query("BEGIN");
        const { rows } = await one.query(
          "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name ~ 'timeout|interval|role'",
        );
        expect(rows).toEqual([]);
      }
    },
  );

  test.skipIf(pgBouncer === null)(
    "an index that is long in coming is waited for: what another backend does is not taken for ours",
    async () => {
      const { database, pooled, migrations, client } = await prepared({
        "1_out.sql":
          "-- migrate:no-transaction\nCREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON t (id);",
      });
      const writer = await client();
      await writer.query("BEGIN; INSERT INTO t VALUES (2)");
      const cli = startCli(argsFor(server, pooled, migrations));
      await cli.says("1 waits for pid");
      // The backend that began the file is idle for longer by then than one of ours may be.
      await delay(9_000);
      await writer.query("COMMIT");
      const { code, report } = await cli.run;
      expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
      expect((await ledgerOf(database)).map(({ status }) => status)).toEqual(["completed", "completed"]);
    },
  );

  test.skipIf(pgBouncer === null)("a cancelled run cancels what is its own, and nobody else's", async () => {
    const { database, pooled, migrations, client } = await prepared({
      "1_slow.sql": "CREATE TABLE a (id int);\nSELECT pg_sleep(60 * count(*)) FROM t;",
    });
    const other = await client();
    const others = other.query("SELECT pg_sleep(8), 'undisturbed' AS how");
    const cli = startCli(argsFor(server, pooled, migrations));
    await cli.says("Applying");
    expect(
      await becomesTrue(
        async () =>
          (
            await database.query(
              "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()",
            )
          ).length === 2,
        10_000,
      ),
    ).toBe(true);
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(code).toBe(7);
    expect(report.migrations).toMatchObject([{ version: "1", state: "rolled-back" }]);
    expect((await others).rows).toMatchObject([{ how: "undisturbed" }]);
    expect(await isAsleep(database)).toBe(false);
  });

  test.skipIf(pgBouncer === null)(
    "a run that is cancelled in a later migration stops that, and knows that nothing of it is left",
    async () => {
      const { database, pooled, migrations } = await prepared({
        "1_a.sql": "CREATE TABLE a (id int);",
        "2_slow.sql": "CREATE TABLE b (id int); SELECT pg_sleep(60 * count(*)) FROM t;",
      });
      const cli = startCli(argsFor(server, pooled, migrations));
      expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
      cli.child.kill("SIGTERM");
      const { code, report } = await cli.run;
      expect(code).toBe(7);
      expect(statesOf(report)).toEqual(["1 applied", "2 rolled-back"]);
      // Told to, not left alone: a server finds out about that within a second.
      expect(await isAsleep(database)).toBe(false);
      expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["0", "1"]);
    },
  );
});
