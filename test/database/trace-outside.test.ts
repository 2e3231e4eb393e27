import { expect, onTestFinished, test } from "vitest";
import { connect } from "../support/connect.ts";
import { becomesTrue } from "../support/processes.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { locksOf, type Seen, TRACE_BASE, traceTexts } from "../support/trace-steps.ts";

const OUTSIDE = "-- migrate:no-transaction\n";

describeOnServers("what the statements of a file outside a transaction do", (server) => {
  async function run(...texts: readonly string[]): Promise<{ seen: Seen; database: TestDatabase }> {
    const database = await freshDatabase(server);
    await database.query(TRACE_BASE);
    const seen = await traceTexts(database.settings, texts);
    expect(seen.failure).toBeNull();
    return { seen, database };
  }

  test("is observed where it may stand in a transaction, and known of CONCURRENTLY and its like", async () => {
    const { seen } = await run(
      `${OUTSIDE}CREATE INDEX CONCURRENTLY i ON t (a);
       ALTER TABLE t ADD COLUMN c int;
       SELECT count(b) FROM t;
       ANALYZE t;
       SET lock_timeout = 0; SET work_mem = '1MB';
       VACUUM (FULL) t`,
      `${OUTSIDE}DROP INDEX CONCURRENTLY i`,
    );
    expect(seen.traces[0]?.map((trace) => [trace?.basis, locksOf(trace), trace?.scans])).toEqual([
      ["known", ["t ShareUpdateExclusive since 0"], ["public.t"]],
      ["observed", ["t AccessExclusive since 1"], []],
      ["observed", ["t AccessShare since 2"], ["public.t"]],
      ["observed", ["t ShareUpdateExclusive since 3"], []],
      ["known", [], []],
      ["known", [], []],
      ["known", ["t AccessExclusive since 6"], ["public.t"]],
    ]);
    // The index that the step itself has made is not told of it, and of the next it is.
    expect(seen.traces[0]?.at(-1)?.rewrites).toEqual(["public.t", "public.t_pkey"]);
    const [drop] = seen.traces[1] ?? [];
    expect([drop?.basis, locksOf(drop)]).toEqual(["known", ["t ShareUpdateExclusive since 0"]]);
    expect(drop?.indexLocks.map(({ relation, onTarget }) => [relation, onTarget])).toEqual([
      ["public.i", null],
    ]);
  });

  test("is found by the search_path that the file has set", async () => {
    const { seen } = await run(
      `${OUTSIDE}CREATE SCHEMA other; CREATE TABLE other.t (id int)`,
      `${OUTSIDE}SET search_path = other, public; VACUUM t`,
    );
    expect(locksOf(seen.traces[1]?.[1])).toEqual(["other.t ShareUpdateExclusive since 1"]);
  });

  test("is not known of what commits on its way, or turns out not to run in a transaction: it runs all the same", async () => {
    const { seen, database } = await run(
      `CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN INSERT INTO u VALUES (1); COMMIT; END'`,
      `${OUTSIDE}CALL commits();
       DO 'BEGIN INSERT INTO u VALUES (2); COMMIT; END';
       REINDEX TABLE p; ALTER TABLE u RENAME TO uu; DROP TABLE uu`,
    );
    expect(seen.traces[1]?.map(locksOf)).toEqual([
      null,
      null,
      null,
      ["u AccessExclusive since 3"],
      ["uu AccessExclusive since 4"],
    ]);
    expect(await database.query("SELECT FROM pg_class WHERE relname IN ('u', 'uu')")).toEqual([]);
  });

  test("a DO whose procedure commits runs as it would on the target, when a transaction of ours was refused", async () => {
    const { seen, database } = await run(
      `CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN INSERT INTO u VALUES (1); COMMIT; END'`,
      `${OUTSIDE}DO 'BEGIN CALL commits(); END'`,
    );
    expect(seen.traces[1]).toEqual([null]);
    expect(await database.query("SELECT id FROM u")).toEqual([{ id: 1 }]);
  });

  test("is observed in transactions of the file's own, of whatever kind", async () => {
    const { seen } = await run(
      `${OUTSIDE}BEGIN; ALTER TABLE t RENAME TO x; UPDATE u SET id = 1; COMMIT;
       BEGIN; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT count(b) FROM x; COMMIT;
       BEGIN READ ONLY; SELECT FROM u; ROLLBACK;
       ALTER TABLE x ADD COLUMN c int`,
    );
    expect(seen.traces[0]?.map(locksOf)).toEqual([
      null,
      ["t AccessExclusive since 1"],
      ["x AccessExclusive since 1", "u RowExclusive since 2"],
      null,
      null,
      null,
      ["x AccessShare since 6"],
      null,
      null,
      ["u AccessShare since 9"],
      null,
      ["x AccessExclusive since 11"],
    ]);
  });

  /** And what another session holds then. */
  const WAITING = [
    ["CREATE INDEX CONCURRENTLY i ON t (a)", "t IN ROW EXCLUSIVE"],
    ["DROP INDEX CONCURRENTLY t_b", "t IN ROW EXCLUSIVE"],
    ["REINDEX TABLE CONCURRENTLY t", "t IN ROW EXCLUSIVE"],
    ["REINDEX INDEX CONCURRENTLY t_b", "t IN ROW EXCLUSIVE"],
    ["ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "p1 IN ACCESS SHARE"],
  ] as const;

  test.for(WAITING)("is known as it is held, or waited for: %s", async ([statement, lock]) => {
    const database = await freshDatabase(server);
    await database.query(`${TRACE_BASE}; CREATE INDEX t_b ON t (b)`);
    const writer = await connect(database.url);
    onTestFinished(() => writer.end());
    await writer.query(`BEGIN; LOCK TABLE ${lock} MODE`);
    const running = traceTexts(database.settings, [`${OUTSIDE}${statement}`]);
    const held = () =>
      database.query<{ name: string; mode: string }>(
        `SELECT DISTINCT c.relname::text AS name, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE c.relkind IN ('r', 'p') AND l.pid IN (SELECT pid FROM pg_locks WHERE NOT granted)
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    expect(await becomesTrue(async () => (await held()).length > 0, 20_000)).toBe(true);
    const found = (await held()).map(({ name, mode }) => `public.${name} ${mode}`).sort();
    await writer.query("COMMIT");
    const { traces, failure } = await running;
    expect(failure).toBeNull();
    const told = traces[0]?.[0]?.locks.map(({ relation, mode }) => `${relation} ${mode}`).sort() ?? [];
    expect(found).toEqual(told);
  });
});
