import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { makeLooker } from "../../src/shells/watch/look-again.ts";
import { worldOfLooker } from "../../src/shells/world-of-looker.ts";
import { forwardTo } from "../support/forward.ts";
import { freePort } from "../support/free-port.ts";
import { becomesTrue } from "../support/processes.ts";
import { runCli, type StartedCli, startCli } from "../support/run-cli.ts";
import { argsFor, migrate, relationsOf } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";
import { isLeftClean } from "../support/whole-state.ts";
import { parsed } from "../unit/inputs/support.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (x int);", "2_b.sql": "CREATE TABLE b (x int);" };

/** Backends of ours in `database`. */
async function backendsOf(database: TestDatabase): Promise<number[]> {
  const rows = await database.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^migrate-action'",
  );
  return rows.map(({ pid }) => pid);
}

/** Whole lines of JSON so far. */
function documentsOf(cli: StartedCli): readonly Report[] {
  return heardOf(cli)
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const heard = new WeakMap<StartedCli, string>();
const heardOf = (cli: StartedCli): string => heard.get(cli) ?? "";

function listening(cli: StartedCli): StartedCli {
  cli.child.stdout?.on("data", (chunk) => heard.set(cli, heardOf(cli) + chunk));
  return cli;
}

describeOnNewest("--watch", (server) => {
  const watching = (database: TestDatabase, migrations: string, ...flags: string[]) =>
    listening(
      startCli(argsFor(server, database, migrations, { command: "status", flags: ["--watch", ...flags] })),
    );
  const reaches = (cli: StartedCli, count: number) =>
    becomesTrue(async () => documentsOf(cli).length >= count, 30_000);

  test("with --json writes a document a line when something has changed, on one connection, until SIGTERM", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const cli = watching(database, migrations, "--json");
    expect(await reaches(cli, 1)).toBe(true);
    const backends = await backendsOf(database);
    await migrate(server, database, migrations, { flags: ["--steps=1"] });
    expect(await reaches(cli, 2)).toBe(true);
    writeFiles(migrations, { "3_c.sql": "SELECT 3;" });
    expect(await reaches(cli, 3)).toBe(true);
    expect(await backendsOf(database)).toEqual(backends);
    expect(backends).toHaveLength(1);
    cli.child.kill("SIGTERM");
    const { code, stdout, stderr, report } = await cli.run;
    expect([code, stderr]).toEqual([0, ""]);
    const states = documentsOf(cli).map(({ status }) => status.map(({ state }) => state).join(" "));
    expect(states).toEqual(["pending pending", "applied pending", "applied pending pending"]);
    expect(stdout.split("\n").filter((line) => line !== "")).toHaveLength(3);
    expect(report).toEqual(documentsOf(cli).at(-1));
    expect(await isLeftClean(database)).toBe(true);
  });

  test("elsewhere than at a terminal writes a block when something has changed, and ends with 0 on Ctrl-C", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const args = { command: "history", flags: ["--watch"] };
    const cli = startCli(argsFor(server, database, migrations, args));
    await cli.says("nothing was run here yet");
    await migrate(server, database, migrations);
    await cli.says("History: 2 entries");
    cli.child.kill("SIGINT");
    const { code, stdout, stderr } = await cli.run;
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).not.toContain("\u001b");
    expect(stderr.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/gm)).toHaveLength(2);
  });

  test("with --exit-code waits until nothing is pending, and ends with 0; ended before that with 7", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const waiting = watching(database, migrations, "--json", "--exit-code");
    const ended = watching(database, migrations, "--json", "--exit-code");
    expect((await reaches(waiting, 1)) && (await reaches(ended, 1))).toBe(true);
    expect(documentsOf(waiting)[0]?.exitCode).toBe(9);
    ended.child.kill("SIGINT");
    expect((await ended.run).code).toBe(7);
    await migrate(server, database, migrations);
    expect((await waiting.run).code).toBe(0);
    expect(documentsOf(waiting).at(-1)).toMatchObject({ exitCode: 0, ledger: { pending: [] } });
  });

  test("tells of a database that is not there, tries again, and goes on when it is", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const url = Object.assign(new URL(database.url), { hostname: "127.0.0.1", port: String(port) }).href;
    const cli = watching({ ...database, url }, migrations, "--json");
    expect(await reaches(cli, 1)).toBe(true);
    expect(documentsOf(cli)[0]?.failure?.code).toBe("CONNECTION_FAILED");
    await forwardTo(port, hostname, Number(realPort));
    expect(await reaches(cli, 2)).toBe(true);
    expect(documentsOf(cli)[1]).toMatchObject({ failure: null, ledger: { pending: ["1", "2"] } });
    cli.child.kill("SIGINT");
    expect((await cli.run).code).toBe(0);
  });

  test("goes on with a new connection where its own is ended", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const cli = watching(database, migrations, "--json");
    expect(await reaches(cli, 1)).toBe(true);
    const before = await backendsOf(database);
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name ~ '^migrate-action'",
    );
    const isBack = async () => {
      const now = await backendsOf(database);
      return now.length === 1 && now[0] !== before[0];
    };
    expect(await becomesTrue(isBack, 30_000)).toBe(true);
    cli.child.kill("SIGINT");
    expect((await cli.run).code).toBe(0);
  });

  test.each([
    ["another command", ["up", "--watch"], 2, "INPUT_INVALID"],
    ["a throwaway server", ["status", "--watch", "--ephemeral"], 2, "INPUT_INVALID"],
    [
      "a directory that is missing",
      ["status", "--watch", "--migrations-path=no/such"],
      2,
      "DIRECTORY_MISSING",
    ],
    ["an unknown input", ["status", "--watch", "--nonsense=1"], 2, "INPUT_UNKNOWN"],
  ])("ends at once where it is given with %s", async (_, flags, exit, error) => {
    const database = await freshDatabase(server);
    const { code, report, stderr } = await runCli([
      ...flags,
      ...(flags.includes("--ephemeral") ? [] : [`--database-url=${database.url}`]),
      ...(flags.some((flag) => flag.startsWith("--migrations-path"))
        ? []
        : [`--migrations-path=${makeMigrations(FILES)}`]),
    ]);
    expect([code, report.failure?.code]).toEqual([exit, error]);
    expect(stderr).toContain(error);
    expect(await relationsOf(database)).toEqual([]);
  });

  test("ends at once with a wrong password, as it will not become right", async () => {
    const database = await freshDatabase(server);
    const url = Object.assign(new URL(database.url), { password: "wrong" }).href;
    const { code, report } = await watching({ ...database, url }, makeMigrations(FILES)).run;
    expect([code, report.failure?.code]).toEqual([3, "AUTHENTICATION_FAILED"]);
  });

  test("looks two hundred times on one connection, and nothing listens longer than a look", async () => {
    const database = await freshDatabase(server);
    const inputs = parsed({
      ...{ command: "status", "database-url": database.url },
      "migrations-path": makeMigrations(FILES),
    });
    const { signal } = new AbortController();
    const looker = makeLooker(
      inputs,
      worldOfLooker(inputs, (text) => text, signal),
    );
    const first = await looker.look();
    const backends = await backendsOf(database);
    for (let count = 0; count < 200; count++) expect((await looker.look()).errors).toEqual([]);
    expect(first.plan?.pending).toEqual(["1", "2"]);
    expect(await backendsOf(database)).toEqual(backends);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    looker.leave();
    expect(await isLeftClean(database)).toBe(true);
  });
});
