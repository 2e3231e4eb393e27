import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { BlastRadius } from "../../src/blast-radius/blast-radius.ts";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { Budget } from "../../src/pipeline/budget.ts";
import { beginCount } from "../../src/pipeline/count-traffic.ts";
import { connect } from "../support/connect.ts";
import { describeOnServers, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";

const SCHEMA = `
CREATE TABLE users (id int PRIMARY KEY, name text);
CREATE TABLE orders (id int, user_id int REFERENCES users);
CREATE TABLE events (at int) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (100);
CREATE TABLE never (n int);
INSERT INTO users SELECT n, 'x' FROM generate_series(1, 1000) n;
INSERT INTO never VALUES (1);
ALTER TABLE never SET (autovacuum_enabled = off);
ANALYZE users;`;

async function filled(server: TestServer): Promise<TestDatabase> {
  const database = await freshDatabase(server);
  await database.query(SCHEMA);
  return database;
}

interface Wanted {
  readonly budgetMs?: number;
  /** Between the two halves of the look. */
  readonly meanwhile?: () => Promise<void>;
  readonly user?: string;
}

async function look(
  database: TestDatabase,
  { major }: TestServer,
  names: readonly string[],
  { budgetMs = 5_000, meanwhile = async () => undefined, user }: Wanted = {},
): Promise<BlastRadius> {
  const settings = user === undefined ? database.settings : { ...database.settings, user, password: "pw" };
  const session = await makeConnector(settings, 10_000).open();
  onTestFinished(() => session.close());
  const asked = names.map((name) => ({ schema: null, name }));
  const budget = new Budget(budgetMs);
  const question = { relations: asked, types: [], functions: [] };
  const facts = await budget.spend((limitMs) =>
    readCatalogFacts(session, question, { role: null, limitMs, major }),
  );
  const begun = await beginCount(session, facts, { major, budget, signal: new AbortController().signal });
  await meanwhile();
  return begun.finish(session);
}

/** Another session, with `sql` run in it, until the test ends. */
async function hold(database: TestDatabase, sql: string) {
  const client = await connect(`${database.url}?application_name=${encodeURIComponent("the holder")}`);
  onTestFinished(() => client.end().catch(() => undefined));
  await client.query(sql);
  return client;
}

const table = (radius: BlastRadius, name: string) => radius.relations.find((found) => found.name === name);

describeOnServers("the blast radius", (server) => {
  test("of each touched table are known rows, sizes, indexes, partitions and who references it; others are not in it", async () => {
    const radius = await look(await filled(server), server, ["users_pkey", "events", "never", "not_there"]);
    expect(radius.relations.map(({ name }) => name).toSorted()).toEqual(["events", "never", "users"]);
    expect(table(radius, "users")).toMatchObject({ rows: 1_000, indexCount: 1, referencedByCount: 1 });
    expect(table(radius, "events")).toMatchObject({ rows: 0, partitionCount: 1, kind: "partitioned table" });
    expect(radius.space.databaseBytes).toBeGreaterThan(1_000_000);
    expect(radius.space.rewriteBytes).toBe(table(radius, "users")?.totalBytes);
    expect(radius.incomplete).toEqual([]);
  });

  test("rows of a table that was never analysed are unknown, not none", async () => {
    const database = await filled(server);
    await database.query("SELECT pg_stat_reset()");
    expect(table(await look(database, server, ["never"]), "never")?.rows).toBeNull();
  });

  test("fifty million rows by the planner's estimate take no longer, and give ranges by size", async () => {
    const database = await filled(server);
    await database.query("UPDATE pg_class SET reltuples = 5e7, relpages = 600000 WHERE relname = 'users'");
    await hold(database, "BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    const users = table(await look(database, server, ["users"]), "users");
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(users).toMatchObject({ rows: 5e7, sizeBytes: 600_000 * 8_192 });
    expect(users?.scan).toMatchObject({ minMs: 24_576, maxMs: 49_152, basis: "at 100–200 MB/s" });
  });

  test("writes are counted between the two halves, those of partitions with their table's", async () => {
    const database = await filled(server);
    const writer = await connect(database.url);
    const radius = await look(database, server, ["users", "events"], {
      meanwhile: async () => {
        await writer.query("INSERT INTO events SELECT 1 FROM generate_series(1, 600)");
        await writer.end();
      },
    });
    const { countedMs } = radius;
    expect(countedMs).toBeGreaterThan(900);
    expect(table(radius, "events")?.writesPerSecond).toBeCloseTo(600_000 / (countedMs ?? 0), 5);
    expect(table(radius, "users")?.writesPerSecond).toBe(0);
  });

  test("a transaction that locks a touched table is named, with what it runs but no constant of it", async () => {
    const database = await filled(server);
    const holder = await hold(database, "BEGIN; SELECT 'Erika Mustermann' FROM events_1");
    const { transactions } = await look(database, server, ["users", "events"]);
    const [{ rows }] = [await holder.query("SELECT pg_backend_pid() AS pid")];
    expect(transactions).toMatchObject([
      {
        kind: "session",
        pid: rows[0]?.pid,
        name: "the holder",
        state: "idle in transaction",
        query: "BEGIN; SELECT '…' FROM events_1",
        hasSnapshot: false,
        locks: [{ relation: "public.events", mode: "AccessShareLock", isGranted: true }],
      },
    ]);
    expect(transactions[0]?.ageMs).toBeGreaterThan(0);
  });

  test("a transaction with an old snapshot is named, because CONCURRENTLY waits for it; idle ones and ours are not", async () => {
    const database = await filled(server);
    await hold(database, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
    await hold(database, "BEGIN");
    await hold(database, "SELECT 1");
    const { transactions } = await look(database, server, ["users"], {
      meanwhile: () => new Promise((resolve) => setTimeout(resolve, 1_100)),
    });
    expect(transactions).toMatchObject([{ hasSnapshot: true, locks: [], state: "idle in transaction" }]);
  });

  test("a user who may not see others' activity is told that they are there, and what could not be read is null", async () => {
    const database = await filled(server);
    await database.query("CREATE ROLE radius_reader LOGIN PASSWORD 'pw'");
    onTestFinished(async () => {
      await database.query("DROP OWNED BY radius_reader; DROP ROLE radius_reader");
    });
    await hold(database, "BEGIN; SELECT 'secret' FROM users");
    const radius = await look(database, server, ["users"], { user: "radius_reader" });
    expect(radius.transactions).toMatchObject([
      { kind: "session", state: null, ageMs: null, query: null, locks: [{ relation: "public.users" }] },
    ]);
    expect(table(radius, "users")?.rows).toBe(1_000);
    expect(radius.incomplete).toEqual([]);
  });

  test("a prepared transaction is named by its identifier", async (context) => {
    const database = await filled(server);
    const [limit] = await database.query("SHOW max_prepared_transactions");
    if (limit?.["max_prepared_transactions"] === "0") return context.skip("the server allows none");
    await database.query("BEGIN; INSERT INTO users VALUES (0); PREPARE TRANSACTION 'left behind'");
    onTestFinished(async () => void (await database.query("ROLLBACK PREPARED 'left behind'")));
    const { transactions } = await look(database, server, ["users"]);
    expect(transactions).toMatchObject([{ kind: "prepared", pid: null, name: "left behind" }]);
  });

  test("slots are listed with the log that they keep, null for none", async () => {
    const database = await filled(server);
    const name = `slot_${new URL(database.url).pathname.slice(1)}`;
    for (const [slot, keeps] of [
      [name, true],
      [`${name}_new`, false],
    ] as const) {
      await database.query("SELECT pg_create_physical_replication_slot($1, $2)", [slot, keeps]);
      onTestFinished(async () => void (await database.query("SELECT pg_drop_replication_slot($1)", [slot])));
    }
    const { replication } = await look(database, server, ["users"]);
    const slots = replication?.slots.filter((slot) => slot.name.startsWith(name));
    expect(slots).toMatchObject([
      { name, kind: "physical", isActive: false, retainedBytes: expect.any(Number) },
      { name: `${name}_new`, retainedBytes: null },
    ]);
  });

  test("a standby of which the server knows no progress has no lag, not one of nothing", async () => {
    const database = await filled(server);
    const settings = { connectionString: database.url, replication: "database", application_name: "new one" };
    const standby = new Client(settings);
    standby.on("error", () => undefined);
    await standby.connect();
    onTestFinished(() => standby.end());
    const { replication } = await look(database, server, ["users"]);
    expect(replication?.standbys.filter(({ name }) => name === "new one")).toMatchObject([
      { lagBytes: null, lagMs: null },
    ]);
  });

  test("where the catalog is locked the look gives up within its budget, and says so", async () => {
    const database = await filled(server);
    await hold(database, "BEGIN; LOCK TABLE pg_catalog.pg_publication IN ACCESS EXCLUSIVE MODE");
    const begun = performance.now();
    const radius = await look(database, server, ["users"], { budgetMs: 700 });
    expect(performance.now() - begun).toBeLessThan(1_200);
    expect(radius).toMatchObject({
      relations: [],
      incomplete: ["The catalog could not be read, or not in time: sizes and rows are not known."],
    });
  });

  test("with too small a budget it is said that writes were not counted", async () => {
    const database = await filled(server);
    const radius = await look(database, server, ["users"], { budgetMs: 30 });
    expect(radius.incomplete.join(" ")).toMatch(/Writes were not counted|could not be read/);
    expect(radius.countedMs).toBeNull();
  });

  test("nothing is looked at further where no touched table is there yet", async () => {
    const database = await freshDatabase(server);
    const begun = performance.now();
    const radius = await look(database, server, ["users"]);
    expect(performance.now() - begun).toBeLessThan(900);
    expect(radius).toMatchObject({ relations: [], replication: null, incomplete: [], countedMs: null });
  });
});
