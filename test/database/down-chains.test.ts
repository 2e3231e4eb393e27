import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connect } from "../support/connect.ts";
import { CORPORA, hasCorpora, projectFingerprintOf, truthOf } from "../support/corpora.ts";
import { ledgerOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";

/** Sends files as psql would a whole session of them, each in a transaction unless it has its own. */
async function runByHand(database: TestDatabase, paths: readonly string[]): Promise<void> {
  const client = await connect(database.url);
  try {
    for (const path of paths) {
      await client.query(readFileSync(path, "utf8")).catch((error: Error) => {
        throw new Error(`${path}: ${error.message}`);
      });
    }
  } finally {
    await client.end();
  }
}

const filesOf = (directory: string, end: string): string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith(end))
    .toSorted()
    .map((file) => join(directory, file));

describe.skipIf(!hasCorpora)("a real history, applied, taken back to its beginning and applied again", () => {
  describeOnServers((server) => {
    test.each(["openmeter", "authelia", "docs_rs"])("%s", { timeout: 240_000 }, async (name) => {
      const directory = join(CORPORA, name);
      const [database, byHand] = await Promise.all([freshDatabase(server), freshDatabase(server)]);
      const run = async (command: string, ...flags: string[]) => {
        const { report } = await migrate(server, database, directory, {
          command,
          flags: ["--rehearsal=server", ...flags],
        });
        expect(report.failure).toBeNull();
        expect(report.rehearsal).toMatchObject({ ok: true, notRehearsed: [] });
        return report;
      };
      const ups = filesOf(directory, ".up.sql");
      const truth = truthOf(name, server.major);

      expect((await run("up")).migrations).toHaveLength(ups.length);
      expect(await projectFingerprintOf(database)).toEqual(truth);

      const down = await run("down", "--target=none");
      expect(down).toMatchObject({ result: "rolled-back", ledger: { applied: [], currentVersion: null } });
      expect(new Set(down.migrations.map(({ state }) => state))).toEqual(new Set(["taken-back"]));
      expect(await ledgerOf(database)).toEqual([]);
      // Not every project takes back all that it made: what must be left is what its own files leave.
      await runByHand(byHand, [...ups, ...filesOf(directory, ".down.sql").toReversed()]);
      expect(await projectFingerprintOf(database)).toEqual(await projectFingerprintOf(byHand));

      expect((await run("up")).migrations).toHaveLength(ups.length);
      expect(await projectFingerprintOf(database)).toEqual(truth);
    });
  });
});
