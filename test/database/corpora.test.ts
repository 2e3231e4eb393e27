import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../support/connect.ts";
import { CORPORA, corporaAreHere, projectFingerprintOf, truthOf } from "../support/corpora.ts";
import { ledgerOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";

const isHere = corporaAreHere();

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

describe.skipIf(!isHere)("a real history, applied from zero, leaves the catalog that psql leaves", () => {
  describeOnServers((server) => {
    test.each([
      { name: "openmeter", files: ".up.sql", prelude: null },
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
      expect(await projectFingerprintOf(database)).toEqual(truthOf(name, server.major));
    });
  });
});
