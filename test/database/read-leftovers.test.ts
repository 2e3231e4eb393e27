import { expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import type { LeftoverQuestion } from "../../src/database/leftovers.ts";
import { readAtWork } from "../../src/database/read-at-work.ts";
import { readLeftovers } from "../../src/database/read-leftovers.ts";
import { connect } from "../support/connect.ts";
import { becomesTrue } from "../support/processes.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";

const NOWHERE = { role: null, sets: [] } as const;

describeOnServers("what an interrupted statement left", (server) => {
  const ask = async (database: TestDatabase, question: LeftoverQuestion, sets: readonly string[] = []) => {
    const session = await makeConnector(database.settings, 10_000).open();
    try {
      const found = await readLeftovers(session, question, { role: null, sets });
      expect(session.inTransaction).toBe(false);
      return found;
    } finally {
      await session.close();
    }
  };

  /** Runs `sql`, which waits for `other`'s transaction, and ends it there. */
  const interrupted = async (database: TestDatabase, other: string, sql: string) => {
    const blocker = await connect(database.url);
    const worker = await connect(database.url);
    await blocker.query(`BEGIN; ${other}`);
    const running = worker.query(sql).catch((error: Error) => error.message);
    const waiting = async () =>
      (
        await database.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND query = $1 AND wait_event_type = 'Lock'",
          [sql],
        )
      ).length > 0;
    expect(await becomesTrue(waiting, 20_000)).toBe(true);
    await database.query(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = $1",
      [sql],
    );
    expect(await running).toContain("canceling");
    await blocker.query("ROLLBACK");
    await Promise.all([blocker.end(), worker.end()]);
  };

  test("indexes are found with their columns, their kind and whether they are valid, by the file's own search_path", async () => {
    const database = await freshDatabase(server);
    await database.query(
      'CREATE SCHEMA "S s"; CREATE TABLE "S s".t (a int, "B" text); CREATE UNIQUE INDEX u ON "S s".t ("B", (a + 1)) INCLUDE (a) WHERE a > 0; CREATE INDEX h ON "S s".t USING hash (a)',
    );
    await interrupted(
      database,
      'INSERT INTO "S s".t VALUES (1)',
      'CREATE INDEX CONCURRENTLY i ON "S s".t (a)',
    );
    const question = { kind: "indexes", table: ["t"] } as const;
    expect(await ask(database, question)).toEqual({ kind: "indexes", indexes: null });
    const sets = ['SET search_path = "S s"'];
    const index = { isValid: true, isUnique: false, method: "btree", hasPredicate: false };
    expect(await ask(database, question, sets)).toEqual({
      kind: "indexes",
      indexes: [
        { ...index, name: "h", qualified: '"S s".h', method: "hash", keys: ["a"] },
        { ...index, name: "i", qualified: '"S s".i', isValid: false, keys: ["a"] },
        { ...index, name: "u", qualified: '"S s".u', isUnique: true, hasPredicate: true, keys: ["B", null] },
      ],
    });
    expect(await ask(database, { kind: "index", name: ["S s", "i"] })).toEqual({
      kind: "index",
      isThere: true,
    });
    expect(await ask(database, { kind: "index", name: ["i"] })).toEqual({ kind: "index", isThere: false });
    expect(await ask(database, { kind: "index", name: ["S s", "t"] })).toEqual({
      kind: "index",
      isThere: false,
    });
  });

  test("what REINDEX CONCURRENTLY left is found by index, table, schema and database, and can be dropped", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE t (a int, b text); CREATE INDEX i ON t (a); CREATE INDEX j ON t (b); CREATE TABLE o (a int); CREATE INDEX k ON o (a)",
    );
    await interrupted(database, "INSERT INTO t VALUES (1)", "REINDEX INDEX CONCURRENTLY i");
    const left = async (question: Omit<LeftoverQuestion, "kind">) => {
      const found = await ask(database, { kind: "reindexed", ...question } as LeftoverQuestion);
      return found.kind === "reindexed" ? found.invalid : [];
    };
    for (const question of [
      { scope: "index", name: ["i"] },
      { scope: "table", name: ["public", "t"] },
      { scope: "schema", name: ["public"] },
      { scope: "database", name: null },
    ])
      expect(await left(question)).toEqual(["public.i_ccnew"]);
    expect(await left({ scope: "index", name: ["j"] } as object)).toEqual([]);
    expect(await left({ scope: "table", name: ["o"] } as object)).toEqual([]);
    await database.query("DROP INDEX CONCURRENTLY IF EXISTS public.i_ccnew");
    expect(await left({ scope: "database", name: null } as object)).toEqual([]);
  });

  test("what is left of a table's TOAST can be dropped like any other", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE t (b text)");
    // A transaction that has a row stored there keeps its index from being swapped.
    await interrupted(
      database,
      "INSERT INTO t SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n",
      "REINDEX TABLE CONCURRENTLY t",
    );
    const found = await ask(database, { kind: "reindexed", scope: "table", name: ["t"] });
    const invalid = found.kind === "reindexed" ? found.invalid : [];
    expect(invalid.join()).toMatch(/^pg_toast\.pg_toast_\d+_index_ccnew$/);
    await database.query(`DROP INDEX CONCURRENTLY IF EXISTS ${invalid[0]}`);
    expect(await ask(database, { kind: "reindexed", scope: "table", name: ["t"] })).toMatchObject({
      invalid: [],
    });
  });

  test("a partition is attached, left half detached, and gone", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
    );
    const question = { kind: "partition", table: ["p"], partition: ["p1"] } as const;
    const names = { kind: "partition", table: "public.p", partition: "public.p1" };
    expect(await ask(database, question)).toEqual({ ...names, state: "attached" });
    await interrupted(database, "SELECT FROM p", "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY");
    expect(await ask(database, question)).toEqual({ ...names, state: "pending" });
    await database.query("ALTER TABLE public.p DETACH PARTITION public.p1 FINALIZE");
    expect(await ask(database, question)).toMatchObject({ state: "gone" });
  });

  test("what has a name of its own is there or not", async () => {
    const database = await freshDatabase(server);
    const isThere = async (what: string, name: string) =>
      ask(database, { kind: "named", what, name } as LeftoverQuestion);
    for (const [what, name] of [
      ["database", "template0"],
      ["tablespace", "pg_default"],
      ["extension", "plpgsql"],
    ] as const)
      expect(await isThere(what, name)).toEqual({ kind: "named", isThere: true });
    for (const what of ["database", "tablespace", "extension", "subscription", "prepared transaction"])
      expect(await isThere(what, "it's not")).toEqual({ kind: "named", isThere: false });
  });

  test("a session that is still at it is seen: ours by what it writes or runs, anybody's by the table that an index is built on", async () => {
    const database = await freshDatabase(server);
    await database.query("CREATE TABLE t (a int); CREATE TABLE u (a int)");
    const connector = makeConnector(database.settings, 10_000);
    const [ours, asking] = [await connector.open(), await connector.open()];
    const other = await connect(database.url);
    const atWork = (statement = "VACUUM x", relations: readonly (readonly string[])[] = []) =>
      readAtWork(asking, { ...NOWHERE, statement, relations });
    expect(await atWork()).toBeNull();
    // One that reads, or waits for the run lock, is not at work.
    await ours.query("BEGIN; SELECT FROM t; SELECT pg_advisory_xact_lock(7)");
    expect(await atWork()).toBeNull();
    await ours.query("INSERT INTO t VALUES (1)");
    expect(await atWork()).toMatch(/^pid \d+ \(migrate-action, since /);
    // Its statement has renamed its session.
    await ours.query("ROLLBACK; SET application_name = 'nightly import'");
    const asleep = ours.query("SELECT pg_sleep(60), 'x'").catch(() => {});
    expect(await becomesTrue(async () => (await atWork("SELECT pg_sleep(60), 'x'")) !== null, 10_000)).toBe(
      true,
    );
    expect(await atWork("SELECT 1")).toBeNull();
    await database.query(
      "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    await asleep;
    await other.query("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE; CREATE INDEX i ON u (a)");
    expect(await atWork("x", [["u"]])).toBeNull();
    expect(await atWork("x", [["nothing"]])).toBeNull();
    expect(await atWork("x", [["t"]])).toMatch(/^pid \d+ /);
    await other.query("ROLLBACK");
    await other.query("CREATE INDEX i ON t (a)");
    await other.query("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE");
    expect(await atWork("x", [["i"]])).toMatch(/^pid \d+ /);
    await Promise.all([ours.close(), asking.close(), other.end()]);
  });
});
