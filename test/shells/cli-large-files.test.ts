import { openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeChecksum } from "../../src/files/checksum.ts";
import { connect } from "../support/connect.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { copyOf, copyRow, insertRow, LARGE_ROWS, rowsOf } from "../support/large-files.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import {
  describeOnNewest,
  describeOnServers,
  freshDatabase,
  type TestDatabase,
  type TestServer,
} from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const MAKE_T = "CREATE TABLE t (id int PRIMARY KEY, note text);";
const countOf = async (database: TestDatabase) =>
  (await database.query("SELECT count(*)::int AS n, sum(length(note))::int AS characters FROM t"))[0];
const WHOLE = { n: LARGE_ROWS, characters: LARGE_ROWS * 1_000 };

/** `t` on record and made; what else only the target has, so that a rehearsal goes well. */
async function prepared(server: TestServer, onTarget: string) {
  const database = await freshDatabase(server);
  const migrations = makeMigrations({ "0_t.sql": MAKE_T });
  await migrate(server, database, migrations);
  if (onTarget !== "") await database.query(onTarget);
  return { database, migrations };
}

/** A row of `pauses` lets the insertion of row 5,000 wait for a minute; only its rows are not on the site. */
const PAUSE = `CREATE TABLE pauses (seconds int);
  CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(seconds) FROM public.pauses WHERE NEW.id = 5000; RETURN NEW; END $$;
  CREATE TRIGGER wait BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION wait();`;
const pausedFor = (seconds: number) => `${PAUSE} INSERT INTO pauses VALUES (${seconds});`;
const untilAsleep = (database: TestDatabase) => becomesTrue(() => isAsleep(database), 20_000);

const FORMS: readonly (readonly [string, (lineEnd: string) => string])[] = [
  ["INSERTs", (lineEnd) => rowsOf(insertRow, LARGE_ROWS, lineEnd)],
  ["COPY data", (lineEnd) => copyOf(LARGE_ROWS, lineEnd)],
];

describeOnServers("a file that is too large to be held", (server) => {
  test.each(FORMS)("is applied: %s, with LF and CRLF the same", async (_, makeRows) => {
    const checksums = await Promise.all(
      ["\n", "\r\n"].map(async (lineEnd) => {
        const database = await freshDatabase(server);
        const text = ["-- é", "BEGIN;", MAKE_T, makeRows(lineEnd), "COMMIT;", ""].join(lineEnd);
        const migrations = makeMigrations({ "1_t.sql": `\ufeff${text}` });
        const { code, report, stderr } = await migrate(server, database, migrations);
        expect(code, stderr).toBe(0);
        expect(report).toMatchObject({ result: "applied", rehearsal: { ok: true, notRehearsed: [] } });
        expect(await countOf(database)).toEqual(WHOLE);
        const [row] = await ledgerOf(database);
        expect(row).toMatchObject({ version: "1", status: "completed", checksum: makeChecksum(text) });
        return row?.checksum;
      }),
    );
    expect(checksums[0]).toBe(checksums[1]);
  });
});

describeOnNewest("a large file", (server) => {
  test("shows people how many statements it has, and the report no more of them than can be read", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": `${MAKE_T}\n${rowsOf(insertRow)}` });
    const { stderr, report } = await migrate(server, database, migrations, { command: "plan" });
    const [step] = report.plan?.steps ?? [];
    expect(step?.statementCount).toBe(LARGE_ROWS + 1);
    expect(step?.statements.length).toBeLessThan(200);
    expect(step?.statements.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(LARGE_ROWS + 1);
    for (const { sql } of step?.statements ?? []) expect(sql.length).toBeLessThanOrEqual(4_000);
    expect(step?.statements.slice(0, 2)).toMatchObject([
      { line: 1, sql: MAKE_T.slice(0, -1), truncated: false },
      { line: 2, truncated: true },
    ]);
    expect(stderr).toContain("9,001 statements");
  });

  test("a smaller file with very many statements is listed in part, and counted whole", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "SELECT 1;\n".repeat(20_000) });
    const { report, stderr } = await migrate(server, database, migrations, { command: "plan" });
    expect(report.plan?.steps[0]?.statements.length).toBe(1_000);
    expect(report.plan?.steps[0]?.statementCount).toBe(20_000);
    expect(stderr).toContain("20,000 statements");
  });

  test.each([
    ["a run of INSERTs", `-- first\n${rowsOf(insertRow)}`, { line: 7_001, column: 1 }],
    ["the data of a COPY", `-- first\n${copyOf()}`, { line: 7_002, column: 1 }],
  ])("that fails in %s on the target leaves nothing, and the place is told", async (_, text, at) => {
    const { database, migrations } = await prepared(server, "INSERT INTO t VALUES (7000, 'here before')");
    writeFiles(migrations, { "1_rows.sql": text, "2_u.sql": "CREATE TABLE u ();" });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(1);
    expect(report.failure).toMatchObject({ code: "MIGRATION_FAILED", sqlState: "23505", version: "1" });
    expect(report.failure?.at).toMatchObject({ file: expect.stringContaining("1_rows.sql"), ...at });
    expect(await countOf(database)).toMatchObject({ n: 1 });
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["0"]);
    expect(await historyOf(database)).toEqual(["0 completed", "1 failed"]);
  });

  test("with an error that the server finds in the words of a statement in a run tells its line and column", async () => {
    const { database, migrations } = await prepared(server, "");
    const lines = rowsOf(insertRow).split("\n");
    lines[6_000] = "INSERT INTO t VALUES (0, 'é', missing);";
    writeFiles(migrations, { "1_rows.sql": lines.join("\n") });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(5);
    expect(report.failure?.at).toMatchObject({ line: 6_001, column: 31 });
    expect(report.failure?.statement).toBe("INSERT INTO t VALUES (0, 'é', missing)");
  });

  test("that is cancelled in the middle of a COPY ends in time with nothing of it left", async () => {
    const { database, migrations } = await prepared(server, pausedFor(60));
    writeFiles(migrations, { "1_rows.sql": copyOf() });
    const cli = startCli(argsFor(server, database, migrations));
    expect(await untilAsleep(database)).toBe(true);
    const since = performance.now();
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(performance.now() - since).toBeLessThan(7_000);
    expect(code).toBe(7);
    expect(report).toMatchObject({ result: "cancelled", failure: { code: "CANCELLED", version: "1" } });
    expect(await countOf(database)).toMatchObject({ n: 0 });
  });

  test.each(FORMS)("that changes while it is being applied is taken back: %s", async (_, makeRows) => {
    const { database, migrations } = await prepared(server, pausedFor(4));
    writeFiles(migrations, { "1_rows.sql": makeRows("\n") });
    const path = join(migrations, "1_rows.sql");
    const cli = startCli(argsFor(server, database, migrations));
    expect(await untilAsleep(database)).toBe(true);
    writeSync(openSync(path, "r+"), "X", statSync(path).size - 100);
    const { code, report } = await cli.run;
    expect(report.failure).toMatchObject({ code: "FILE_CHANGED", version: "1" });
    expect(code).toBe(2);
    expect(report.failure?.message).toContain("1_rows.sql");
    expect(await countOf(database)).toMatchObject({ n: 0 });
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["0"]);
  });

  test("is tried again, the whole of it, when a lock is in its way for a while", async () => {
    const { database, migrations } = await prepared(server, "");
    writeFiles(migrations, { "1_rows.sql": `${copyOf()}ALTER TABLE t ADD COLUMN a int;\n` });
    const holder = await connect(database.url);
    onTestFinished(() => holder.end().catch(() => undefined));
    await holder.query("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");
    const flags = ["--lock-timeout=600ms", "--lock-retries=50"];
    const cli = startCli(argsFor(server, database, migrations, { flags }));
    await cli.says("try 2");
    await holder.end();
    const { code, report } = await cli.run;
    expect(code).toBe(0);
    expect(report.migrations[0]?.tries).toBeGreaterThan(1);
    expect(await countOf(database)).toEqual(WHOLE);
  });

  test("outside a transaction runs a statement at a time, and says how far it came", async () => {
    const { database, migrations } = await prepared(server, "INSERT INTO t VALUES (2, 'here before')");
    const rest = "INSERT INTO t VALUES (-1);\nINSERT INTO t VALUES (2);\nINSERT INTO t VALUES (-2);\n";
    const copied = `COPY t FROM stdin;\n${Array.from({ length: LARGE_ROWS }, (_, id) => `${copyRow(id + 10)}\n`).join("")}\\.\n`;
    const text = `-- migrate:no-transaction\n${copied}CREATE INDEX CONCURRENTLY ON t (id);\n${rest}`;
    writeFiles(migrations, { "1_rows.sql": text });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(1);
    expect(report.plan?.steps[0]).toMatchObject({ mode: "no-transaction" });
    expect(report.failure?.at).toMatchObject({ line: LARGE_ROWS + 6, column: 1 });
    expect((await ledgerOf(database)).at(-1)).toMatchObject({ status: "failed", statements_done: 3 });
    expect(await countOf(database)).toMatchObject({ n: LARGE_ROWS + 2 });
  });

  test.each([
    { layout: "dbmate", up: "-- migrate:up", down: "-- migrate:down", rowsBack: LARGE_ROWS },
    { layout: "goose", up: "-- +goose Up", down: "-- +goose Down", rowsBack: 10 },
    { layout: "sql-migrate", up: "-- +migrate Up", down: "-- +migrate Down", rowsBack: 10 },
    { layout: "tern", up: "-- é", down: "---- create above / drop below ----", rowsBack: 10 },
    { layout: "node-pg-migrate", up: "-- Up Migration", down: "-- Down Migration", rowsBack: 10 },
  ])("with both ways of $layout goes there and back", async ({ up, down, rowsBack }) => {
    const database = await freshDatabase(server);
    const back = rowsOf((id) => insertRow(-id).replace("INTO t", "INTO kept"), rowsBack);
    const text = `${up}\n${MAKE_T}\nCREATE TABLE kept (LIKE t);\n${rowsOf(insertRow)}${down}\n${back}DROP TABLE t;\n`;
    const migrations = makeMigrations({ "001_t.sql": text });
    const there = await migrate(server, database, migrations);
    const statementsOf = (statementCount: number) => ({ steps: [{ statementCount }] });
    expect(there.report).toMatchObject({ result: "applied", plan: statementsOf(LARGE_ROWS + 2) });
    expect(await countOf(database)).toEqual(WHOLE);
    const flags = ["--accept-drift"];
    const again = await migrate(server, database, migrations, { command: "down", flags });
    expect(again.report.failure).toBeNull();
    expect(again.report.rehearsal?.restoration?.differences).toEqual(["table public.kept is left behind"]);
    expect(again.report).toMatchObject({ result: "rolled-back", plan: statementsOf(rowsBack + 1) });
    expect((await relationsOf(database)).filter((name) => name.length < 5)).toEqual(["kept"]);
    expect(await database.query("SELECT count(*)::int AS n FROM kept")).toEqual([{ n: rowsBack }]);
  });

  test("with rows of the ledger, and its own transaction around the rest", async () => {
    const { database, migrations } = await prepared(server, "");
    const row = "INSERT INTO schema_migrations (version, name) VALUES ('1', 'rows');";
    writeFiles(migrations, { "1_rows.sql": `BEGIN;\n${rowsOf(insertRow)}COMMIT;\n${row}\n` });
    const { code, report } = await migrate(server, database, migrations);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect((await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`)).toEqual([
      "0 completed",
      "1 completed",
    ]);
    expect(await countOf(database)).toEqual(WHOLE);
  });

  test.each([
    ["is no UTF-8", Buffer.from([0xe9]), "FILE_NOT_UTF8"],
    ["has a NUL", Buffer.from([0]), "FILE_HAS_NUL"],
  ])("that %s far behind is refused with the place", async (_, byte, code) => {
    const database = await freshDatabase(server);
    const text = Buffer.from(`${MAKE_T}\n${rowsOf(insertRow)}`);
    const at = text.indexOf("row 8000: é");
    text.set(byte, at);
    const migrations = makeMigrations({});
    writeFiles(migrations, { "1_t.sql": "" });
    writeSync(openSync(join(migrations, "1_t.sql"), "w"), text);
    const { report } = await migrate(server, database, migrations, { command: "plan" });
    expect(report.failure).toMatchObject({ code, at: { line: 8_001, column: 30 } });
  });
});

describeOnNewest("memory", (server) => {
  /** With --import: leaves the greatest resident size of the process behind, in kB. */
  const WATCH = `import { readFileSync, writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(process.env.PEAK_FILE, /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]));`;
  /** Held in memory, the file alone is most of it. */
  const MOST_MB = 190;

  test.skipIf(process.platform !== "linux").each([
    ["INSERTs", () => rowsOf(insertRow, 60_000)],
    ["COPY data", () => copyOf(60_000)],
  ])("stays small for a file of more than 64 MB of %s", async (_, makeRows) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": `${MAKE_T}\n${makeRows()}` });
    expect(statSync(join(migrations, "1_t.sql")).size).toBeGreaterThan(64 * 1024 * 1024);
    const aside = makeMigrations({ "watch.mjs": WATCH });
    const env = { NODE_OPTIONS: `--import=${join(aside, "watch.mjs")}`, PEAK_FILE: join(aside, "peak") };
    const { report } = await migrate(server, database, migrations, { env });
    expect(report.result).toBe("applied");
    expect(Number(readFileSync(join(aside, "peak"), "utf8")) / 1024).toBeLessThan(MOST_MB);
  });
});
