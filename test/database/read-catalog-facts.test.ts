import { expect, onTestFinished, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { connect } from "../support/connect.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { askCatalog, makeShop, one } from "../support/shop.ts";

describeOnServers("facts of the catalog", (server) => {
  test("a table comes with its columns, constraints, indexes, views, triggers, rows and sizes", async () => {
    const database = await makeShop(server);
    const facts = await askCatalog(database, server, { relations: ["shop.users"] });
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
    const database = await makeShop(server);
    // A session that ends tells at once what it has counted, an idle one when it likes.
    const client = await connect(database.url);
    await client.query(
      "INSERT INTO public.apart VALUES (1); DELETE FROM public.apart; SELECT FROM public.apart",
    );
    await client.end();
    await expect
      .poll(async () => one(await askCatalog(database, server, { relations: ["apart"] }), "apart")?.use)
      .toMatchObject({ inserted: 1, updated: 0, deleted: 1, seqScans: 2, indexScans: 0 });
  });

  test("a partitioned table has the sums of its partitions, and rows unknown while one of them was never analysed", async () => {
    const database = await makeShop(server);
    const facts = await askCatalog(database, server, { relations: ["shop.events"] });
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
    expect(
      one(await askCatalog(database, server, { relations: ["shop.events"] }), "events")?.rows,
    ).toBeNull();
  });

  test("a partition brings its parents and their default partition, an index its table", async () => {
    const database = await makeShop(server);
    const byPartition = await askCatalog(database, server, { relations: ["shop.events_2025"] });
    expect(byPartition?.relations.map(({ name }) => name)).toEqual(["events", "events_2025", "events_rest"]);
    const byIndex = await askCatalog(database, server, { relations: ["shop.users_mail"] });
    expect(one(byIndex, "users_mail")).toMatchObject({
      kind: "index",
      indexOf: { schema: "shop", name: "users" },
    });
    expect(one(byIndex, "users")?.isAsked).toBe(false);
  });

  test("types bring the tables that use them, through arrays and other domains too", async () => {
    const database = await makeShop(server);
    const facts = await askCatalog(database, server, { types: ["shop.email", "shop.mood", "text"] });
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
    const database = await makeShop(server);
    const functions = ["now", "shop.slow", "slow", "gen_random_uuid", "not_there", "pg_catalog.lower"];
    const facts = await askCatalog(database, server, { functions });
    expect(facts?.functions).toEqual([
      { schema: "pg_catalog", name: "gen_random_uuid", volatility: "volatile" },
      { schema: "pg_catalog", name: "lower", volatility: "immutable" },
      { schema: "pg_catalog", name: "now", volatility: "stable" },
      { schema: "shop", name: "slow", volatility: "volatile" },
    ]);
  });

  test("unqualified names are looked for on the search path of the session, first come first", async () => {
    const database = await makeShop(server);
    await database.query("CREATE TABLE public.users (n int)");
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`ALTER DATABASE ${name} SET search_path = shop, missing, public`);
    const facts = await askCatalog(database, server, {
      relations: ["users", "missing_table", "APART", "apart"],
    });
    expect(facts?.searchPath).toEqual(["shop", "public"]);
    expect(facts?.relations.filter(({ isAsked }) => isAsked)).toMatchObject([
      { schema: "public", name: "apart" },
      { schema: "shop", name: "users" },
    ]);
  });

  test("with a role, its own schema is on the search path, as it is for its migrations", async () => {
    const database = await makeShop(server);
    await database.query(
      "CREATE ROLE catalog_reader; CREATE SCHEMA catalog_reader CREATE TABLE users (n int)",
    );
    onTestFinished(async () => {
      await database.query("DROP SCHEMA catalog_reader CASCADE; DROP ROLE catalog_reader");
    });
    await database.query("GRANT USAGE ON SCHEMA catalog_reader TO catalog_reader");
    const session = await makeConnector(database.settings, 10_000).open();
    onTestFinished(() => session.close());
    const question = { relations: [{ schema: null, name: "users" }], types: [], functions: [] };
    const limit = { role: "catalog_reader", limitMs: 5_000, major: server.major };
    const facts = await readCatalogFacts(session, question, limit);
    expect(facts?.searchPath).toEqual(["catalog_reader", "public"]);
    expect(facts?.relations).toMatchObject([{ schema: "catalog_reader", name: "users" }]);
    expect(await session.query("SELECT current_user = session_user AS same")).toEqual([{ same: true }]);
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

  test("publications of a table, of its parent, of its schema and of all are seen", async () => {
    const database = await makeShop(server);
    const published = async () => {
      const relations = ["shop.users", "shop.events_2025", "public.apart"];
      const facts = await askCatalog(database, server, { relations });
      return ["users", "events_2025", "apart"].map((name) => one(facts, name)?.isPublished);
    };
    expect(await published()).toEqual([false, false, false]);
    await database.query("CREATE PUBLICATION one FOR TABLE shop.events");
    expect(await published()).toEqual([false, true, false]);
    if (server.major >= 15) {
      await database.query("CREATE PUBLICATION two FOR TABLES IN SCHEMA shop");
      expect(await published()).toEqual([true, true, false]);
    }
    await database.query("CREATE PUBLICATION three FOR ALL TABLES");
    expect(await published()).toEqual([true, true, true]);
  });

  test.runIf(server.major >= 18)(
    "a NOT NULL that is not valid is a constraint, and its column may still hold nulls",
    async () => {
      const database = await makeShop(server);
      await database.query("ALTER TABLE shop.users ADD CONSTRAINT has_age NOT NULL age NOT VALID");
      await database.query(
        "ALTER TABLE shop.users ADD COLUMN twice int GENERATED ALWAYS AS (age * 2) VIRTUAL",
      );
      await database.query("ALTER TABLE shop.users ADD CONSTRAINT meant CHECK (age > 1) NOT ENFORCED");
      const users = one(await askCatalog(database, server, { relations: ["shop.users"] }), "users");
      const column = (name: string) => users?.columns.find((one) => one.name === name);
      expect(column("age")?.isNotNull).toBe(false);
      expect(column("twice")?.generated).toBe("virtual");
      const constraint = (name: string) => users?.constraints.find((one) => one.name === name);
      expect(constraint("has_age")).toMatchObject({ kind: "not-null", isValid: false, columns: ["age"] });
      expect(constraint("meant")?.isEnforced).toBe(false);
      await database.query("ALTER TABLE shop.users VALIDATE CONSTRAINT has_age");
      const valid = one(await askCatalog(database, server, { relations: ["shop.users"] }), "users");
      expect(valid?.columns.find(({ name }) => name === "age")?.isNotNull).toBe(true);
    },
  );
});
