import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "../support/connect.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnServers("beside a long transaction", (server) => {
  test("an index is built concurrently as soon as that ends, also when we have looked meanwhile who is in the way", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int); INSERT INTO t VALUES (1);" });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "2_i.sql": "CREATE INDEX CONCURRENTLY i ON t (id);" });
    const writer = await connect(`${database.url}?application_name=a%20long%20writer`);
    onTestFinished(() => writer.end().catch(() => undefined));
    await writer.query("BEGIN; INSERT INTO t VALUES (2)");
    const cli = startCli(argsFor(server, database, migrations));
    await cli.says("2 waits for pid");
    // Some more looks. The index waits for the end of each transaction that had a snapshot when it was nearly done: of one
    // that is at a query just then, too. So nothing is looked at in the transaction that holds the run's lock.
    await delay(2_500);
    const [holder] = await database.query<{ query: string }>(
      "SELECT a.query FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND d.datname = current_database()",
    );
    expect(holder?.query).toBeDefined();
    expect(holder?.query).not.toMatch(/pg_stat_activity|pg_blocking_pids/);
    await writer.query("COMMIT");
    const { code, report, stderr } = await cli.run;
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(stderr).toMatch(/2 waits for .*\(a long writer, idle in transaction, in its transaction for /);
  });
});
