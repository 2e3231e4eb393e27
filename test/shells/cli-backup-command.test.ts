import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { becomesTrue, processesNaming } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { runAction } from "../support/run-action.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeDirectory, makeMigrations } from "../support/temporary.ts";

const FILES = { "001_a.sql": "CREATE TABLE a (id int);" };
const NOW = "date -u +%Y-%m-%dT%H:%M:%SZ";

describeOnNewest("a backup command", (server) => {
  test("has the connection, its mode and the rest of the environment, and nothing of ours", async () => {
    const role = await freshRole(server, "SUPERUSER", "a p@ss: word");
    const database = await freshDatabase(server);
    const seen = join(makeDirectory(), "environment");
    const { hostname, port, pathname } = new URL(database.url);
    const inputs = {
      ...{ host: hostname, port, database: pathname.slice(1), user: role.name, password: role.password },
      ...{ "shadow-url": server.url, "migrations-path": makeMigrations(FILES), command: "plan" },
      "backup-command": `env > ${seen}; ${NOW}`,
    };
    const stale = { PGSERVICE: "other", PGHOSTADDR: "192.0.2.1", PGBACKREST_STANZA: "main" };
    const run = await runAction(inputs, { ...stale, AWS_REGION: "eu-north-1" });
    expect(run.report.failure).toBeNull();
    const variables = readFileSync(seen, "utf8");
    for (const line of [
      `PGHOST=${hostname}`,
      `PGPORT=${port}`,
      `PGDATABASE=${pathname.slice(1)}`,
      `PGUSER=${role.name}`,
      "PGPASSWORD=a p@ss: word",
      "MIGRATE_DRY_RUN=true",
      "PGBACKREST_STANZA=main",
      "AWS_REGION=eu-north-1",
    ])
      expect(variables.split("\n")).toContain(line);
    expect(variables).not.toMatch(
      /^(INPUT_|GITHUB_(OUTPUT|ENV|PATH|STATE|STEP_SUMMARY)=|PGSERVICE=|PGHOSTADDR=)/m,
    );
  });

  test("that fails stops the run; its own text is told nowhere, and what it says speaks to nobody", async () => {
    const database = await freshDatabase(server);
    const inputs = {
      ...{ "database-url": database.url, "shadow-url": server.url, "migrations-path": makeMigrations(FILES) },
      "backup-command":
        "TOKEN=kept-to-itself; echo '::set-output name=x::1'; echo '::error::boo' >&2; exit 3",
    };
    const run = await runAction(inputs);
    expect(run.report.failure).toMatchObject({ code: "BACKUP_UNKNOWN" });
    expect(run.report.failure?.message).toContain("it ended with exit code 3: ::error::boo");
    const written = [run.stdout, run.stderr, run.summary, JSON.stringify(run.report)].join("\n");
    expect(written).not.toMatch(/kept-to-itself|set-output name=x/);
    // Our own annotation has the words in it, and no line of the log begins with the command's.
    expect(run.stdout).not.toMatch(/^\s*::error::boo/m);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("is ended with its children when the run is cancelled", async () => {
    const database = await freshDatabase(server);
    const mark = join(makeDirectory(), "the-mark");
    const command = `touch ${mark}; (sleep 300; : ${mark}) & sleep 300; : ${mark}`;
    const flags = [`--backup-command=${command}`];
    const cli = startCli(argsFor(server, database, makeMigrations(FILES), { flags }));
    expect(await becomesTrue(async () => existsSync(mark), 30_000)).toBe(true);
    const ofCommand = async () => (await processesNaming(mark)).filter((pid) => pid !== cli.child.pid);
    expect((await ofCommand()).length).toBeGreaterThan(1);
    cli.child.kill("SIGINT");
    expect(await cli.run).toMatchObject({ code: 7, report: { result: "cancelled" } });
    expect(await becomesTrue(async () => (await ofCommand()).length === 0, 10_000)).toBe(true);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("is asked again only when what it told has grown too old by the time of the first change", async () => {
    const database = await freshDatabase(server);
    const directory = makeDirectory();
    const [told, asked] = [join(directory, "told"), join(directory, "asked")];
    const run = async (later: string) => {
      writeFileSync(asked, "");
      writeFileSync(told, new Date().toISOString());
      const flags = [
        `--backup-command=echo x >> ${asked}; cat ${told}`,
        "--backup-max-age=20s",
        "--review-window=21s",
      ];
      const cli = startCli(argsFor(server, database, makeMigrations(FILES), { flags }));
      await cli.says("Review window");
      if (later !== "") writeFileSync(told, later);
      const { code, report } = await cli.run;
      return [code, report.failure?.code, readFileSync(asked, "utf8")];
    };
    expect(await run("")).toEqual([5, "BACKUP_TOO_OLD", "x\nx\n"]);
    expect(await relationsOf(database)).toEqual([]);
    const next = new Date(Date.now() + 60_000).toISOString();
    expect(await run(`${next} the next`)).toEqual([0, undefined, "x\nx\n"]);
    expect(await database.query("SELECT backup FROM migration_history")).toEqual([
      { backup: `${next} the next` },
    ]);
  }, 120_000);

  test("is asked once where that is young enough", async () => {
    const database = await freshDatabase(server);
    const asked = join(makeDirectory(), "asked");
    const flags = [`--backup-command=echo x >> ${asked}; ${NOW}`];
    expect((await migrate(server, database, makeMigrations(FILES), { flags })).code).toBe(0);
    expect(readFileSync(asked, "utf8")).toBe("x\n");
  });

  test("is not asked where nothing is to be done", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    await migrate(server, database, migrations);
    const { code, report } = await migrate(server, database, migrations, {
      flags: ["--backup-command=exit 3"],
    });
    expect([code, report.result]).toEqual([0, "nothing-to-do"]);
  });
});
