import { expect, test } from "vitest";
import { describeOnServers } from "../support/servers.ts";
import { askCatalog, hold, makeShop, one } from "../support/shop.ts";

describeOnServers("facts of the catalog, where others are in the way", (server) => {
  test("a table that another session holds ACCESS EXCLUSIVE delays nothing, and is said to be measured by the planner", async () => {
    const database = await makeShop(server);
    await hold(database, "LOCK TABLE shop.users IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    const facts = await askCatalog(database, server, { relations: ["shop.users", "shop.events"] });
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(one(facts, "users")).toMatchObject({ isLocked: true, rows: 500 });
    expect(one(facts, "users")?.sizeBytes).toBeGreaterThan(0);
    expect(one(facts, "users")?.totalBytes).toBeGreaterThan(one(facts, "users")?.sizeBytes ?? 0);
    expect(one(facts, "events")).toMatchObject({ isLocked: false, rows: 100 });
    expect(facts?.incomplete).toEqual([
      "shop.users is locked by another session: its size is the planner's.",
    ]);
  });

  test("a session that only waits for ACCESS EXCLUSIVE is not waited for either", async () => {
    const database = await makeShop(server);
    await hold(database, "LOCK TABLE shop.users IN ACCESS SHARE MODE");
    const waiting = hold(
      database,
      "SET LOCAL lock_timeout = '20s'; LOCK TABLE shop.users IN ACCESS EXCLUSIVE MODE",
    );
    waiting.catch(() => undefined);
    const isWaiting =
      "SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT granted AND mode = 'AccessExclusiveLock' AND d.datname = current_database()";
    await expect.poll(async () => (await database.query(isWaiting))[0]?.["n"]).toBe(1);
    const begun = performance.now();
    expect(one(await askCatalog(database, server, { relations: ["shop.users"] }), "users")?.isLocked).toBe(
      true,
    );
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test("where a lock comes in that could not be foreseen, sizes are the planner's, and that is said", async () => {
    const database = await makeShop(server);
    const [toast] = await database.query(
      "SELECT i.indexrelid::regclass::text AS name FROM pg_class c JOIN pg_index i ON i.indrelid = c.reltoastrelid WHERE c.oid = 'shop.users'::regclass",
    );
    // It locks the TOAST table's index, of which the table knows nothing, until the test ends.
    await hold(database, `REINDEX INDEX ${toast?.["name"]}`);
    const begun = performance.now();
    const facts = await askCatalog(database, server, { relations: ["shop.users"] });
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(one(facts, "users")).toMatchObject({ rows: 500, isLocked: true });
    expect(one(facts, "users")?.sizeBytes).toBeGreaterThan(0);
    expect(facts?.incomplete).toEqual([
      "Files could not be measured in time, or for locks of others: all sizes are the planner's.",
    ]);
  });

  test("of more relations than can be described in time, the nearest are, and the sums have all", async () => {
    const database = await makeShop(server);
    await database.query(`CREATE TABLE many (n int) PARTITION BY RANGE (n); CREATE TABLE of_many (n int);
      DO $$ BEGIN FOR n IN 1..520 LOOP EXECUTE format('CREATE TABLE many_%s PARTITION OF many FOR VALUES FROM (%s) TO (%s)', n, n, n + 1); END LOOP; END $$`);
    await database.query("INSERT INTO many SELECT generate_series(1, 520)");
    await database.query(
      "ALTER TABLE many ADD PRIMARY KEY (n); ALTER TABLE of_many ADD FOREIGN KEY (n) REFERENCES many",
    );
    const facts = await askCatalog(database, server, { relations: ["many"] }, 20_000);
    expect(facts?.relations).toHaveLength(500);
    expect(one(facts, "many")?.partitions).toHaveLength(520);
    expect(one(facts, "many")?.sizeBytes).toBe(520 * 8_192);
    expect(one(facts, "of_many")).toBeDefined();
    expect(facts?.incomplete).toEqual(["More than 500 relations hang together: the others are left out."]);
  });

  test("when the catalog itself cannot be read in time there are no facts, and the session goes on", async () => {
    const database = await makeShop(server);
    await hold(database, "LOCK TABLE pg_catalog.pg_publication IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    expect(await askCatalog(database, server, { relations: ["shop.users"] }, 600)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
