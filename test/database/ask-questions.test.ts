import { expect, onTestFinished, test } from "vitest";
import { connect } from "../support/connect.ts";
import { answersOf, told } from "../support/preflight.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";

const SETUP = `CREATE TABLE users (id int PRIMARY KEY, email text, secret text);
INSERT INTO users SELECT n, NULL, 'hunter' || n FROM generate_series(1, 20) n;
CREATE TABLE large (id int PRIMARY KEY, n int, t text);
INSERT INTO large SELECT n, n, 'some text ' || n FROM generate_series(1, 300000) n;`;

const NOT_NULL = "ALTER TABLE users ALTER email SET NOT NULL";

/** Another session's transaction that holds what `sql` takes, until the test ends. */
async function hold(database: TestDatabase, sql: string): Promise<void> {
  const client = await connect(database.url);
  onTestFinished(() => client.end().catch(() => undefined));
  await client.query(`BEGIN; ${sql}`);
}

describeOnServers("questions to the target", (server) => {
  async function shop(): Promise<TestDatabase> {
    const database = await freshDatabase(server);
    await database.query(SETUP);
    return database;
  }
  const ask = (database: TestDatabase, texts: readonly string[], wanted = {}) =>
    answersOf(database.settings, server.major, texts, wanted);

  test("of many rows at most five keys come, and counting ends at a thousand", async () => {
    const database = await shop();
    const [few, many] = await ask(database, [
      NOT_NULL,
      "ALTER TABLE large ADD CHECK (n > 100000), ADD CHECK (n > 0)",
    ]);
    expect(few?.answer).toMatchObject({ count: 20, isExact: true });
    expect(many?.answer).toMatchObject({ count: 1_000, isExact: false });
    for (const answered of [few, many]) {
      const { answer } = answered ?? {};
      expect(answer?.answer === "violated" ? answer.keys : []).toHaveLength(5);
    }
  });

  test("no value but those of the primary key leaves the server, not even in what it says of an error", async () => {
    const database = await shop();
    const answered = await ask(database, [
      "ALTER TABLE users ADD UNIQUE (email), ADD CHECK (secret LIKE 'x%'), ADD CHECK (secret::int > 0); CREATE UNIQUE INDEX ON users (left(secret, 6))",
    ]);
    expect(told(answered).join("\n")).toMatch(/violated 20/);
    expect(told(answered).join("\n")).toMatch(
      /not answered: the server could not evaluate it \(SQLSTATE 22P02\)/,
    );
    expect(JSON.stringify(answered.map(({ answer }) => answer))).not.toContain("hunter");
  });

  test("long keys are cut", async () => {
    const database = await freshDatabase(server);
    await database.query(
      "CREATE TABLE t (k text PRIMARY KEY, n int); INSERT INTO t VALUES (repeat('k', 500)), (E'a\\n::error::b`|')",
    );
    const [{ answer } = {}] = await ask(database, ["ALTER TABLE t ALTER n SET NOT NULL"]);
    expect(answer).toMatchObject({ keys: expect.arrayContaining([["k".repeat(100)]]) });
  });

  test("a lock that another session holds is not waited for; the other questions are answered", async () => {
    const database = await shop();
    const begun = performance.now();
    const answered = await ask(database, [NOT_NULL, "ALTER TABLE large ALTER n SET NOT NULL"], {
      before: () => hold(database, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE"),
    });
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(told(answered)).toEqual([
      "Are there rows of users without email? not answered: another session holds a lock on what it reads",
      "Are there rows of large without n? holds",
    ]);
  });

  test("what takes longer than the budget is not answered, and the budget is kept", async () => {
    const database = await shop();
    // Each row is compared with each: 90,000,000,000 pairs.
    await database.query(
      "CREATE FUNCTION slow(int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT count(*) > $1 FROM generate_series(1, 100000)'",
    );
    let begun = 0;
    const answered = await ask(
      database,
      [
        "ALTER TABLE large ADD CHECK (slow(n % 1000)), ADD CHECK (slow(n % 7)); ALTER TABLE users ALTER id SET NOT NULL, ALTER email SET NOT NULL",
      ],
      {
        budgetMs: 900,
        before: async () => {
          begun = performance.now();
        },
      },
    );
    expect(performance.now() - begun).toBeLessThan(900 + 600);
    const lines = told(answered);
    expect(lines[0]).toMatch(/the server had not answered after \d+ ms/);
    expect(lines[1]).toMatch(/the server had not answered after \d+ ms/);
    expect(lines[2]).toMatch(/without email\? violated/);
  });

  test("without time nothing is asked", async () => {
    const database = await shop();
    expect(told(await ask(database, [NOT_NULL], { budgetMs: 0 }))).toEqual([
      "Are there rows of users without email? not answered: no time was left for it",
    ]);
  });

  test("what the user may not read is not answered, nor what a policy hides", async () => {
    const database = await shop();
    await database.query(
      "CREATE ROLE pre_reader; GRANT SELECT (id, email) ON users TO pre_reader; ALTER TABLE large ENABLE ROW LEVEL SECURITY; GRANT SELECT ON large TO pre_reader",
    );
    onTestFinished(async () => void (await database.query("DROP OWNED BY pre_reader; DROP ROLE pre_reader")));
    const answered = await ask(
      database,
      [NOT_NULL, "ALTER TABLE users ALTER secret SET NOT NULL; ALTER TABLE large ALTER n SET NOT NULL"],
      { role: "pre_reader" },
    );
    expect(told(answered)).toEqual([
      expect.stringMatching(/without email\? violated 20/),
      expect.stringMatching(/without secret\? not answered: the user may not read all of it/),
      expect.stringMatching(/without n\? not answered: the user may not read all of it/),
    ]);
  });

  test("functions that may do anything are not called, known and unknown alike", async () => {
    const database = await shop();
    await database.query(`CREATE TABLE calls (n int);
      CREATE FUNCTION writes(text) RETURNS bool VOLATILE LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_lock(4711); RETURN true; END $$;
      CREATE FUNCTION calm(text) RETURNS bool STABLE LANGUAGE sql AS 'SELECT true'`);
    expect(
      told(
        await ask(database, [
          "ALTER TABLE users ADD CHECK (writes(secret)), ADD CHECK (calm(secret)), ADD CHECK (pg_sleep(9) IS NULL), ADD CHECK (nowhere(id))",
        ]),
      ),
    ).toEqual([
      expect.stringMatching(/not answered: it calls writes\(\), and only functions/),
      expect.stringMatching(/calm\(secret\)\) is false\? holds/),
      expect.stringMatching(/not answered: it calls pg_sleep\(\)/),
      expect.stringMatching(/not answered: it calls nowhere\(\)/),
    ]);
  });

  test("nothing is written, no transaction has an id, and no lock is above ACCESS SHARE", async () => {
    const database = await shop();
    const written = await writesOf(database);
    const watching = watch(database);
    await ask(database, [
      `${NOT_NULL}, ADD UNIQUE (email); CREATE UNIQUE INDEX ON large (lower(t)); ALTER TABLE large ADD FOREIGN KEY (n) REFERENCES users; ALTER TABLE large ALTER t TYPE varchar(3)`,
    ]);
    expect(await watching()).toEqual(["AccessShareLock"]);
    expect(await writesOf(database)).toEqual(written);
  });

  test("an ALTER TABLE beside it waits no longer than for a question", async () => {
    const database = await shop();
    const client = await connect(database.url);
    onTestFinished(() => client.end().catch(() => undefined));
    await database.query(
      "CREATE FUNCTION slow(int) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT count(*) > $1 FROM generate_series(1, 100000)'",
    );
    const asking = ask(database, ["ALTER TABLE large ADD CHECK (slow(n % 1000))"], { budgetMs: 800 });
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.query("ALTER TABLE large ADD COLUMN more int");
    expect(performance.now() - begun).toBeLessThan(3_000);
    await asking;
  });
});

/** What is there: relations, rows, and the newest transaction that wrote one of either. */
function writesOf(database: TestDatabase) {
  return database.query(`SELECT (SELECT json_agg(json_build_array(oid, xmin) ORDER BY oid) FROM pg_class) AS relations,
    (SELECT json_agg(json_build_array(ctid, xmin, xmax) ORDER BY id) FROM users) AS users, (SELECT max(xmin::text::bigint) FROM large) AS large`);
}

/**
 * Modes of the locks on relations, and ids of transactions, that other clients have, sampled until
 * what is returned is called. Autovacuum is not asked about: it analyzes the large table when it likes.
 */
function watch(database: TestDatabase): () => Promise<readonly string[]> {
  const seen = new Set<string>();
  let isOn = true;
  const sampling = (async () => {
    while (isOn) {
      const rows = await database.query<{ what: string }>(`
        WITH others AS (SELECT pid, backend_xid FROM pg_stat_activity
          WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid())
        SELECT DISTINCT l.mode AS what FROM pg_locks l JOIN others USING (pid)
        WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        UNION SELECT 'transaction id' FROM others WHERE backend_xid IS NOT NULL`);
      for (const { what } of rows) seen.add(what);
    }
  })();
  return async () => {
    isOn = false;
    await sampling;
    return [...seen].toSorted();
  };
}
