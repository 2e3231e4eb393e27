import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readMigrations } from "../../src/files/read-migrations.ts";
import { makeUpStep } from "../../src/plan/make-step.ts";
import { ROOT } from "../support/built.ts";
import { runCli } from "../support/run-cli.ts";
import { ledgerOf, migrate } from "../support/runs.ts";
import { freshDatabase, testServers } from "../support/servers.ts";

const CORPORA = join(ROOT, "../shared/corpora");
const names = existsSync(CORPORA) ? readdirSync(CORPORA).filter((name) => !/^truth$|\./.test(name)) : [];
if (names.length === 0) console.warn(`Real histories were not compared: there is no ${CORPORA}.`);

/** Made in part by roles of the whole server, which tests beside this one make and drop too. */
const NEEDS_ROLES = new Set(["e2b", "supabase_storage"]);

/** Whether this version reads the history, as far as its layout and its files say. */
async function isReadable(name: string): Promise<boolean> {
  const set = await readMigrations(join(CORPORA, name), "auto").catch(() => null);
  const ledger = { schema: "public", table: "schema_migrations" };
  return set?.files.every((file) => makeUpStep(file, ledger).script.problems.length === 0) ?? false;
}

const [oldest] = testServers();
const newest = testServers().at(-1);

describe.skipIf(oldest === newest)("a real history, migrated on an older major", () => {
  test.for(names.filter((name) => !NEEDS_ROLES.has(name)))(
    "%s does not differ from what a newer one makes of it",
    { timeout: 120_000 },
    async (name, { skip }) => {
      if (oldest === undefined || newest === undefined) return;
      if (!(await isReadable(name))) return skip("This version does not read its layout.");
      const database = await freshDatabase(oldest);
      const directory = join(CORPORA, name);
      expect((await migrate(oldest, database, directory)).report.failure).toBeNull();
      const applied = await ledgerOf(database);
      await database.query(
        "DROP TABLE schema_migrations, migration_history CASCADE; DROP FUNCTION get_migration_status",
      );
      const { report } = await runCli([
        "baseline",
        `--database-url=${database.url}`,
        `--shadow-url=${newest.url}`,
        `--migrations-path=${directory}`,
      ]);
      expect(report.rehearsal?.drift).toEqual([]);
      expect(report.failure).toBeNull();
      expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(
        applied.map(({ version }) => version),
      );
    },
  );
});
