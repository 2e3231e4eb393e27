import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readMigrations } from "../../src/files/read-migrations.ts";
import { CORPORA, hasCorpora, orderOf, projectFingerprintOf, truthOf } from "../support/corpora.ts";
import { databaseFor, E2B, HISTORIES, type History } from "../support/histories.ts";
import { installations } from "../support/local-servers.ts";
import { historyOf, ledgerOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";
import { startLocalServer } from "../support/start-local-server.ts";
import { makeDirectory } from "../support/temporary.ts";

/** Applies `history` as it is by the built command line, and compares the catalog with psql's. */
async function expectTruth(server: TestServer, history: History): Promise<void> {
  const { name, layout } = history;
  const database = await databaseFor(server, history);
  const directory = join(CORPORA, name);
  const { code, report } = await migrate(server, database, directory, { flags: ["--rehearsal=server"] });
  expect(report.failure).toBeNull();
  expect(code).toBe(0);
  expect(report.rehearsal).toMatchObject({ ok: true, notRehearsed: [] });
  expect(await ledgerOf(database)).toHaveLength(orderOf(name).length);
  expect((await readMigrations(directory, "auto")).layout.name).toBe(layout);
  expect(await projectFingerprintOf(database)).toEqual(truthOf(name, server.major));
}

describe.skipIf(!hasCorpora)("a real history, applied from zero, leaves the catalog that psql leaves", () => {
  /** The binaries to begin with for e2b: it makes views with security_invoker, which came with 15. */
  const fifteen = installations.find(({ major }) => major === 15);
  test.skipIf(fifteen === undefined)("e2b on PostgreSQL 15", { timeout: 240_000 }, async () => {
    if (fifteen === undefined) return;
    const { server, stop } = await startLocalServer(fifteen);
    // Before what needs the server at the end of the test: the last to be registered is the first to be done.
    onTestFinished(stop);
    await expectTruth(server, E2B);
  });

  describeOnServers((server) => {
    const histories = server.major < 15 ? HISTORIES : [...HISTORIES, E2B];
    test.for(histories)("$name", { timeout: 240_000 }, (history) => expectTruth(server, history));

    test("marquez, of which one repeatable file is changed: that one runs again, and once", {
      timeout: 120_000,
    }, async () => {
      const database = await freshDatabase(server);
      const directory = makeDirectory();
      cpSync(join(CORPORA, "marquez"), directory, { recursive: true });
      await migrate(server, database, directory);
      const path = join(directory, "R__Jobs_view_and_rewrite_function.sql");
      appendFileSync(path, "\n-- changed\n");
      const again = await migrate(server, database, directory);
      expect(again.report).toMatchObject({ result: "applied", failure: null });
      const versions = again.report.migrations.map(({ version, state }) => `${version} ${state}`);
      expect(versions).toEqual(["R__Jobs_view_and_rewrite_function applied"]);
      const last = await migrate(server, database, directory);
      expect(last.report).toMatchObject({
        result: "nothing-to-do",
        failure: null,
        ledger: { currentVersion: "74" },
      });
      expect(await ledgerOf(database)).toHaveLength(84);
      expect(await historyOf(database)).toHaveLength(85);
      expect(await projectFingerprintOf(database)).toEqual(truthOf("marquez", server.major));
    });
  });
});
