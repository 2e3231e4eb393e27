import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installations } from "../support/local-servers.ts";
import { becomesTrue } from "../support/processes.ts";
import { startCli } from "../support/run-cli.ts";
import { argsFor, historyOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeDirectory, makeMigrations, writeFiles } from "../support/temporary.ts";

/** The first pg_dump new enough for `server`; undefined: none is on this machine. */
const dumperOf = (server: TestServer) =>
  installations.find(({ pgDump, major }) => pgDump !== null && major >= server.major)?.pgDump ?? undefined;

/** A directory for PATH with a pg_dump, beside a server of the same major, that waits until it is let go. */
function makeWaitingDump(server: TestServer, pgDump: string) {
  const directory = makeDirectory();
  const own = installations.find(({ major }) => major === server.major);
  const [begun, go] = [join(directory, "begun"), join(directory, "go")];
  const scripts = {
    postgres: `exec ${own?.binDirectory}/postgres "$@"`,
    initdb: `exec ${own?.binDirectory}/initdb "$@"`,
    pg_dump: `[ "$1" = --version ] && exec ${pgDump} "$@"\n: >${begun}\nwhile [ ! -e ${go} ]; do sleep 0.05; done\nexec ${pgDump} "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return {
    path: `${directory}:${process.env["PATH"]}`,
    hasBegun: () => existsSync(begun),
    letGo: () => writeFileSync(go, ""),
  };
}

describeOnServers("what another run applies between the plan and the rehearsal", (server) => {
  const pgDump = dumperOf(server);

  test.skipIf(pgDump === undefined).each([
    ["all of it: nothing is left to do", {}, "nothing-to-do", []],
    ["some of it: the rest is applied", { "4_d.sql": "CREATE TABLE d (id int);" }, "applied", ["4"]],
  ])("is no failure of the rehearsal: %s", async (_, more, result, applied) => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    await migrate(server, database, migrations);
    const pending = { "2_b.sql": "CREATE TABLE b (id int);", "3_c.sql": "ALTER TABLE b ADD c int;" };
    writeFiles(migrations, { ...pending, ...more });
    const dump = makeWaitingDump(server, pgDump ?? "");
    const slow = startCli(argsFor(server, database, migrations), { env: { PATH: dump.path } });
    expect(await becomesTrue(async () => dump.hasBegun(), 30_000)).toBe(true);
    const others = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
    writeFiles(others, pending);
    expect(await migrate(server, database, others)).toMatchObject({ code: 0 });
    dump.letGo();
    const { code, report } = await slow.run;
    expect({ code, failure: report.failure }).toEqual({ code: 0, failure: null });
    expect(report.result).toBe(result);
    expect(report.migrations.map(({ version }) => version)).toEqual(applied);
    expect(await historyOf(database)).toEqual(["1", "2", "3", ...applied].map((one) => `${one} completed`));
  });
});
