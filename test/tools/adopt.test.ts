import { basename } from "node:path";
import { beforeAll, describe, expect, type TestContext, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { migrate } from "../support/runs.ts";
import { describeOnNewest, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";
import { firstHalfOf, HALFWAYS, type Halfway, wholeOf } from "./halfway.ts";
import { type Installation, installTool } from "./install/real-tool.ts";
import { rowsOf, type SchemaLine, schemaLines } from "./schema-lines.ts";

/** Time for fetching and building one tool, where nothing is kept of an earlier run. */
const INSTALL_MS = 300_000;

describeOnNewest("a history that another tool has begun", (server) => {
  describe.each(HALFWAYS)("$tool.name", (halfway) => {
    let installation: Installation = { missing: "Its installation has not ended." };
    beforeAll(async () => {
      installation = await installTool(halfway.tool);
    }, INSTALL_MS);

    /** A new database where the real tool has applied `directory`; skips the test where there is no tool. */
    const migrated = async (context: TestContext, directory: string): Promise<TestDatabase> => {
      if ("missing" in installation) return context.skip(installation.missing);
      const database = await freshDatabase(server);
      await installation.migrate(database.url, directory);
      return database;
    };

    test("two whole runs of the tool are found alike, and a half one is not", async (context) => {
      const one = await migrated(context, wholeOf(halfway));
      const two = await migrated(context, wholeOf(halfway));
      const half = await migrated(context, firstHalfOf(halfway));
      expect(await itsSchema(halfway, two)).toEqual(await itsSchema(halfway, one));
      expect(await itsSchema(halfway, half)).not.toEqual(await itsSchema(halfway, one));
    });

    test("adopt shows what it would take over, and writes nothing", async (context) => {
      const database = await migrated(context, firstHalfOf(halfway));
      expect(await rowsOf(database, `(SELECT ${halfway.columns} FROM ${halfway.ledger})`)).toEqual(
        halfway.recorded,
      );
      const before = await schemaLines(database);
      const { adoption } = await ours(server, database, halfway, "adopt");
      expect(adoption?.table).toBe(halfway.ledger);
      const mapped = (adoption?.rows ?? []).filter(({ state }) => state === "applied");
      expect(mapped.map(({ version }) => version)).toEqual(halfway.done);
      for (const { file } of mapped) {
        expect(halfway.firstHalf.some((start) => basename(file ?? "").startsWith(start))).toBe(true);
      }
      expect(await schemaLines(database)).toEqual(before);
    });

    test("what it has done is adopted, the rest goes in with us, and all is as the tool would have it", {
      timeout: 120_000,
    }, async (context) => {
      const database = await migrated(context, firstHalfOf(halfway));
      const itsLedger = await linesOfLedger(halfway, database);
      await ours(server, database, halfway, "adopt", "--apply");
      const { status } = await ours(server, database, halfway, "status");
      const inState = (wanted: string) =>
        status.filter(({ state }) => state === wanted).map(({ version }) => version);
      expect({ applied: inState("applied"), pending: inState("pending"), all: status.length }).toEqual({
        applied: halfway.done,
        pending: halfway.toDo,
        all: halfway.done.length + halfway.toDo.length,
      });
      const up = await ours(server, database, halfway, "up");
      expect(up.migrations.map(({ version, state }) => `${version} ${state}`)).toEqual(
        halfway.toDo.map((version) => `${version} applied`),
      );
      expect((await ours(server, database, halfway, "up")).result).toBe("nothing-to-do");
      expect(await linesOfLedger(halfway, database)).toEqual(itsLedger);
      const whole = await migrated(context, wholeOf(halfway));
      expect(await itsSchema(halfway, database)).toEqual(await itsSchema(halfway, whole));
    });
  });
});

/** The report of our own run over the tool's whole directory, which has to end well. */
async function ours(
  server: TestServer,
  database: TestDatabase,
  halfway: Halfway,
  command: string,
  ...flags: readonly string[]
): Promise<Report> {
  const wanted = { command, flags: [...halfway.place, ...flags] };
  const { code, report, stderr } = await migrate(server, database, wholeOf(halfway), wanted);
  expect(report.failure, stderr).toBeNull();
  expect(code, stderr).toBe(0);
  return report;
}

/** What is in `database` beside the ledgers: the tool's, and ours. */
async function itsSchema(halfway: Halfway, database: TestDatabase): Promise<string[]> {
  const lines = await schemaLines(database);
  return lines.filter((line) => !isOfLedger(halfway, line) && !isOurs(line)).map(({ line }) => line);
}

/** Definition and rows of the tool's own table. */
async function linesOfLedger(halfway: Halfway, database: TestDatabase): Promise<SchemaLine[]> {
  return (await schemaLines(database)).filter((line) => isOfLedger(halfway, line));
}

/** True for a line about the tool's table, or an index or a sequence of it. */
const isOfLedger = ({ ledger }: Halfway, { about }: SchemaLine): boolean =>
  about === ledger || about.startsWith(`${ledger}_`);

/** True for a line about our ledger, its history, what is expected beside it, its function or its view, in either place. */
const isOurs = ({ about, line }: SchemaLine): boolean =>
  /^(public|deploys)\.(schema_migrations|migration_history|migration_expectation|migration_status_view|get_migration_status)\b/.test(
    about,
  ) ||
  /^(public|deploys)\.(schema_migrations|migration_history|migration_expectation)_pkey$/.test(about) ||
  line === "schema deploys";
