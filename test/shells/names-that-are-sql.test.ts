import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { identifier, literal } from "../../src/database/quote.ts";
import { connect } from "../support/connect.ts";
import { runCli } from "../support/run-cli.ts";
import { migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";
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

  test("of what migrations make and change: in what is asked of rows, and when a half-built index is dropped", async () => {
    const database = await freshDatabase(server);
    const q = (what: string) => identifier(`${EVIL} ${what}`);
    const table = `${q("schema")}.${q("table")}`;
    const other = `${q("schema")}.${q("other")}`;
    await database.query(
      `CREATE TABLE x (); CREATE SCHEMA ${q("schema")};
       CREATE DOMAIN ${q("schema")}.${q("domain")} AS int;
       CREATE TABLE ${other} (${q("id")} int PRIMARY KEY);
       CREATE TABLE ${table} (${q("id")} int PRIMARY KEY, ${q("a")} int, ${q("b")} ${q("schema")}.${q("domain")});
       INSERT INTO ${table} VALUES (1, NULL, -1), (2, 7, 5), (3, 7, 5)`,
    );
    const migrations = makeMigrations({
      "1_a.sql": [
        `ALTER TABLE ${table} ALTER ${q("a")} SET NOT NULL;`,
        `ALTER TABLE ${table} ADD CONSTRAINT ${q("key")} UNIQUE (${q("a")});`,
        `ALTER TABLE ${table} ADD CONSTRAINT ${q("check")} CHECK (${q("a")} > 8);`,
        `ALTER TABLE ${table} ADD CONSTRAINT ${q("reference")} FOREIGN KEY (${q("a")}) REFERENCES ${other} (${q("id")});`,
        `ALTER DOMAIN ${q("schema")}.${q("domain")} ADD CHECK (VALUE > 0);`,
      ].join("\n"),
    });
    const flags = ["--fail-on=never"];
    const asked = await migrate(server, database, migrations, { command: "plan", flags });
    expect(asked.report.preflight?.map(({ line, answer, count }) => [line, answer, count])).toEqual([
      [1, "violated", 1],
      [2, "violated", 2],
      [3, "violated", 2],
      [4, "violated", 2],
      [5, "violated", 1],
    ]);
    const indexed = makeMigrations({
      "1_i.sql": `CREATE UNIQUE INDEX CONCURRENTLY ${q("index")} ON ${table} (${q("a")});`,
    });
    expect((await migrate(server, database, indexed, { flags })).code).toBe(1);
    await database.query(`DELETE FROM ${table} WHERE ${q("id")} = 3`);
    expect(await migrate(server, database, indexed, { flags })).toMatchObject({ code: 0 });
    expect(
      await database.query(
        `SELECT indisvalid FROM pg_index WHERE indexrelid = ${literal(`${q("schema")}.${q("index")}`)}::regclass`,
      ),
    ).toEqual([{ indisvalid: true }]);
    expect(await database.query("SELECT to_regclass('x')::text AS x")).toEqual([{ x: "x" }]);
  });
});
