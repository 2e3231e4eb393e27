import { expect, test, vi } from "vitest";
import type { Session } from "../../src/database/session.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { locksOf, TRACE_BASE, type TraceOptions, traceTexts } from "../support/trace-steps.ts";

describeOnServers("looking at a rehearsal does not disturb it, nor it the looking", (server) => {
  async function run(texts: readonly string[], options: TraceOptions = {}, base = TRACE_BASE) {
    const database = await freshDatabase(server);
    await database.query(base);
    const seen = await traceTexts(database.settings, texts, options);
    return { seen, database };
  }

  test.for([
    [
      "a search_path with tables, functions and operators of the catalog's names",
      "SET LOCAL search_path = evil, pg_catalog, public",
    ],
    ["a role that may do little", "SET LOCAL ROLE trace_nobody"],
    ["text in another encoding", "SET LOCAL client_encoding = 'LATIN1'"],
    ["strings as they once were", "SET LOCAL standard_conforming_strings = off"],
    ["all names quoted", "SET LOCAL quote_all_identifiers = off"],
  ] as const)("a migration may set %s", async ([, set]) => {
    const { seen } = await run(
      [`${set}; UPDATE public.t SET a = 1`],
      {},
      `${TRACE_BASE};
       DO $$BEGIN CREATE ROLE trace_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END$$;
       GRANT ALL ON public.t TO trace_nobody;
       CREATE SCHEMA evil; CREATE TABLE evil.pg_locks (pid int); CREATE TABLE evil.pg_class (oid int);
       CREATE FUNCTION evil.no(oid, oid) RETURNS bool LANGUAGE sql AS 'SELECT false';
       CREATE OPERATOR evil.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = evil.no)`,
    );
    expect(seen.failure).toBeNull();
    expect(seen.traces[0]?.map(locksOf)).toEqual([[], ["t RowExclusive since 1"]]);
  });

  test("where the catalog may not be read there is no trace, the migration goes on, and the next is seen again", async () => {
    const { seen, database } = await run(
      [
        "ALTER TABLE t RENAME TO tt; SET LOCAL ROLE trace_nobody; UPDATE tt SET a = 1; SELECT FROM tt",
        "ALTER TABLE tt ADD COLUMN c int",
      ],
      {},
      `${TRACE_BASE};
       DO $$BEGIN CREATE ROLE trace_nobody; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END$$;
       GRANT ALL ON public.t TO trace_nobody; REVOKE SELECT ON pg_catalog.pg_locks FROM PUBLIC`,
    );
    expect(seen.failure).toBeNull();
    expect(seen.traces[0]?.map(locksOf)).toEqual([["t AccessExclusive since 0"], null, null, null]);
    expect(seen.traces[1]?.map(locksOf)).toEqual([["tt AccessExclusive since 0"]]);
    expect(await database.query("SELECT count(*)::int AS n FROM tt WHERE a = 1")).toEqual([{ n: 9 }]);
  });

  test("a statement that is left out has no trace, and what it locked is not told of the next", async () => {
    const { seen } = await run(
      ["ALTER TABLE t ADD COLUMN a2 int, ADD COLUMN g gone; ALTER TABLE u ADD COLUMN c int"],
      { missing: ["gone"] },
    );
    expect(seen.failure).toBeNull();
    expect(seen.traces[0]?.map(locksOf)).toEqual([null, ["u AccessExclusive since 1"]]);
  });

  test("a migration that fails is traced up to there, and its failure is the server's own", async () => {
    const { seen } = await run(["UPDATE t SET a = 1; SELECT 1 / 0; UPDATE u SET id = 1"]);
    expect(seen.failure?.message).toContain("division by zero");
    expect(seen.traces[0]?.map(locksOf)).toEqual([["t RowExclusive since 0"], null, null]);
  });

  /** How often the session was asked for rows: all of that is ours here. */
  async function questionsOf(text: string): Promise<{ questions: number; locks: unknown[] }> {
    let questions = 0;
    const prepare = async (session: Session) => {
      const queries = session.queries.bind(session);
      vi.spyOn(session, "queries").mockImplementation((sql) => {
        questions++;
        return queries(sql);
      });
    };
    const { seen } = await run([text], { prepare });
    expect(seen.failure).toBeNull();
    return { questions, locks: seen.traces[0]?.map(locksOf) ?? [] };
  }

  test("each statement costs one question, and a rehearsal two more", async () => {
    const { questions } = await questionsOf("UPDATE t SET a = 1; SELECT 1; ALTER TABLE u ADD COLUMN c int");
    expect(questions).toBe(3 + 2);
  });

  test.for([
    ["in a transaction", ""],
    ["outside of one", "-- migrate:no-transaction\n"],
  ] as const)(
    "thousands of INSERTs cost no more than two hundred, %s, and have their locks",
    async ([, header]) => {
      const insert = (_: unknown, index: number) => `INSERT INTO u VALUES (${index});`;
      const { questions, locks } = await questionsOf(
        `${header}${Array.from({ length: 1_000 }, insert).join("\n")}`,
      );
      expect(questions).toBeLessThan(420);
      expect(locks).toHaveLength(1_000);
      const since = header === "" ? 0 : 999;
      expect(locks.at(-1)).toEqual([`u RowExclusive since ${since}`]);
    },
  );
});
