import { expect, test } from "vitest";
import type { StatementTrace } from "../../src/rehearsal/trace/statement-trace.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { locksOf, type Seen, TRACE_BASE, traceTexts } from "../support/trace-steps.ts";

const stepOf = (seen: Seen, step = 0): readonly (StatementTrace | null)[] => seen.traces[step] ?? [];

describeOnServers("what the statements of a rehearsal do is seen", (server) => {
  async function run(...texts: readonly string[]): Promise<{ seen: Seen; database: TestDatabase }> {
    const database = await freshDatabase(server);
    await database.query(TRACE_BASE);
    const seen = await traceTexts(database.settings, texts);
    expect(seen.failure).toBeNull();
    return { seen, database };
  }

  test("a lock is told with the statement since which it is held, and the strongest of a relation alone", async () => {
    const { seen } = await run(
      "SELECT FROM t; ALTER TABLE t ADD COLUMN c int; UPDATE u SET id = 1; SELECT FROM t",
    );
    expect(stepOf(seen).map(locksOf)).toEqual([
      ["t AccessShare since 0"],
      ["t AccessExclusive since 1"],
      ["t AccessExclusive since 1", "u RowExclusive since 2"],
      ["t AccessExclusive since 1", "u RowExclusive since 2"],
    ]);
  });

  test("what a step makes is not told of it, and what an earlier one made is, as not on the target", async () => {
    const { seen } = await run(
      "CREATE TABLE n (id int); ALTER TABLE n ADD COLUMN c int",
      "ALTER TABLE n ADD COLUMN e int; ALTER TABLE t RENAME TO tt",
      "ALTER TABLE tt ADD COLUMN e int",
    );
    expect(stepOf(seen, 0).map(locksOf)).toEqual([[], []]);
    expect(locksOf(stepOf(seen, 1)[1])).toEqual(["n AccessExclusive since 0", "t AccessExclusive since 1"]);
    const names = [stepOf(seen, 1)[1], stepOf(seen, 2)[0]].map((trace) =>
      trace?.locks.map(({ relation, onTarget }) => [relation, onTarget]),
    );
    expect(names).toEqual([
      [
        ["public.n", null],
        ["public.t", "public.t"],
      ],
      [["public.tt", "public.t"]],
    ]);
  });

  test("what is dropped keeps its name, and an index is told apart, with its table", async () => {
    const { seen } = await run("DROP TABLE t; SELECT 1");
    const [drop, after] = stepOf(seen);
    expect(locksOf(drop)).toEqual(["t AccessExclusive since 0"]);
    expect(locksOf(after)).toEqual(["t AccessExclusive since 0"]);
    expect(drop?.indexLocks).toEqual([
      {
        relation: "public.t_pkey",
        kind: "index",
        mode: "AccessExclusiveLock",
        heldSince: 0,
        onTarget: "public.t_pkey",
        table: "public.t",
      },
    ]);
  });

  test("names are quoted where SQL needs it, and partitions are told as such", async () => {
    const { seen } = await run('ALTER TABLE "With d" ADD COLUMN c int; ALTER TABLE p ADD COLUMN c int');
    expect(
      stepOf(seen)
        .at(-1)
        ?.locks.map(({ relation, kind }) => [relation, kind]),
    ).toEqual([
      ['public."With d"', "table"],
      ["public.p", "partitioned table"],
      ["public.p1", "partition"],
    ]);
  });

  test("a rewrite is told with its indexes, a scan without one; a proof instead of a scan is none", async () => {
    const { seen } = await run(
      `ALTER TABLE t ADD COLUMN r float DEFAULT random();
       ALTER TABLE t ALTER COLUMN a SET NOT NULL;
       ALTER TABLE t ALTER COLUMN b SET NOT NULL;
       ALTER TABLE t ADD CONSTRAINT a CHECK (a > 0) NOT VALID`,
    );
    expect(stepOf(seen).map((trace) => [trace?.rewrites, trace?.scans])).toEqual([
      [["public.t", "public.t_pkey"], ["public.t"]],
      [[], ["public.t"]],
      [[], []],
      [[], []],
    ]);
  });

  test("a scan is that of the statement that made it, and of no later transaction", async () => {
    const { seen } = await run("SELECT count(b) FROM t; SELECT 1", "ALTER TABLE t ADD COLUMN c int");
    expect(seen.traces.map((step) => step.map((trace) => trace?.scans))).toEqual([[["public.t"], []], [[]]]);
  });

  test("what is left invalid is told once, with the statement that left it so", async () => {
    const { seen } = await run(
      `CREATE INDEX i ON ONLY p (id);
       ALTER TABLE t ADD CONSTRAINT "No" CHECK (a > 0) NOT VALID;
       ALTER DOMAIN d ADD CONSTRAINT few CHECK (value < 9) NOT VALID;
       ALTER TABLE t VALIDATE CONSTRAINT "No"`,
      "ALTER TABLE p ADD COLUMN c int",
    );
    expect(seen.traces.map((step) => step.map((trace) => trace?.invalid))).toEqual([
      [["public.i"], ['"No" on public.t'], ["few on public.d"], []],
      [[]],
    ]);
  });

  test("the ledger is in no trace, though every migration writes it", async () => {
    const { seen } = await run("SELECT 1", "SELECT 1; SELECT FROM schema_migrations");
    expect(seen.traces.flat().map(locksOf)).toEqual([[], [], []]);
  });

  test("a lock that went with a savepoint of the file is no longer held", async () => {
    const { seen } = await run(
      `SAVEPOINT a; ALTER TABLE t RENAME TO x; ROLLBACK TO a; ALTER TABLE u ADD COLUMN c int; SELECT FROM t`,
      "ALTER TABLE t ADD COLUMN c int",
    );
    expect(stepOf(seen).map(locksOf)).toEqual([
      null,
      ["t AccessExclusive since 1"],
      null,
      ["u AccessExclusive since 3"],
      ["u AccessExclusive since 3", "t AccessShare since 4"],
    ]);
    expect(locksOf(stepOf(seen, 1)[0])).toEqual(["t AccessExclusive since 0"]);
  });
});
