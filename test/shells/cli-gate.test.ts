import { expect, test } from "vitest";
import { fixture } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import { runAction } from "../support/run-action.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnNewest("the gate", (server) => {
  const production = (database: TestDatabase, ...flags: string[]) =>
    migrate(server, database, fixture("flat"), { flags: ["--environment=production", ...flags] });

  test("lets nothing into production before the phrase is typed, but shows the whole dry run and says what to type", async () => {
    const database = await freshDatabase(server);
    const { code, report, stderr } = await production(database);
    expect(code).toBe(5);
    expect(report).toMatchObject({
      result: "refused",
      failure: { code: "CONFIRMATION_MISSING" },
      rehearsal: { ok: true, site: "shadow" },
      gate: { passed: false },
    });
    expect(report.plan?.steps.map(({ version }) => version)).toEqual(["1", "2"]);
    expect(stderr).toContain("confirm: MIGRATE-PRODUCTION");
    expect(stderr).toContain("Rehearsal passed");
    expect(await relationsOf(database)).toEqual([]);
  });

  test.each(["MIGRATE-PRODUCTION-", "migrate-production", "yes", "MIGRATE"])(
    "does not take %s for the phrase",
    async (typed) => {
      const database = await freshDatabase(server);
      const { code, report } = await production(database, `--confirm=${typed}`);
      expect(code).toBe(5);
      expect(report.failure?.code).toBe("CONFIRMATION_WRONG");
      expect(await relationsOf(database)).toEqual([]);
    },
  );

  test("opens for the phrase, for one's own phrase, and for CONFIRM_PRODUCTION_MIGRATION=true", async () => {
    const typed = await freshDatabase(server);
    expect((await production(typed, "--confirm=MIGRATE-PRODUCTION")).code).toBe(0);
    expect(await ledgerOf(typed)).toHaveLength(2);
    const own = await freshDatabase(server);
    expect(
      (await production(own, "--confirmation-phrase=ja wirklich", "--confirm=MIGRATE-PRODUCTION")).code,
    ).toBe(5);
    expect((await production(own, "--confirmation-phrase=ja wirklich", "--confirm=ja wirklich")).code).toBe(
      0,
    );
    const variable = await freshDatabase(server);
    const run = await migrate(server, variable, fixture("flat"), {
      env: { NODE_ENV: "production", CONFIRM_PRODUCTION_MIGRATION: "true" },
    });
    expect(run.code).toBe(0);
    expect(run.report.target?.environment).toBe("production");
  });

  test("asks nothing of production where nothing is pending", async () => {
    const database = await freshDatabase(server);
    await production(database, "--confirm=MIGRATE-PRODUCTION");
    expect(await production(database)).toMatchObject({ code: 0 });
  });

  test("lets a plan for production pass as planned: what it needs is said, and is no failure", async () => {
    const database = await freshDatabase(server);
    const { code, report } = await migrate(server, database, fixture("flat"), {
      command: "plan",
      flags: ["--environment=prod"],
    });
    expect(code).toBe(0);
    expect(report).toMatchObject({
      result: "planned",
      failure: null,
      gate: { needs: [{ code: "CONFIRMATION_MISSING" }] },
    });
    expect(await relationsOf(database)).toEqual([]);
  });

  test("applies the plan that was reviewed, and no other", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    const reviewed = (await migrate(server, database, migrations, { command: "plan" })).report.plan?.digest;
    writeFiles(migrations, { "2_b.sql": "CREATE TABLE b (id int);" });
    const changed = await migrate(server, database, migrations, { flags: [`--expected-plan=${reviewed}`] });
    expect(changed.code).toBe(5);
    expect(changed.report.failure?.code).toBe("EXPECTED_PLAN_DIFFERS");
    expect(await relationsOf(database)).toEqual([]);
    const now = changed.report.plan?.digest;
    expect((await migrate(server, database, migrations, { flags: [`--expected-plan=${now}`] })).code).toBe(0);
    expect(await ledgerOf(database)).toHaveLength(2);
  });

  test("knows the database by its name, and by its host where one is given", async () => {
    const database = await freshDatabase(server);
    const { hostname, pathname } = new URL(database.url);
    const run = (expected: string) =>
      migrate(server, database, fixture("flat"), { flags: [`--expected-database=${expected}`] });
    for (const wrong of ["other", `elsewhere${pathname}`]) {
      const { code, report } = await run(wrong);
      expect({ code, failure: report.failure?.code }).toEqual({
        code: 5,
        failure: "EXPECTED_DATABASE_DIFFERS",
      });
      expect(await relationsOf(database)).toEqual([]);
    }
    expect((await run(`${hostname}${pathname}`)).code).toBe(0);
    expect((await run(pathname.slice(1))).code).toBe(0);
  });

  test("warns of a database that looks like production, in log and summary, where no environment is named", async () => {
    const database = await freshDatabase(server);
    const name = `shop_prod_${new URL(database.url).pathname.slice(6)}`;
    const admin = await connect(server.url);
    await admin.query(`CREATE DATABASE ${name}`);
    try {
      const url = Object.assign(new URL(database.url), { pathname: `/${name}` }).href;
      const run = await runAction({
        "database-url": url,
        "shadow-url": server.url,
        "migrations-path": fixture("flat"),
      });
      expect(run.code).toBe(0);
      expect(run.summary).toContain("looks like production");
      expect(run.stdout).toContain("looks like production");
    } finally {
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    }
  });

  test("leaves time to cancel after the plan is shown: nothing is applied then", async () => {
    const database = await freshDatabase(server);
    const cli = startCli(argsFor(server, database, fixture("flat"), { flags: ["--review-window=1h"] }));
    await cli.says("Review window");
    cli.child.kill("SIGINT");
    const { code, report } = await cli.run;
    expect(code).toBe(7);
    expect(report).toMatchObject({
      result: "cancelled",
      failure: { code: "CANCELLED" },
      ledger: { pending: ["1", "2"] },
    });
    expect(await relationsOf(database)).toEqual([]);
  });
});
