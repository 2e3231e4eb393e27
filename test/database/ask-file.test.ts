import { expect, onTestFinished, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import type { RunSettings } from "../../src/execution/session-settings.ts";
import { askFile } from "../../src/verification/ask-file.ts";
import type { AskedFile } from "../../src/verification/verification.ts";
import { ADVISORY_LOCKS } from "../support/advisory-locks.ts";
import { readPlain } from "../support/asked-file.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";

const SETUP = `CREATE TABLE users (id int PRIMARY KEY, name text);
INSERT INTO users SELECT n, 'name ' || n FROM generate_series(1, 20) n;
CREATE SEQUENCE numbers;
CREATE SCHEMA app; CREATE TABLE app.parts (id int); INSERT INTO app.parts VALUES (1);
CREATE FUNCTION lock_users(mode text) RETURNS boolean LANGUAGE plpgsql AS
  $$BEGIN EXECUTE 'LOCK TABLE users IN ' || mode || ' MODE'; RETURN true; END$$;
CREATE FUNCTION opened() RETURNS boolean LANGUAGE plpgsql AS
  $$BEGIN SET transaction_read_only = off; INSERT INTO users VALUES (100); RETURN true; END$$;`;

const LIMITS: RunSettings = { lockTimeoutMs: 2_000, statementTimeoutMs: 20_000, role: null };

describeOnServers("a file of questions", (server) => {
  const prepared = async () => {
    const database = await freshDatabase(server);
    await database.query(SETUP);
    const session = await makeConnector(database.settings, 5_000, new AbortController().signal).open();
    onTestFinished(() => session.close());
    const ask = async (sql: string, settings = LIMITS) => {
      const answers = await askFile(session, asked(sql), settings);
      const told = answers.problems.map(({ kind, error }) => {
        const { line, column } = error.details.at ?? {};
        return `${kind} ${line}:${column} ${error.message.replace(/^.*?:\d+:\d+: /, "")}`;
      });
      return { questions: answers.questions, held: answers.held, told };
    };
    return { database, session, ask };
  };

  const asked = (sql: string): AskedFile => ({
    file: readPlain(),
    verify: { file: "m/1.verify.sql", text: sql },
  });

  const standing = async (database: TestDatabase) => {
    const [row] = await database.query(
      `SELECT (SELECT array_agg(u ORDER BY id)::text FROM users u) AS users, (SELECT last_value FROM numbers) AS last,
  (SELECT count(*)::int FROM ${ADVISORY_LOCKS}) AS advisory,
  (SELECT count(*)::int FROM pg_largeobject_metadata) AS objects`,
    );
    return row;
  };

  test.each([
    ["SELECT true; VALUES (true), (true); TABLE pg_temp.nothing", 3, 2, ["broken 1:43"]],
    ["(SELECT true) UNION ALL (SELECT true); WITH a AS (SELECT true) TABLE a", 2, 2, []],
    ["SELECT (n > 0)::boolean FROM generate_series(1, 100000) n", 1, 1, []],
    ["DO $$BEGIN ASSERT true; END$$; DO $$BEGIN ASSERT false, 'it is not'; END$$", 2, 1, ["wrong 1:32"]],
    ["SELECT false, true", 1, 0, ["wrong 1:1"]],
    ["SELECT count(*) = 1, count(*) = 20 FROM users", 1, 0, ["wrong 1:1"]],
    ["SELECT FROM users", 1, 0, ["wrong 1:1"]],
    ["SELECT 't'; SELECT 1; SELECT null::boolean; SELECT true WHERE false", 4, 0, Array(4).fill("wrong 1:")],
    ["SELECT 1 / (count(*) - 20) = 1 FROM users", 1, 0, ["wrong 1:1"]],
    ["SELECT '😀' = '😀', nope", 1, 0, ["broken 1:19"]],
    ["SELECT true FROM", 1, 0, ["broken 1:"]],
    ["SELECT 'never closed", 0, 0, ["broken 1:8"]],
    ["", 0, 0, []],
  ] as const)("%s: of %i hold %i", async (sql, questions, held, problems) => {
    const answers = await (await prepared()).ask(sql);
    expect(answers).toMatchObject({ questions, held });
    expect(answers.told).toEqual(problems.map((start) => expect.stringMatching(new RegExp(`^${start}`))));
  });

  test("SET counts for the questions after it and for no other file; one that fails does not", async () => {
    const { ask } = await prepared();
    const wanted = "SELECT count(*) = 1 FROM parts";
    expect(await ask(`SET search_path = app; ${wanted}`)).toEqual({ questions: 1, held: 1, told: [] });
    expect((await ask(wanted)).told).toEqual([expect.stringContaining('"parts" does not exist')]);
    const late = await ask(
      `SET LOCAL statement_timeout = '50ms'; SELECT pg_sleep(5) IS NOT NULL; SELECT true`,
    );
    expect(late).toMatchObject({ questions: 2, held: 1, told: [expect.stringMatching(/^wrong .*57014/)] });
    const unknown = await ask("SET no_such_setting = 1; SELECT true");
    expect(unknown).toMatchObject({ questions: 1, held: 1, told: [expect.stringMatching(/^broken 1:/)] });
  });

  test("the run's limits and role are those that it is asked with", async () => {
    const { ask } = await prepared();
    const settings = { ...LIMITS, statementTimeoutMs: 100, role: "pg_monitor" };
    const answers = await ask("SELECT current_user = 'pg_monitor'; SELECT pg_sleep(5) IS NOT NULL", settings);
    expect(answers).toMatchObject({ held: 1, told: [expect.stringContaining("[57014]")] });
  });

  test.each([
    "INSERT INTO users VALUES (100)",
    "WITH new AS (INSERT INTO users VALUES (100) RETURNING true) TABLE new",
    "SELECT nextval('numbers') > 0",
    "SELECT true FROM users FOR UPDATE",
    "SELECT true INTO other",
    "SET transaction_read_only = off; INSERT INTO users VALUES (100)",
    "SET LOCAL transaction_read_only = off; SELECT true",
    "SET TRANSACTION READ WRITE; SELECT true",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "RESET transaction_read_only; INSERT INTO users VALUES (100)",
    "SET ROLE pg_monitor",
    "SELECT set_config('transaction_read_only', 'off', true) IS NOT NULL",
    "SELECT opened()",
    "DO $$BEGIN RESET transaction_read_only; INSERT INTO users VALUES (100); END$$",
    "DO $$BEGIN INSERT INTO users VALUES (100); COMMIT; END$$",
    "DO $$BEGIN COMMIT; END$$",
    "SELECT lo_create(0) > 0",
    "SELECT lock_users('ACCESS EXCLUSIVE')",
    "SELECT lock_users('ROW SHARE')",
    "LOCK TABLE users IN ACCESS SHARE MODE",
    "SELECT pg_advisory_lock(7) IS NOT NULL",
    "SELECT pg_try_advisory_xact_lock(7)",
    "COMMIT; INSERT INTO users VALUES (100)",
    "COPY users FROM STDIN;\n100\tname\n\\.\n",
    "PREPARE p AS INSERT INTO users VALUES (100); EXECUTE p",
    "VACUUM users",
    "CREATE TEMP TABLE mine (id int)",
  ])("%s is broken, and leaves nothing", async (sql) => {
    const { database, session, ask } = await prepared();
    const before = await standing(database);
    const { told } = await ask(sql);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((one) => !one.startsWith("broken"))).toEqual([]);
    expect(await standing(database)).toEqual(before);
    expect(session.inTransaction).toBe(false);
    // And nothing is left in the session for whoever comes next, behind a pooler somebody else.
    const [left] = await session.query(
      "SELECT current_setting('transaction_read_only') AS mode, current_setting('role') AS role, (SELECT count(*)::int FROM pg_prepared_statements) AS prepared",
    );
    expect(left).toEqual({ mode: "off", role: "none", prepared: 0 });
  });

  test("what merely reads a sequence or a large object is not taken for a lock", async () => {
    const { database, ask } = await prepared();
    const [row] = await database.query<{ oid: number }>("SELECT lo_from_bytea(0, 'ab') AS oid");
    const sql = `SELECT last_value IS NULL FROM pg_sequences; SELECT length(lo_get(${row?.oid})) = 2`;
    expect(await ask(sql)).toEqual({ questions: 2, held: 2, told: [] });
  });

  test("needs nothing above ACCESS SHARE: with its tables held EXCLUSIVE by others it is answered", async () => {
    const { database, ask } = await prepared();
    const holder = await makeConnector(database.settings, 5_000, new AbortController().signal).open();
    onTestFinished(() => holder.close());
    await holder.query("BEGIN");
    await holder.query("LOCK TABLE users, app.parts IN EXCLUSIVE MODE");
    expect(await ask("SELECT count(*) = 20 FROM users")).toEqual({ questions: 1, held: 1, told: [] });
    await holder.query("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
    const kept = await ask("SELECT count(*) = 20 FROM users", { ...LIMITS, lockTimeoutMs: 100 });
    expect(kept.told).toEqual([expect.stringMatching(/^wrong 1:27 .*\[55P03\]$/)]);
  });
});
