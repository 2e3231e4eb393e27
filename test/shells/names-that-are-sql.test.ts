import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { identifier, literal } from "../../src/database/quote.ts";
import { connect } from "../support/connect.ts";
import { runCli } from "../support/run-cli.ts";
import { describeOnServers, type TestServer } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** Each ends a string and an identifier, and goes on as SQL; one is a word of SQL. */
const EVIL = `we"ird'; DROP TABLE x; --`;
const LEDGERS = [
  { schema: EVIL, table: "select" },
  { schema: "select", table: `${EVIL} \\ $$ %s` },
] as const;

const FILES = {
  "1_a.up.sql": "CREATE TABLE a (id int);\n",
  "1_a.down.sql": "DROP TABLE a;\n",
  "2_b.up.sql": "CREATE TABLE b (id int);\n",
  "2_b.down.sql": "DROP TABLE b;\n",
  "3_c.up.sql": "-- migrate:no-transaction\nCREATE INDEX CONCURRENTLY ON a (id);\nSELECT 1;\n",
  "3_c.down.sql": "DROP INDEX a_id_idx;\n",
};

/** A database, its superuser and a role for the migrations, all with such names; gone with the test. */
async function makeNames(server: TestServer) {
  const mark = randomBytes(4).toString("hex");
  const [name, user, role] = ["database", "user", "role"].map((what) => `${EVIL} ${what} ${mark}`);
  const admin = await connect(server.url);
  const run = (words: string, ...names: string[]) =>
    admin.query(names.reduce((text, one) => text.replace("?", () => identifier(one)), words));
  await run("CREATE ROLE ? SUPERUSER LOGIN PASSWORD 'of no interest'", user ?? "");
  await run("CREATE ROLE ?", role ?? "");
  await run("CREATE DATABASE ? TEMPLATE template0", name ?? "");
  await run("GRANT CREATE ON DATABASE ? TO ?", name ?? "", role ?? "");
  const settings = { ...server.settings, database: name ?? "", user: user ?? "", password: "of no interest" };
  const own = await connect(settings);
  await own.query(`CREATE TABLE x (); GRANT ALL ON SCHEMA public TO ${identifier(role ?? "")}`);
  onTestFinished(async () => {
    await own.end();
    await run("DROP DATABASE ? WITH (FORCE)", name ?? "");
    await run("DROP ROLE ?", user ?? "");
    await run("DROP ROLE ?", role ?? "");
    await admin.end();
  });
  return { own, settings, role: role ?? "" };
}

describeOnServers("names that are SQL are only names", (server) => {
  test.each(LEDGERS)(
    "of the ledger's schema $schema and table $table, of the database, its user and role",
    async (ledger) => {
      const { own, settings, role } = await makeNames(server);
      const migrations = makeMigrations(FILES);
      const run = async (command: string, ...flags: string[]) => {
        const { host, port, database, user, password } = settings;
        const { code, report, stderr } = await runCli([
          command,
          ...Object.entries({ host, port, database, user, password, role }).map(
            ([key, value]) => `--${key}=${value}`,
          ),
          ...[`--ledger-schema=${ledger.schema}`, `--ledger-table=${ledger.table}`],
          ...[`--shadow-url=${server.url}`, `--migrations-path=${migrations}`, "--fail-on=never", ...flags],
        ]);
        expect(code, stderr).toBe(0);
        return report;
      };
      const table = `${identifier(ledger.schema)}.${identifier(ledger.table)}`;
      const recorded = async () =>
        (await own.query(`SELECT version FROM ${table} ORDER BY 1`)).rows.map((row) => row.version);

      expect((await run("up")).result).toBe("applied");
      expect(await recorded()).toEqual(["1", "2", "3"]);
      expect((await run("status")).status.map(({ state }) => state)).toEqual([
        "applied",
        "applied",
        "applied",
      ]);
      expect((await run("history")).history?.map(({ version }) => version)).toEqual(["3", "2", "1"]);
      expect((await run("down", "--steps=2")).result).toBe("rolled-back");
      expect(await recorded()).toEqual(["1"]);
      // What is there is put on record without being run.
      await own.query("CREATE TABLE b (id int)");
      await own.query(`ALTER TABLE b OWNER TO ${identifier(role)}`);
      expect((await run("baseline", "--target=2", "--accept-drift")).result).toBe("applied");
      expect(await recorded()).toEqual(["1", "2"]);
      const owner = await own.query(
        "SELECT tableowner FROM pg_tables WHERE schemaname = $1 AND tablename = $2",
        [ledger.schema, ledger.table],
      );
      expect(owner.rows).toEqual([{ tableowner: role }]);
      expect((await own.query("SELECT to_regclass('x')::text AS x")).rows).toEqual([{ x: "x" }]);
    },
  );

  test("of another tool's ledger that is taken over", async () => {
    const { own, settings } = await makeNames(server);
    const [{ schema }] = LEDGERS;
    await own.query(
      `CREATE SCHEMA ${identifier(schema)}; CREATE TABLE ${identifier(schema)}.pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
       INSERT INTO ${identifier(schema)}.pgmigrations (name, run_on) VALUES (${literal("001_a")}, now()); CREATE TABLE a (id int)`,
    );
    const migrations = makeMigrations({ "001_a.sql": "CREATE TABLE a (id int);" });
    writeFiles(migrations, { "002_b.sql": "CREATE TABLE b (id int);" });
    const { host, port, database, user, password } = settings;
    const { code, report, stderr } = await runCli([
      ...["adopt", "--apply", `--migrations-path=${migrations}`, `--adopt-from=${schema}.pgmigrations`],
      ...Object.entries({ host, port, database, user, password }).map(([key, value]) => `--${key}=${value}`),
      ...[`--ledger-schema=${schema}`, "--ledger-table=select"],
    ]);
    expect(code, stderr).toBe(0);
    expect(report.result).toBe("applied");
    const { rows } = await own.query(`SELECT version, origin FROM ${identifier(schema)}."select"`);
    expect(rows).toEqual([{ version: "001", origin: "adopted from node-pg-migrate" }]);
    expect((await own.query("SELECT to_regclass('x')::text AS x")).rows).toEqual([{ x: "x" }]);
  });
});
