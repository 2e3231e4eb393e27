import { expect, test } from "vitest";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { startPooler } from "../support/pooler.ts";
import { migrate } from "../support/runs.ts";
import { serve } from "../support/serve.ts";
import { describeOnNewest, describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { tapTo } from "../support/tap.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (id int PRIMARY KEY)", "2_b.sql": "CREATE TABLE b (id int)" };

/** The same database by way of a tap. */
async function tapped(database: TestDatabase) {
  const tap = await tapTo(database.settings.host, database.settings.port);
  const url = new URL(database.url);
  Object.assign(url, { hostname: "127.0.0.1", port: String(tap.port), search: "?sslmode=disable" });
  return { tap, through: { ...database, url: url.href } };
}

describeOnServers("what health costs the database", (server) => {
  test("is one message an answer as long as ledger and files stay as they are", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const { tap, through } = await tapped(database);
    const { ask } = await serve(server, through, migrations);
    const statuses = async (count: number) => {
      const found = new Set<number>();
      for (let index = 0; index < count; index++) found.add((await ask("/health/database")).status);
      return [...found];
    };
    // Files that were written just now are read again for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await statuses(2);
    const before = tap.queries();
    expect(await statuses(50)).toEqual([200]);
    expect([tap.queries() - before, tap.connections()]).toEqual([50, 1]);
    await database.query("UPDATE public.schema_migrations SET applied_by = 'somebody' WHERE version = '1'");
    const changed = tap.queries();
    expect(await statuses(10)).toEqual([200]);
    // A whole look once, and then as before.
    expect(tap.queries() - changed).toBeGreaterThan(10);
    expect(tap.queries() - changed).toBeLessThan(16);
  });

  test("is one connection, and fewer messages than answers, where 200 ask at once", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const { tap, through } = await tapped(database);
    const { ask } = await serve(server, through, migrations);
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask("/health/database")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect([tap.connections(), tap.mostAtOnce()]).toEqual([1, 1]);
    expect(tap.queries()).toBeLessThan(100);
  });

  test("is no line in the log of a database that was never migrated, and no error later", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const { tap, through } = await tapped(database);
    const { ask } = await serve(server, through, migrations);
    for (let round = 0; round < 5; round++) expect((await ask("/health/database")).status).toBe(503);
    expect(tap.queries()).toBeGreaterThan(5);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    for (let round = 0; round < 5; round++) expect((await ask("/health/database")).status).toBe(200);
    expect([tap.errors(), tap.connections()]).toEqual([0, 1]);
  });
});

describeOnNewest("an answer", (server) => {
  test("is never older than its request, however many share it", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const { ask } = await serve(server, database, migrations);
    await ask("/health/database");
    for (let round = 0; round < 20; round++) {
      const status = round % 2 === 0 ? "failed" : "completed";
      const beside = Array.from({ length: 5 }, () => ask("/health/database"));
      await database.query(`UPDATE public.schema_migrations SET status = '${status}' WHERE version = '2'`);
      expect((await ask("/health/database")).status).toBe(status === "failed" ? 503 : 200);
      await Promise.all(beside);
    }
  });

  const pooler = findPgBouncer();
  test.skipIf(pooler === null)(
    "comes through a pooler that hands connections out by transaction",
    async () => {
      const database = await freshDatabase(server);
      const migrations = makeMigrations(FILES);
      const port = String(await startPooler(pooler ?? "", server));
      const url = Object.assign(new URL(database.url), { hostname: "127.0.0.1", port }).href;
      expect((await migrate(server, { ...database, url }, migrations)).code).toBe(0);
      const { ask } = await serve(server, { ...database, url }, migrations);
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask("/health/database")));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      // What the run has kept through the pooler is what is asked for through it.
      await database.query("DROP TABLE b");
      const after = await ask("/health/database");
      expect(after.status).toBe(503);
      expect(await after.text()).toContain("table public.b");
    },
  );
});
