import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readMigrations } from "../../src/files/read-migrations.ts";
import { connect } from "../support/connect.ts";
import { CORPORA, hasCorpora, orderOf, projectFingerprintOf, truthOf } from "../support/corpora.ts";
import { historyOf, ledgerOf, migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestServer } from "../support/servers.ts";
import { makeDirectory } from "../support/temporary.ts";

/** Roles are the whole server's: those that a history relies on or makes are there, and gone with the test. */
async function letMakeRoles(server: TestServer): Promise<void> {
  const query = async (sql: string) => {
    const client = await connect(server.url);
    const { rows } = await client.query<{ rolname: string }>(sql).finally(() => client.end());
    return rows;
  };
  const roles = ["authenticator", "anon", "authenticated", "service_role", "postgres", "trigger_user"];
  const list = roles.map((role) => `'${role}'`).join(", ");
  const before = (await query(`SELECT rolname FROM pg_roles WHERE rolname IN (${list})`)).map(
    ({ rolname }) => rolname,
  );
  if (!before.includes("postgres")) await query("CREATE ROLE postgres SUPERUSER");
  onTestFinished(async () => {
    for (const role of roles) if (!before.includes(role)) await query(`DROP ROLE IF EXISTS ${role}`);
  });
}

describe.skipIf(!hasCorpora)("a real history, applied from zero, leaves the catalog that psql leaves", () => {
  describeOnServers((server) => {
    test.for([
      { name: "authelia", layout: "plain", roles: "none", prelude: null },
      { name: "crates_io", layout: "diesel", roles: "none", prelude: null },
      { name: "docs_rs", layout: "plain", roles: "none", prelude: null },
      { name: "e2b", layout: "goose", roles: "made", prelude: null },
      { name: "langfuse", layout: "prisma", roles: "none", prelude: null },
      { name: "marquez", layout: "flyway", roles: "none", prelude: null },
      { name: "openfga", layout: "goose", roles: "none", prelude: null },
      { name: "openmeter", layout: "plain", roles: "none", prelude: null },
      { name: "supabase_storage", layout: "postgres-migrations", roles: "made", prelude: "storage, public" },
    ])("$name", { timeout: 240_000 }, async ({ name, layout, roles, prelude }, { skip }) => {
      if (name === "e2b" && server.major < 15)
        skip("e2b makes views with security_invoker, which came with 15.");
      if (roles === "made") await letMakeRoles(server);
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
      expect(await ledgerOf(database)).toHaveLength(orderOf(name).length);
      expect((await readMigrations(directory, "auto")).layout.name).toBe(layout);
      expect(await projectFingerprintOf(database)).toEqual(truthOf(name, server.major));
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
      expect(await projectFingerprintOf(database)).toEqual(truthOf("marquez", server.major));
    });
  });
});
