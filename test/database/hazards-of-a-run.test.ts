import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { runFlow } from "../support/run-flow.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const TABLES = `CREATE TABLE users (id int PRIMARY KEY, email text, plan text);
  CREATE TABLE flags (id int PRIMARY KEY, on_ boolean);`;

/** About 9 MB in one of them: more than what nobody notices. */
const ROWS = `INSERT INTO users SELECT g, 'u' || g, repeat('x', 60) FROM generate_series(1, 80000) g;
  INSERT INTO flags VALUES (1), (2), (3), (4); ANALYZE`;

describeOnServers("the hazards of a run", (server) => {
  async function plan(
    files: Readonly<Record<string, string>>,
    values: Readonly<Record<string, string>> = {},
  ): Promise<{ report: Report; database: TestDatabase }> {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "0_tables.sql": TABLES });
    const path = { "migrations-path": migrations };
    expect((await runFlow(database, { command: "up", ...path })).result).toBe("applied");
    await database.query(ROWS);
    writeFiles(migrations, files);
    const report = await runFlow(database, { command: "plan", ...path, ...values });
    return { report, database };
  }

  const named = ({ plan }: Report) =>
    plan?.steps.flatMap(({ hazards }) => hazards.map(({ rule, level, line }) => `${rule} ${level} ${line}`));

  test("are of the table's size on the target, and say how big it is", async () => {
    const { report } = await plan({
      "1_a.sql": "CREATE INDEX users_email ON users (email);\nCREATE INDEX flags_on ON flags (on_);",
    });
    expect(named(report)).toEqual(["create-index medium 1"]);
    expect(report.plan?.steps[0]?.hazards[0]?.message).toMatch(/`users` \(about 80,000 rows, \d\.\d MB\)/);
    expect(report.result).toBe("planned");
  });

  test("at the level of fail-on stop it, unless the file allows them", async () => {
    const drop = "ALTER TABLE users DROP COLUMN plan;";
    const { report } = await plan({ "1_a.sql": drop });
    expect(report).toMatchObject({ result: "refused", exitCode: 5, failure: { code: "HAZARDS" } });
    expect(report.failure?.message).toMatch(/1_a\.sql:1 .*drop-column/);
    const allowed = await plan({ "1_a.sql": `-- migrate:allow drop-column reason: unused\n${drop}` });
    expect(allowed.report).toMatchObject({ result: "planned", failure: null });
    expect(allowed.report.plan?.steps[0]?.hazards[0]).toMatchObject({ allowedBecause: "unused" });
    const never = await plan({ "1_a.sql": drop }, { "fail-on": "never" });
    expect(never.report).toMatchObject({ result: "planned", failure: null });
  });

  test("an allowance of a rule that there is not is told", async () => {
    const { report } = await plan({ "1_a.sql": "-- migrate:allow drop-colum reason: x\nSELECT 1;" });
    expect(named(report)).toEqual(["unknown-rule medium 1"]);
  });

  test("what a DO does with a big table is seen in the rehearsal, and told by that table's size", async () => {
    const alter = (table: string) =>
      `DO $$BEGIN EXECUTE 'ALTER TABLE ${table} ALTER COLUMN id TYPE bigint'; END$$;`;
    const { report } = await plan({ "1_a.sql": `${alter("flags")}\n${alter("users")}` });
    expect(named(report)).toEqual(["opaque info 1", "seen-in-rehearsal medium 2", "opaque info 2"]);
    const [, seen] = report.plan?.steps[0]?.hazards ?? [];
    expect(seen?.message).toMatch(/`users` \(about 80,000 rows.*ACCESS EXCLUSIVE while it is written anew/);
    expect(report.notices.join()).not.toContain("rehearsal saw nothing");
  });

  test("of a database in which nothing is none is told, whatever its files make", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_a.sql": "CREATE TABLE t (id int);",
      "2_b.sql": "CREATE INDEX i ON t (id); ALTER TABLE t ADD c int NOT NULL; DROP TABLE IF EXISTS gone;",
    });
    const report = await runFlow(database, { command: "plan", "migrations-path": migrations });
    expect(named(report)).toEqual([]);
  });
});
