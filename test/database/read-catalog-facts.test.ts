import { expect, onTestFinished, test } from "vitest";
import type { CatalogFacts, CatalogRelation } from "../../src/database/catalog-facts.ts";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { connect } from "../support/connect.ts";
import { describeOnServers, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";

const SCHEMA = `
CREATE SCHEMA shop;
CREATE DOMAIN shop.email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN shop.work_email AS shop.email;
CREATE DOMAIN shop.plain AS text;
CREATE TYPE shop.mood AS ENUM ('sad', 'ok');
CREATE TABLE shop.users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail shop.work_email NOT NULL, note shop.plain, age int DEFAULT 1,
  old int GENERATED ALWAYS AS (age + 1) STORED, moods shop.mood[], CONSTRAINT grown CHECK (age > 0));
ALTER TABLE shop.users ADD CONSTRAINT late CHECK (age < 200) NOT VALID;
CREATE INDEX users_mail ON shop.users (lower(mail), age) INCLUDE (note) WHERE age > 18;
CREATE TABLE shop.orders (id int PRIMARY KEY, user_id bigint, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES shop.users (id));
CREATE TABLE shop.lines (order_id int REFERENCES shop.orders);
CREATE VIEW shop.adults AS SELECT id, mail FROM shop.users WHERE age > 18;
CREATE TABLE shop.events (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.events_rest PARTITION OF shop.events DEFAULT;
CREATE TABLE public.apart (n int);
CREATE FUNCTION shop.slow() RETURNS int VOLATILE LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION shop.noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER note_it BEFORE INSERT ON shop.users FOR EACH ROW EXECUTE FUNCTION shop.noted();
INSERT INTO shop.users (mail) SELECT 'a@b' FROM generate_series(1, 500);
INSERT INTO shop.events SELECT '2025-05-05', 'x' FROM generate_series(1, 100);
ANALYZE shop.users; ANALYZE shop.events_2025;`;

interface Asked {
  readonly relations?: readonly string[];
  readonly types?: readonly string[];
  readonly functions?: readonly string[];
}

const names = (list: readonly string[] = []) =>
  list.map((text) => {
    const [name = "", schema = null] = text.split(".").toReversed();
    return { schema, name };
  });

async function ask(
  database: TestDatabase,
  { major }: TestServer,
  { relations, types, functions }: Asked,
  limitMs = 5_000,
): Promise<CatalogFacts | null> {
  const session = await makeConnector(database.settings, 10_000).open();
  const question = { relations: names(relations), types: names(types), functions: names(functions) };
  try {
    return await readCatalogFacts(session, question, { role: null, limitMs, major });
  } finally {
    await session.close();
  }
}

async function shop(server: TestServer): Promise<TestDatabase> {
  const database = await freshDatabase(server);
  await database.query(SCHEMA);
  return database;
}

/** Another session's transaction that holds what `sql` takes, until the test ends. */
async function hold(database: TestDatabase, sql: string): Promise<void> {
  const client = await connect(database.url);
  onTestFinished(() => client.end().catch(() => undefined));
  await client.query(`BEGIN; ${sql}`);
}

const one = (facts: CatalogFacts | null, name: string): CatalogRelation | undefined =>
  facts?.relations.find((relation) => relation.name === name);

describeOnServers("facts of the catalog", (server) => {
  test("a table comes with its columns, constraints, indexes, views, triggers, rows and sizes", async () => {
    const database = await shop(server);
    const facts = await ask(database, server, { relations: ["shop.users"] });
    const users = one(facts, "users");
    expect(users).toMatchObject({
      schema: "shop",
      kind: "table",
      isAsked: true,
      isLocked: false,
      rows: 500,
      triggers: ["note_it"],
      replicaIdentity: "default",
      isPublished: false,
      partitionOf: null,
      bound: null,
      partitionedBy: null,
      views: [{ schema: "shop", name: "adults", kind: "view", columns: ["age", "id", "mail"] }],
      referencedBy: [{ schema: "shop", name: "orders", constraint: "of_user", columns: ["user_id"] }],
    });
    expect(users?.totalBytes).toBeGreaterThan(users?.sizeBytes ?? Number.POSITIVE_INFINITY);
    const named = (rows: readonly { readonly name: string }[] = []) =>
      Object.fromEntries(rows.map((row) => [row.name, row]));
    expect(named(users?.columns)).toMatchObject({
      id: { type: "bigint", isNotNull: true, isIdentity: true, hasDefault: false, domain: null },
      mail: { type: "shop.work_email", domain: { schema: "shop", name: "work_email", isConstrained: true } },
      note: { isNotNull: false, domain: { name: "plain", isConstrained: false } },
      age: { hasDefault: true, generated: null },
      old: { generated: "stored", hasDefault: false },
      moods: { type: "shop.mood[]" },
    });
    expect(named(users?.constraints)).toMatchObject({
      users_pkey: { kind: "primary-key", columns: ["id"], index: "users_pkey", isValid: true },
      grown: { kind: "check", definition: "CHECK ((age > 0))", columns: ["age"], isEnforced: true },
      late: { kind: "check", isValid: false },
    });
    expect(named(users?.indexes)).toMatchObject({
      users_pkey: { isPrimary: true, isUnique: true, constraint: "users_pkey", predicate: null },
      users_mail: { columns: [null, "age"], predicate: "(age > 18)", isValid: true, method: "btree" },
    });
    expect(one(facts, "orders")).toMatchObject({
      isAsked: false,
      constraints: expect.arrayContaining([
        expect.objectContaining({
          kind: "foreign-key",
          references: { schema: "shop", name: "users", columns: ["id"] },
          definition: "FOREIGN KEY (user_id) REFERENCES shop.users(id)",
        }),
      ]),
    });
    expect(one(facts, "lines")).toBeUndefined();
    expect(one(facts, "apart")).toBeUndefined();
    expect(facts?.incomplete).toEqual([]);
  });

  test("what the server has counted of a table's use is in its facts", async () => {
    const database = await shop(server);
    // A session that ends tells at once what it has counted, an idle one when it likes.
    const client = await connect(database.url);
    await client.query(
      "INSERT INTO public.apart VALUES (1); DELETE FROM public.apart; SELECT FROM public.apart",
    );
    await client.end();
    await expect
      .poll(async () => one(await ask(database, server, { relations: ["apart"] }), "apart")?.use)
      .toMatchObject({ inserted: 1, updated: 0, deleted: 1, seqScans: 2, indexScans: 0 });
  });

  test("a partitioned table has the sums of its partitions, and rows unknown while one of them was never analysed", async () => {
    const database = await shop(server);
    const facts = await ask(database, server, { relations: ["shop.events"] });
    const events = one(facts, "events");
    const part = one(facts, "events_2025");
    expect(events).toMatchObject({
      kind: "partitioned table",
      partitionedBy: { strategy: "range", columns: ["at"] },
      partitions: [
        { schema: "shop", name: "events_2025", isDefault: false },
        { schema: "shop", name: "events_rest", isDefault: true },
      ],
      rows: 100,
    });
    expect(events?.sizeBytes).toBe(part?.sizeBytes);
    expect(part).toMatchObject({
      partitionOf: { schema: "shop", name: "events" },
      bound: "FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
    });
    await database.query(
      "CREATE TABLE shop.events_2026 PARTITION OF shop.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    );
    await database.query("ALTER TABLE shop.events_2026 SET (autovacuum_enabled = off)");
    await database.query("INSERT INTO shop.events VALUES ('2026-05-05', 'x')");
    await database.query("SELECT pg_stat_reset()");
    expect(one(await ask(database, server, { relations: ["shop.events"] }), "events")?.rows).toBeNull();
  });

  test("a partition brings its parents and their default partition, an index its table", async () => {
    const database = await shop(server);
    const byPartition = await ask(database, server, { relations: ["shop.events_2025"] });
    expect(byPartition?.relations.map(({ name }) => name)).toEqual(["events", "events_2025", "events_rest"]);
    const byIndex = await ask(database, server, { relations: ["shop.users_mail"] });
    expect(one(byIndex, "users_mail")).toMatchObject({
      kind: "index",
      indexOf: { schema: "shop", name: "users" },
    });
    expect(one(byIndex, "users")?.isAsked).toBe(false);
  });

  test("types bring the tables that use them, through arrays and other domains too", async () => {
    const database = await shop(server);
    const facts = await ask(database, server, { types: ["shop.email", "shop.mood", "text"] });
    const usedBy = (column: string) => [{ schema: "shop", name: "users", column }];
    expect(facts?.types).toEqual([
      {
        schema: "shop",
        name: "email",
        kind: "domain",
        baseType: "text",
        isNotNull: false,
        constraints: [{ name: "email_check", definition: "CHECK ((VALUE ~~ '%@%'::text))", isValid: true }],
        labels: [],
        usedBy: usedBy("mail"),
      },
      {
        schema: "shop",
        name: "mood",
        kind: "enum",
        baseType: null,
        isNotNull: false,
        constraints: [],
        labels: ["sad", "ok"],
        usedBy: usedBy("moods"),
      },
    ]);
    expect(facts?.relations.map(({ name }) => name)).toEqual(["orders", "users"]);
  });

  test("functions have the volatility of the most volatile of their name", async () => {
    const database = await shop(server);
    const functions = ["now", "shop.slow", "slow", "gen_random_uuid", "not_there", "pg_catalog.lower"];
    const facts = await ask(database, server, { functions });
    expect(facts?.functions).toEqual([
      { schema: "pg_catalog", name: "gen_random_uuid", volatility: "volatile" },
      { schema: "pg_catalog", name: "lower", volatility: "immutable" },
      { schema: "pg_catalog", name: "now", volatility: "stable" },
      { schema: "shop", name: "slow", volatility: "volatile" },
    ]);
  });

  test("unqualified names are looked for on the search path of the session, first come first", async () => {
    const database = await shop(server);
    await database.query("CREATE TABLE public.users (n int)");
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`ALTER DATABASE ${name} SET search_path = shop, missing, public`);
    const facts = await ask(database, server, { relations: ["users", "missing_table", "APART", "apart"] });
    expect(facts?.searchPath).toEqual(["shop", "public"]);
    expect(facts?.relations.filter(({ isAsked }) => isAsked)).toMatchObject([
      { schema: "public", name: "apart" },
      { schema: "shop", name: "users" },
    ]);
  });

  test("names with quotes, backslashes and dots are asked for as they are", async () => {
    const database = await freshDatabase(server);
    const name = `it's a "name" \\ with. $$`;
    await database.query(`CREATE TABLE "${name.replaceAll('"', '""')}" (n int)`);
    const session = await makeConnector(database.settings, 10_000).open();
    onTestFinished(() => session.close());
    const question = { relations: [{ schema: null, name }], types: [], functions: [] };
    const limit = { role: null, limitMs: 5_000, major: server.major };
    expect((await readCatalogFacts(session, question, limit))?.relations[0]?.name).toBe(name);
  });

  test("a table that another session holds ACCESS EXCLUSIVE delays nothing, and is said to be measured by the planner", async () => {
    const database = await shop(server);
    await hold(database, "LOCK TABLE shop.users IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    const facts = await ask(database, server, { relations: ["shop.users", "shop.events"] });
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
    const database = await shop(server);
    await hold(database, "LOCK TABLE shop.users IN ACCESS SHARE MODE");
    const waiting = hold(
      database,
      "SET LOCAL lock_timeout = '20s'; LOCK TABLE shop.users IN ACCESS EXCLUSIVE MODE",
    );
    waiting.catch(() => undefined);
    const isWaiting =
      "SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'";
    await expect.poll(async () => (await database.query(isWaiting))[0]?.["n"]).toBe(1);
    const begun = performance.now();
    expect(one(await ask(database, server, { relations: ["shop.users"] }), "users")?.isLocked).toBe(true);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  test("when the catalog itself cannot be read in time there are no facts, and the session goes on", async () => {
    const database = await shop(server);
    await hold(database, "LOCK TABLE pg_catalog.pg_publication IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    expect(await ask(database, server, { relations: ["shop.users"] }, 600)).toBeNull();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
