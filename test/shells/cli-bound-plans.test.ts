import { expect, test } from "vitest";
import { startCli } from "../support/run-cli.ts";
import { argsFor, ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

const A = { "1_a.sql": "CREATE TABLE a (id int);" };
const B = { "2_b.sql": "CREATE TABLE b (id int);" };
const C = { "3_c.sql": "CREATE TABLE c (id int);" };

describeOnNewest("a plan that was reviewed", (server) => {
  const up = (database: TestDatabase, migrations: string, ...flags: string[]) =>
    migrate(server, database, migrations, { flags });
  const plan = async (database: TestDatabase, migrations: string, ...flags: string[]) => {
    const { report } = await migrate(server, database, migrations, { command: "plan", flags });
    return `--expected-plan=${report.plan?.digest}`;
  };

  test("is applied days later, when nothing has changed", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ ...A, ...B });
    const reviewed = await plan(database, migrations);
    expect(await up(database, migrations, reviewed)).toMatchObject({
      code: 0,
      report: { result: "applied" },
    });
  });

  test("is refused with the files named that are new or changed, and nothing is touched", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ ...A, ...B });
    const reviewed = await plan(database, migrations);
    writeFiles(migrations, { "2_b.sql": "CREATE TABLE b (id bigint);", ...C });
    const { code, report, stderr } = await up(database, migrations, reviewed);
    expect({ code, failure: report.failure?.code }).toEqual({ code: 5, failure: "EXPECTED_PLAN_DIFFERS" });
    expect(report.failure?.message).toContain(`Today's plan also has ${migrations}/3_c.sql.`);
    expect(report.failure?.message).toContain(`The file ${migrations}/2_b.sql has changed since`);
    expect(stderr).toContain("3_c.sql");
    expect(await relationsOf(database)).toEqual([]);
  });

  test("is refused when another run has applied its head: what, and by whom, is said", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ ...A, ...B });
    const reviewed = await plan(database, migrations);
    await migrate(server, database, migrations, { flags: ["--steps=1"], env: { GITHUB_ACTOR: "alice" } });
    const { code, report } = await up(database, migrations, reviewed);
    expect(code).toBe(5);
    expect(report.failure?.message).toMatch(
      /The ledger has changed: 1 was applied since by alice on \d{4}-\d\d-\d\d \d\d:\d\d UTC \(batch 1\)\./,
    );
    expect(await ledgerOf(database)).toHaveLength(1);
  });

  test("is refused on another database, which is named", async () => {
    const [database, other] = [await freshDatabase(server), await freshDatabase(server)];
    const migrations = makeMigrations(A);
    const { code, report } = await up(other, migrations, await plan(database, migrations));
    expect(code).toBe(5);
    expect(report.failure?.message).toContain(`"${new URL(other.url).pathname.slice(1)}" at`);
    expect(report.failure?.message).toContain("the plan was made for another database");
  });

  test("is done when its deploy is run again after it was applied in full", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ ...A, ...B });
    const reviewed = await plan(database, migrations);
    await up(database, migrations, reviewed);
    const again = await up(database, migrations, reviewed);
    expect(again).toMatchObject({ code: 0, report: { result: "nothing-to-do" } });
    expect(again.report.notices.join()).toContain(
      "is done already. The ledger has changed: 1, 2 were applied since",
    );
  });

  test("is refused where nothing is pending and it was never applied here", async () => {
    const [database, other] = [await freshDatabase(server), await freshDatabase(server)];
    const migrations = makeMigrations(A);
    const reviewed = await plan(other, migrations);
    await up(database, migrations);
    expect(await up(database, migrations, reviewed)).toMatchObject({
      code: 5,
      report: { result: "refused", failure: { code: "EXPECTED_PLAN_DIFFERS" } },
    });
  });

  test("is refused when its head is applied by another run between the gate and the lock", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ ...A, ...B });
    const reviewed = await plan(database, migrations);
    const cli = startCli(argsFor(server, database, migrations, { flags: [reviewed, "--review-window=6s"] }));
    await cli.says("Review window");
    await up(database, migrations, "--steps=1");
    const { code, report } = await cli.run;
    expect({ code, failure: report.failure?.code }).toEqual({ code: 5, failure: "EXPECTED_PLAN_DIFFERS" });
    expect(report.failure?.message).toContain("1 was applied since");
    expect(await ledgerOf(database)).toHaveLength(1);
  });

  test("to be taken back is refused when another run has taken back its head", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_a.up.sql": A["1_a.sql"],
      "1_a.down.sql": "DROP TABLE a;",
      "2_b.up.sql": B["2_b.sql"],
      "2_b.down.sql": "DROP TABLE b;",
    });
    await up(database, migrations);
    const down = (...flags: string[]) => migrate(server, database, migrations, { command: "down", flags });
    const { report } = await down("--dry-run=true");
    const reviewed = `--expected-plan=${report.plan?.digest}`;
    expect((await down(reviewed)).code).toBe(0);
    const again = await down(reviewed);
    expect(again.code).toBe(5);
    expect(again.report.failure?.message).toContain("2 was taken back since");
    expect(await relationsOf(database)).toContain("a");
  });
});
