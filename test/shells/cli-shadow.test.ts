import { expect, onTestFinished, test } from "vitest";
import { fixture } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { runCli } from "../support/run-cli.ts";
import { relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, testServers } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnServers("a shadow", (server) => {
  const up = (target: string, shadow: string, migrations: string, ...flags: string[]) =>
    runCli([
      "up",
      `--database-url=${target}`,
      `--shadow-url=${shadow}`,
      `--migrations-path=${migrations}`,
      ...flags,
    ]);

  test("that is the target is refused before anything is run there, whatever its host is called", async () => {
    const database = await freshDatabase(server);
    const { hostname } = new URL(database.url);
    const other = hostname === "localhost" ? "127.0.0.1" : "localhost";
    const alias = Object.assign(new URL(database.url), { hostname: other }).href;
    for (const shadow of [database.url, alias]) {
      const { code, report } = await up(database.url, shadow, fixture("flat"));
      expect(code).toBe(5);
      expect(report.failure).toMatchObject({ code: "SHADOW_IS_TARGET", hint: expect.any(String) });
    }
    expect(await relationsOf(database)).toEqual([]);
  });

  test("where databases may be created gets a scratch one, with the target's roles, and keeps neither", async () => {
    const shadowServer = testServers().find((other) => other !== server) ?? server;
    const role = await freshRole(server, "NOLOGIN");
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_t.sql": `CREATE TABLE t (id int); GRANT SELECT ON t TO ${role.name};`,
    });
    const { code, report } = await up(database.url, shadowServer.url, migrations);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.rehearsal).toMatchObject({ site: "shadow", ok: true });
    const client = await connect(shadowServer.url);
    onTestFinished(() => client.end());
    // Another test's rehearsal there may have the same roles for as long as it lasts.
    const isGone = async () =>
      (await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role.name])).rows.length === 0;
    if (shadowServer !== server) expect(await becomesTrue(isGone, 20_000)).toBe(true);
  });

  test("whose user may create none is used as it is where it is empty, and refused where it is something else", async () => {
    const user = await freshRole(server);
    const database = await freshDatabase(server);
    const shadow = await freshDatabase(server);
    await shadow.query(`GRANT CREATE ON SCHEMA public TO ${user.name}`);
    const { code, report } = await up(database.url, user.urlOf(shadow), fixture("flat"));
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.rehearsal?.description).toContain("empty before");
    expect(await relationsOf(shadow)).toContain("notes");

    const unlike = await freshDatabase(server);
    await unlike.query("CREATE TABLE somebodys (id int)");
    const target = await freshDatabase(server);
    const refused = await up(target.url, user.urlOf(unlike), fixture("flat"));
    expect(refused.code).toBe(5);
    expect(refused.report.failure?.code).toBe("SHADOW_UNUSABLE");
    expect(await relationsOf(unlike)).toEqual(["somebodys"]);
    expect(await relationsOf(target)).toEqual([]);
  });

  test("that is a copy of the target finds what only its data shows", async () => {
    const user = await freshRole(server);
    const [target, copy] = [await freshDatabase(server), await freshDatabase(server)];
    const migrations = makeMigrations({
      "1_t.sql": "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1), (1);",
    });
    for (const database of [target, copy]) {
      await database.query(`GRANT CREATE ON SCHEMA public TO ${user.name}`);
      expect(
        (
          await runCli([
            "up",
            `--database-url=${user.urlOf(database)}`,
            `--shadow-url=${server.url}`,
            `--migrations-path=${migrations}`,
          ])
        ).code,
      ).toBe(0);
    }
    writeFiles(migrations, { "2_unique.sql": "\nALTER TABLE t ADD CONSTRAINT once UNIQUE (id);" });
    const { code, report } = await up(target.url, user.urlOf(copy), migrations);
    expect(code).toBe(5);
    expect(report.failure).toMatchObject({
      code: "REHEARSAL_FAILED",
      sqlState: "23505",
      at: { line: 2, column: 1 },
    });
    expect(report.ledger).toMatchObject({ pending: ["2"] });
  });

  test("that cannot be reached fails the run: another site is not taken in its stead", async () => {
    const database = await freshDatabase(server);
    const { code, report } = await up(
      database.url,
      "postgres://x@127.0.0.1:1/y",
      fixture("flat"),
      "--wait-for-database=0s",
    );
    expect(code).toBe(3);
    expect(report.failure?.code).toBe("CONNECTION_FAILED");
    expect(await relationsOf(database)).toEqual([]);
  });
});
