import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import { historyOf, ledgerOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";
import { makeDirectory } from "../support/temporary.ts";

const CORPORA = join(ROOT, "../shared/corpora");
const TRUTH = join(CORPORA, "truth");
const isHere = existsSync(TRUTH);
if (!isHere) console.warn(`Real histories were not run: there is no ${CORPORA}.`);

/** What `psql -XAt -f truth/fingerprint.sql` prints of the database, on a connection of its own. */
async function fingerprintOf(database: TestDatabase): Promise<string[]> {
  const sql = readFileSync(join(TRUTH, "fingerprint.sql"), "utf8");
  const client = await connect(database.url);
  const results = (await client.query(sql)) as unknown as { rows: { l: string }[] }[];
  await client.end();
  return results.flatMap(({ rows }) => rows.map(({ l }) => l));
}

function truthOf(name: string, major: number): string[] {
  const [path = ""] = [major, 15].map((of) => join(TRUTH, `${name}.${of}.fingerprint`)).filter(existsSync);
  return readFileSync(path, "utf8").split("\n").filter(Boolean);
}

/** Roles are the whole server's: those that supabase_storage relies on or makes are there, and gone with the test. */
async function letMakeRoles(server: TestServer): Promise<void> {
  const query = async (sql: string) => {
    const client = await connect(server.url);
    const { rows } = await client.query<{ rolname: string }>(sql).finally(() => client.end());
    return rows;
  };
  const roles = ["authenticator", "anon", "authenticated", "service_role", "postgres"];
  const list = roles.map((role) => `'${role}'`).join(", ");
  const before = (await query(`SELECT rolname FROM pg_roles WHERE rolname IN (${list})`)).map(
    ({ rolname }) => rolname,
  );
  if (!before.includes("postgres")) await query("CREATE ROLE postgres SUPERUSER");
  onTestFinished(async () => {
    for (const role of roles) if (!before.includes(role)) await query(`DROP ROLE IF EXISTS ${role}`);
  });
}

/** Lines about the ledger, its history, its function and its view. */
const isOurs = (line: string): boolean =>
  /^(rel|col|con|view|fun|rows) public\.(schema_migrations|migration_history|migration_status_view|get_migration_status)\b/.test(
    line,
  ) || /^idx CREATE UNIQUE INDEX (schema_migrations|migration_history)_pkey /.test(line);

describe.skipIf(!isHere)("a real history, applied from zero, leaves the catalog that psql leaves", () => {
  describeOnServers((server) => {
    test.each([
      { name: "openmeter", files: ".up.sql", prelude: null },
      { name: "marquez", files: ".sql", prelude: null },
      { name: "supabase_storage", files: ".sql", prelude: "storage, public" },
    ])("$name", { timeout: 120_000 }, async ({ name, files, prelude }) => {
      if (prelude !== null) await letMakeRoles(server);
      const database = await freshDatabase(server);
      // What truth/supabase_storage.prelude.sql does by psql's \gexec.
      const databaseName = new URL(database.url).pathname.slice(1);
      if (prelude !== null)
        await database.query(`ALTER DATABASE ${databaseName} SET search_path = ${prelude}`);
      const directory = join(CORPORA, name);
      const { code, report } = await migrate(server, database, directory, { flags: ["--rehearsal=server"] });
      expect(report.failure).toBeNull();
      expect(code).toBe(0);
      expect(report.rehearsal).toMatchObject({ ok: true, notRehearsed: [] });
      const wanted = readdirSync(directory).filter((file) => file.endsWith(files));
      expect(await ledgerOf(database)).toHaveLength(wanted.length);
      const found = (await fingerprintOf(database)).filter((line) => !isOurs(line));
      expect(found).toEqual(truthOf(name, server.major));
    });

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
      const found = (await fingerprintOf(database)).filter((line) => !isOurs(line));
      expect(found).toEqual(truthOf("marquez", server.major));
    });
  });
});
