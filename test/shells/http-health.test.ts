import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Health } from "../../src/report/health/health.ts";
import { becomesTrue } from "../support/processes.ts";
import { migrate } from "../support/runs.ts";
import { type Served, serve } from "../support/serve.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const SECRET_SQL = "CREATE TABLE b (id int, secret_column_of_sql int)";
const FILES = {
  "001_a.sql": "CREATE TABLE a (id int PRIMARY KEY, name text); CREATE INDEX a_name ON a (name);",
  "003_b.sql": SECRET_SQL,
};

/** What is done to files or database, and what takes it back. */
interface Case {
  readonly what: string;
  readonly codes: readonly string[];
  /** A piece of the message. */
  readonly says: string;
  readonly spoil: (at: Place) => unknown;
  readonly mend: (at: Place) => unknown;
}

interface Place {
  readonly query: TestDatabase["query"];
  readonly directory: string;
}

const sql =
  (...statements: string[]) =>
  async ({ query }: Place) => {
    for (const statement of statements) await query(statement);
  };

const write =
  (name: string, text: string | Buffer) =>
  ({ directory }: Place) =>
    writeFiles(directory, { [name]: text });

const remove =
  (name: string) =>
  ({ directory }: Place) =>
    rmSync(join(directory, name));

const LEDGER = "public.schema_migrations";

const CASES: readonly Case[] = [
  {
    ...{ what: "a file is not applied", codes: ["MIGRATIONS_PENDING"], says: "004" },
    ...{ spoil: write("004_c.sql", "SELECT 1"), mend: remove("004_c.sql") },
  },
  {
    ...{ what: "a file older than the newest is not applied", codes: ["PLAN_LATE"], says: "002" },
    ...{ spoil: write("002_c.sql", "SELECT 1"), mend: remove("002_c.sql") },
  },
  {
    ...{ what: "a file was edited", codes: ["PLAN_EDITED"], says: "003" },
    ...{ spoil: write("003_b.sql", `${SECRET_SQL};`), mend: write("003_b.sql", SECRET_SQL) },
  },
  {
    ...{ what: "a file is gone", codes: ["PLAN_MISSING"], says: "001" },
    ...{ spoil: remove("001_a.sql"), mend: write("001_a.sql", FILES["001_a.sql"]) },
  },
  {
    ...{ what: "a file is no text", codes: ["FILES_INVALID"], says: "faults" },
    ...{ spoil: write("004_c.sql", Buffer.from([0xff])), mend: remove("004_c.sql") },
  },
  {
    ...{ what: "the directory is gone", codes: ["DIRECTORY_MISSING"], says: "not there" },
    spoil: ({ directory }) => renameSync(directory, `${directory}-away`),
    mend: ({ directory }) => renameSync(`${directory}-away`, directory),
  },
  {
    ...{ what: "the directory is empty", codes: ["DIRECTORY_EMPTY"], says: "no migrations" },
    spoil: ({ directory }) => {
      renameSync(directory, `${directory}-away`);
      mkdirSync(directory);
    },
    mend: ({ directory }) => {
      rmSync(directory, { recursive: true });
      renameSync(`${directory}-away`, directory);
    },
  },
  {
    ...{ what: "the ledger knows a newer one", codes: ["PLAN_AHEAD"], says: "009" },
    spoil: sql(`INSERT INTO ${LEDGER} (version, name, status) VALUES ('009', 'x', 'completed')`),
    mend: sql(`DELETE FROM ${LEDGER} WHERE version = '009'`),
  },
  {
    ...{ what: "one has failed", codes: ["MIGRATION_FAILED"], says: "003" },
    spoil: sql(`UPDATE ${LEDGER} SET status = 'failed' WHERE version = '003'`),
    mend: sql(`UPDATE ${LEDGER} SET status = 'completed' WHERE version = '003'`),
  },
  {
    ...{ what: "one is unfinished", codes: ["PLAN_UNFINISHED"], says: "003" },
    spoil: sql(`UPDATE ${LEDGER} SET status = 'running' WHERE version = '003'`),
    mend: sql(`UPDATE ${LEDGER} SET status = 'completed' WHERE version = '003'`),
  },
  {
    ...{ what: "one is on record twice", codes: ["PLAN_DUPLICATE"], says: "1" },
    spoil: sql(`INSERT INTO ${LEDGER} (version, name, status) VALUES ('1', 'a', 'completed')`),
    mend: sql(`DELETE FROM ${LEDGER} WHERE version = '1'`),
  },
  {
    ...{ what: "a row has no version", codes: ["LEDGER_DAMAGED"], says: "no run writes" },
    spoil: sql(`INSERT INTO ${LEDGER} (version, name, status) VALUES ('', 'a', 'completed')`),
    mend: sql(`DELETE FROM ${LEDGER} WHERE version = ''`),
  },
  {
    ...{ what: "the ledger is gone", codes: ["MIGRATIONS_PENDING"], says: "001, 003" },
    spoil: sql("DROP VIEW public.migration_status_view", `ALTER TABLE ${LEDGER} RENAME TO away`),
    mend: sql(`ALTER TABLE public.away RENAME TO schema_migrations`),
  },
  {
    what: "something else is where the ledger was",
    ...{ codes: ["LEDGER_FOREIGN", "MIGRATIONS_PENDING"], says: "something else" },
    spoil: sql(`ALTER TABLE ${LEDGER} RENAME TO away`, `CREATE TABLE ${LEDGER} (dirty boolean)`),
    mend: sql(`DROP TABLE ${LEDGER}`, "ALTER TABLE public.away RENAME TO schema_migrations"),
  },
  {
    ...{ what: "a column is gone", codes: ["SCHEMA_MISSING"], says: "column public.b.secret_column" },
    spoil: sql("ALTER TABLE b DROP COLUMN secret_column_of_sql"),
    mend: sql("ALTER TABLE b ADD COLUMN secret_column_of_sql int"),
  },
  {
    ...{ what: "an index is gone", codes: ["SCHEMA_MISSING"], says: "index public.a_name" },
    ...{ spoil: sql("DROP INDEX a_name"), mend: sql("CREATE INDEX a_name ON a (name)") },
  },
  {
    ...{ what: "a table is gone", codes: ["SCHEMA_MISSING"], says: "table public.b" },
    ...{ spoil: sql("DROP TABLE b"), mend: sql(SECRET_SQL) },
  },
];

/** Asks until the answer has these codes, or is healthy for none; gives the last one. */
async function healthWith(
  { ask }: Served,
  codes: readonly string[],
): Promise<{ readonly status: number; readonly text: string; readonly health: Health }> {
  let last = { status: 0, text: "", health: { problems: [] } as unknown as Health };
  const isSo = async () => {
    const answer = await ask("/health/database", { headers: {} });
    const text = await answer.text();
    last = { status: answer.status, text, health: JSON.parse(text) };
    const found = (last.health.problems ?? []).map(({ code }) => code).toSorted();
    return JSON.stringify(found) === JSON.stringify(codes.toSorted());
  };
  await becomesTrue(isSo, 10_000);
  return last;
}

const codesOf = ({ problems = [] }: Health) => problems.map(({ code }) => code).toSorted();

describeOnNewest("health", (server) => {
  test("is exactly what is promised where the database is where the code expects it", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const { ask } = await serve(server, database, migrations);
    const before = await ask("/health/database", { headers: {} });
    expect([before.status, await before.json()]).toEqual([
      503,
      {
        status: "unhealthy",
        database: "connected",
        migrations: { applied: [], latest: null, pending: ["001", "003"] },
        problems: [{ code: "MIGRATIONS_PENDING", message: "Not applied yet: 001, 003." }],
      },
    ]);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const after = await ask("/health/database", { headers: {} });
    expect([after.status, await after.json()]).toEqual([
      200,
      {
        status: "healthy",
        database: "connected",
        migrations: { applied: ["001", "003"], latest: "003", pending: [] },
      },
    ]);
    expect(after.headers.get("cache-control")).toBe("no-store");
    const head = await ask("/health/database", { method: "HEAD", headers: {} });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const post = await ask("/health/database", { method: "POST", headers: {} });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  test("is 503 with the reason whatever is wrong, and 200 again when that is mended", async () => {
    const database = await freshDatabase(server);
    const directory = makeMigrations(FILES);
    expect((await migrate(server, database, directory)).code).toBe(0);
    const served = await serve(server, database, directory);
    const at = { query: database.query, directory };
    expect((await healthWith(served, [])).status).toBe(200);
    for (const { what, codes, says, spoil, mend } of CASES) {
      await spoil(at);
      const spoiled = await healthWith(served, codes);
      expect({ what, status: spoiled.status, codes: codesOf(spoiled.health) }).toEqual({
        ...{ what, status: 503, codes: codes.toSorted() },
      });
      expect(spoiled.health.problems?.map(({ message }) => message).join(" "), what).toContain(says);
      expectNothingForeign(spoiled.text, database, directory);
      await mend(at);
      const mended = await healthWith(served, []);
      expect({ what, status: mended.status, codes: codesOf(mended.health) }).toEqual({
        ...{ what, status: 200, codes: [] },
      });
    }
  }, 240_000);

  test("says that the role may not read the ledger, and no more of it", async () => {
    const database = await freshDatabase(server);
    const directory = makeMigrations(FILES);
    expect((await migrate(server, database, directory)).code).toBe(0);
    const role = `reader_${database.settings.database}`;
    await database.query(`CREATE ROLE ${role}`);
    const served = await serve(server, database, directory, { flags: [`--role=${role}`] });
    const found = await healthWith(served, ["LEDGER_FORBIDDEN"]);
    expect([found.status, found.health]).toEqual([
      503,
      {
        ...{ status: "unhealthy", database: "connected", migrations: null },
        problems: [{ code: "LEDGER_FORBIDDEN", message: "The role may not read the ledger." }],
      },
    ]);
    await database.query(
      `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}; GRANT USAGE ON SCHEMA public TO ${role}`,
    );
    expect((await healthWith(served, [])).status).toBe(200);
    await database.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  });

  test("names what is wrong with the connection and neither host, user nor password", async () => {
    const database = await freshDatabase(server);
    const directory = makeMigrations(FILES);
    const named = async (change: (url: URL) => void, code: string) => {
      const url = new URL(database.url);
      change(url);
      const served = await serve(server, { ...database, url: url.href }, directory);
      const found = await healthWith(served, [code]);
      expect([found.status, codesOf(found.health), found.health.database, found.health.migrations]).toEqual([
        ...[503, [code], "disconnected", null],
      ]);
      expectNothingForeign(found.text, database, directory);
    };
    await named((url) => Object.assign(url, { pathname: "/no_such_database" }), "DATABASE_MISSING");
    await named((url) => Object.assign(url, { port: "1" }), "CONNECTION_FAILED");
    await named(
      (url) => Object.assign(url, { username: "nobody_here", password: "s3cr3t-of-nobody" }),
      "AUTHENTICATION_FAILED",
    );
  });
});

/** Nothing of the connection, of SQL, of the disk. */
function expectNothingForeign(text: string, { settings }: TestDatabase, directory: string): void {
  const { host, port, database, user, password } = settings;
  for (const piece of [host, String(port), database, user, password, directory, "nobody_here", "s3cr3t"])
    if (piece !== null && piece !== "") expect(text).not.toContain(piece);
  expect(text).not.toMatch(/SELECT|CREATE|relation "|\bat \/|\.ts:/);
}
