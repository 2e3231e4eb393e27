import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readSchema } from "../../src/database/read-schema.ts";
import type { Schema } from "../../src/database/schema.ts";
import { compareSchemas } from "../../src/rehearsal/compare-schemas.ts";
import { renderLeft } from "../../src/rehearsal/render-difference.ts";
import { ownScope } from "../../src/rehearsal/restoring/own-schema.ts";
import { connect } from "../support/connect.ts";
import { CORPORA, hasCorpora, projectFingerprintOf, truthOf } from "../support/corpora.ts";
import { LEFT_BEHIND } from "../support/left-behind.ts";
import { LEDGER_NAME } from "../support/plan-values.ts";
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

/** All of the schema but the ledger's own. */
async function schemaOf(database: TestDatabase, major: number): Promise<Schema> {
  const session = await makeConnector(database.settings, 10_000).open();
  return readSchema(session, ownScope(major, LEDGER_NAME)).finally(() => session.close());
}

const differencesOf = (before: Schema, after: Schema) => compareSchemas(before, after).map(renderLeft);

describe.skipIf(!hasCorpora)("a real history, applied, taken back to its beginning and applied again", () => {
  describeOnServers((server) => {
    test.each(["openmeter", "authelia", "docs_rs"] as const)("%s", { timeout: 360_000 }, async (name) => {
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
      const read = () => schemaOf(database, server.major);
      const ups = filesOf(directory, ".up.sql");
      const truth = truthOf(name, server.major);
      const empty = await read();

      expect((await run("up")).migrations).toHaveLength(ups.length);
      expect(await projectFingerprintOf(database)).toEqual(truth);
      const applied = await read();

      const left = LEFT_BEHIND[name];
      const accepted = left.length === 0 ? [] : ["--accept-drift"];
      const down = await run("down", "--target=none", ...accepted);
      expect(down).toMatchObject({ result: "rolled-back", ledger: { applied: [], currentVersion: null } });
      expect(new Set(down.migrations.map(({ state }) => state))).toEqual(new Set(["taken-back"]));
      expect(await ledgerOf(database)).toEqual([]);
      expect(differencesOf(empty, await read())).toEqual(left);
      // A slow machine may give up comparing in the rehearsal; what it has compared is what came true.
      const { differences, unknown } = down.rehearsal?.restoration ?? {};
      if (unknown === null) expect(differences).toEqual(left);
      else expect(unknown).toContain("was given up");
      // Not every project takes back all that it made: what must be left is what its own files leave.
      await runByHand(byHand, [...ups, ...filesOf(directory, ".down.sql").toReversed()]);
      expect(await projectFingerprintOf(database)).toEqual(await projectFingerprintOf(byHand));

      expect((await run("up")).migrations).toHaveLength(ups.length);
      expect(differencesOf(applied, await read())).toEqual([]);
      expect(await projectFingerprintOf(database)).toEqual(truth);
    });
  });
});
