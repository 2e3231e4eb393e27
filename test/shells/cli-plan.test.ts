import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixture } from "../support/built.ts";
import { ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const THREE = {
  "1_a.sql": "CREATE TABLE a (id int);",
  "2_b.sql": "CREATE TABLE b (id int);",
  "3_c.sql": "CREATE TABLE c (id int);",
};

describeOnNewest("the plan refuses, with what to do", (server) => {
  const applied = async (
    files: Readonly<Record<string, string>>,
  ): Promise<{ database: TestDatabase; migrations: string }> => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(files);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    return { database, migrations };
  };
  /** A run that must be refused with `code` for `version`, and change nothing. */
  const isRefused = async (
    database: TestDatabase,
    migrations: string,
    code: string,
    version: string,
    flags: readonly string[] = [],
  ) => {
    const before = [await relationsOf(database), await ledgerOf(database)];
    const { code: exit, report, stderr } = await migrate(server, database, migrations, { flags });
    expect(report.failure).toMatchObject({ code, version, hint: expect.stringMatching(/\w.*\./) });
    expect({ exit, result: report.result, rehearsal: report.rehearsal }).toEqual({
      exit: 4,
      result: "refused",
      rehearsal: null,
    });
    expect(stderr).toContain(report.failure?.hint?.slice(0, 30));
    expect([await relationsOf(database), await ledgerOf(database)]).toEqual(before);
    return report;
  };

  test("a file that was edited after it was applied, but not one whose line ends or BOM changed", async () => {
    const { database, migrations } = await applied({
      "1_a.sql": "CREATE TABLE a (\n id int);\n",
      "2_b.sql": THREE["2_b.sql"],
    });
    writeFiles(migrations, { "1_a.sql": "\uFEFFCREATE TABLE a (\r\n id int);\r\n" });
    expect((await migrate(server, database, migrations)).report.result).toBe("nothing-to-do");
    writeFiles(migrations, { "1_a.sql": "CREATE TABLE a (\n id bigint);\n", "3_c.sql": THREE["3_c.sql"] });
    await isRefused(database, migrations, "PLAN_EDITED", "1");
  });

  test("a file that came late; with out-of-order: allow it is run, and said to be", async () => {
    const { database, migrations } = await applied({
      "1_a.sql": THREE["1_a.sql"],
      "3_c.sql": THREE["3_c.sql"],
    });
    writeFiles(migrations, { "2_b.sql": THREE["2_b.sql"] });
    await isRefused(database, migrations, "PLAN_LATE", "2");
    const { code, report } = await migrate(server, database, migrations, { flags: ["--out-of-order=allow"] });
    expect(code).toBe(0);
    expect(report.notices.join()).toContain("2_b.sql runs out of order");
    expect((await ledgerOf(database)).map(({ version, batch }) => `${version}:${batch}`)).toEqual([
      "1:1",
      "2:2",
      "3:1",
    ]);
  });

  test("a file that is gone, and one that only the database knows to be newer", async () => {
    const { database, migrations } = await applied(THREE);
    rmSync(join(migrations, "2_b.sql"));
    await isRefused(database, migrations, "PLAN_MISSING", "2");
    writeFiles(migrations, { "2_b.sql": THREE["2_b.sql"] });
    rmSync(join(migrations, "3_c.sql"));
    const report = await isRefused(database, migrations, "PLAN_AHEAD", "3");
    expect(report.ledger).toMatchObject({ ahead: ["3"], currentVersion: "3" });
  });

  test("two rows that mean one version", async () => {
    const { database, migrations } = await applied(THREE);
    await database.query("INSERT INTO schema_migrations (version, name) VALUES ('01', 'a')");
    const before = await ledgerOf(database);
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({ code: "PLAN_DUPLICATE", hint: expect.stringContaining("delete") });
    expect(await ledgerOf(database)).toEqual(before);
  });

  test.each(["running", "failed", "pending"])("a migration that is on record as %s", async (status) => {
    const { database, migrations } = await applied({ "1_a.sql": THREE["1_a.sql"] });
    await database.query(
      "INSERT INTO schema_migrations (version, name, status, statements_done) VALUES ('2', 'b', $1, NULL)",
      [status],
    );
    writeFiles(migrations, THREE);
    const report = await isRefused(database, migrations, "PLAN_UNFINISHED", "2");
    expect(report.failure?.message).toContain(`recorded as ${status}`);
  });

  test("a mix of statements that may and may not run in a transaction, with the line", async () => {
    const database = await freshDatabase(server);
    const { code, report } = await migrate(server, database, fixture("mix"));
    expect(code).toBe(4);
    expect(report.failure).toMatchObject({
      code: "PLAN_TRANSACTION_MIX",
      version: "002",
      at: { line: 4, column: 1 },
      hint: expect.stringContaining("migrate:no-transaction"),
    });
    expect(await relationsOf(database)).toEqual([]);
  });

  test("transaction control that the runner's one transaction cannot stand for, all of it at once", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_stray.sql": "CREATE TABLE a (id int);\nCOMMIT;\nCREATE TABLE b (id int);",
      "2_two.sql": "BEGIN; SELECT 1; COMMIT;\n BEGIN; SELECT 2; COMMIT;",
      "3_back.sql": "BEGIN;\nSELECT 1;\nROLLBACK;",
    });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(4);
    expect(
      report.plan?.refusals.map(({ code: of, version, at }) => `${of} ${version} ${at?.line}:${at?.column}`),
    ).toEqual([
      "PLAN_TRANSACTION_CONTROL 1 2:1",
      "PLAN_TRANSACTION_CONTROL 2 2:2",
      "PLAN_TRANSACTION_CONTROL 3 3:1",
    ]);
    expect(report.problems.map(({ version }) => version)).toEqual(["1", "2", "3"]);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("a version that no file has, and one alone while earlier ones are pending", async () => {
    const { database, migrations } = await applied({ "1_a.sql": THREE["1_a.sql"] });
    writeFiles(migrations, THREE);
    await isRefused(database, migrations, "PLAN_VERSION_UNKNOWN", "9", ["--target=9"]);
    await isRefused(database, migrations, "PLAN_EARLIER_PENDING", "3", ["--version=3"]);
  });
});

describeOnNewest("a range", (server) => {
  test.each([
    { flags: ["--target=02"], runs: ["1", "2"] },
    { flags: ["--steps=1"], runs: ["1"] },
    { flags: ["--version=1"], runs: ["1"] },
    { flags: ["--target=3", "--steps=2"], runs: ["1", "2"] },
    { flags: ["--version=3", "--out-of-order=allow"], runs: ["3"] },
  ])("$flags applies $runs, and the rest stays pending", async ({ flags, runs }) => {
    const database = await freshDatabase(server);
    const { code, report } = await migrate(server, database, makeMigrations(THREE), { flags });
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(runs);
    expect(report.ledger).toMatchObject({
      applied: runs,
      pending: ["1", "2", "3"].filter((version) => !runs.includes(version)),
    });
  });

  test("that is applied already is nothing to do, and does not hide what is pending after it", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(THREE);
    await migrate(server, database, migrations, { flags: ["--target=2"] });
    const { code, report } = await migrate(server, database, migrations, { flags: ["--target=2"] });
    expect(code).toBe(0);
    expect(report).toMatchObject({ result: "nothing-to-do", ledger: { pending: ["3"] } });
  });
});
