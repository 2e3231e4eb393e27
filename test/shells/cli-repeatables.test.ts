// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Flyway's placeholders are written.
import { describe, expect, test } from "vitest";
import { runCli, startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, ledgerOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const FILES = {
  "V1__t.sql": "CREATE TABLE t (id int);",
  "V1_1__u.sql": "CREATE TABLE u (id int);",
  "views/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT id FROM t;",
  "views/R__w.sql": "CREATE OR REPLACE VIEW w AS SELECT id FROM t;",
};
const CHANGED = { "views/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT id, 1 AS one FROM t;" };

describeOnServers("a directory of Flyway's with a repeatable file that was changed", (server) => {
  const prepared = async (changes: Readonly<Record<string, string>> = CHANGED) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const first = await migrate(server, database, migrations);
    expect(first.report).toMatchObject({ result: "applied", failure: null });
    writeFiles(migrations, changes);
    return { database, migrations };
  };

  test("status says that it runs again, and plan which one", async () => {
    const { database, migrations } = await prepared();
    const status = await migrate(server, database, migrations, { command: "status" });
    expect(status.code).toBe(0);
    expect(status.report.ledger).toMatchObject({ pending: ["R__v"], currentVersion: "1.1" });
    expect(status.report.status.map(({ version, state }) => `${version} ${state}`)).toEqual([
      "1 applied",
      "1.1 applied",
      "R__v again",
      "R__w applied",
    ]);
    expect(status.stderr).toMatch(/• R__v +to run again/);
    const plan = await migrate(server, database, migrations, { command: "plan" });
    expect(plan.report.plan?.steps).toMatchObject([{ version: "R__v", runsAgain: true }]);
    expect(plan.stderr).toContain("R__v (runs again)");
  });

  test.each(["shadow", "server"])("up rehearses (%s) and runs it alone, and once", async (rehearsal) => {
    const { database, migrations } = await prepared();
    const flags = [`--rehearsal=${rehearsal}`];
    const again = await migrate(server, database, migrations, { flags });
    expect(again.report).toMatchObject({
      result: "applied",
      failure: null,
      rehearsal: { ok: true, notRehearsed: [] },
      migrations: [{ version: "R__v", state: "applied" }],
      ledger: { pending: [], currentVersion: "1.1" },
    });
    expect(await database.query("SELECT one FROM v")).toEqual([]);
    expect((await migrate(server, database, migrations, { flags })).report.result).toBe("nothing-to-do");
    expect((await ledgerOf(database)).map(({ version, batch }) => `${version} ${batch}`)).toEqual([
      "1 1",
      "1.1 1",
      "R__v 2",
      "R__w 1",
    ]);
    expect((await historyOf(database)).at(-1)).toBe("R__v completed");
    expect(await historyOf(database)).toHaveLength(5);
  });

  test("up in two runs at once runs it once", async () => {
    const { database, migrations } = await prepared({
      "views/R__v.sql": `${CHANGED["views/R__v.sql"]} SELECT pg_sleep(0.3);`,
    });
    const runs = await Promise.all([
      migrate(server, database, migrations),
      migrate(server, database, migrations),
    ]);
    expect(runs.map(({ report }) => report.result).sort()).toEqual(["applied", "nothing-to-do"]);
    expect(await historyOf(database)).toHaveLength(5);
  });

  test("up does not run it over another text than the one that was reviewed", async () => {
    const { database, migrations } = await prepared();
    const cli = startCli(argsFor(server, database, migrations, { flags: ["--review-window=2s"] }));
    await cli.says("Review window");
    await database.query("UPDATE schema_migrations SET checksum = 'sha256:third' WHERE version = 'R__v'");
    const { code, report } = await cli.run;
    expect(code).toBe(4);
    expect(report).toMatchObject({ failure: { code: "LEDGER_CHANGED" }, migrations: [] });
    expect(await historyOf(database)).toHaveLength(4);
  });

  test("up takes it along when a target before the newest version is asked for, as Flyway does", async () => {
    const { database, migrations } = await prepared({ ...CHANGED, "V2__x.sql": "CREATE TABLE x (id int);" });
    const { report } = await migrate(server, database, migrations, { flags: ["--target=1.1"] });
    expect(report.migrations.map(({ version }) => version)).toEqual(["R__v"]);
    expect(report.ledger?.pending).toEqual(["2"]);
  });

  test("a repeatable file that is gone is said, and hinders nothing", async () => {
    const { database } = await prepared({});
    const { "views/R__w.sql": _, ...rest } = FILES;
    const { code, report } = await migrate(server, database, makeMigrations(rest));
    expect(code).toBe(0);
    expect(report).toMatchObject({ result: "nothing-to-do", notices: [expect.stringContaining("R__w")] });
  });
});

describe("a directory of Flyway's with what cannot be done here", () => {
  test("ends before anything connects, with every file and line", async () => {
    const migrations = makeMigrations({
      ...FILES,
      "beforeMigrate.sql": "SELECT 1;",
      "V2__p.sql": "SELECT 1;\nSELECT '${x}';",
      "V3__j.java": "class V3__j {}",
    });
    const { code, report } = await runCli([
      "up",
      "--database-url=postgres://nobody@127.0.0.1:1/none",
      `--migrations-path=${migrations}`,
    ]);
    expect(code).toBe(2);
    expect(
      report.problems.map(({ code: of, at }) => `${of} ${at?.file.slice(migrations.length + 1)}:${at?.line}`),
    ).toEqual([
      "FILE_UNSUPPORTED V3__j.java:1",
      "FILE_UNSUPPORTED beforeMigrate.sql:1",
      "FILE_UNSUPPORTED V2__p.sql:2",
    ]);
  });
});
