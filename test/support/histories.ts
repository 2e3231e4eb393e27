import { onTestFinished } from "vitest";
import { connect } from "./connect.ts";
import { freshDatabase, type TestDatabase, type TestServer } from "./servers.ts";

/** A history and what it needs before its first file. */
export interface History {
  readonly name: string;
  readonly layout: string;
  readonly roles: "none" | "made";
  readonly prelude: string | null;
}

/** Its truth begins with 15: it makes views with security_invoker. */
export const E2B: History = { name: "e2b", layout: "goose", roles: "made", prelude: null };

/** Those whose truth holds on every major. */
export const HISTORIES: readonly History[] = [
  { name: "authelia", layout: "plain", roles: "none", prelude: null },
  { name: "crates_io", layout: "diesel", roles: "none", prelude: null },
  { name: "docs_rs", layout: "plain", roles: "none", prelude: null },
  { name: "langfuse", layout: "prisma", roles: "none", prelude: null },
  { name: "marquez", layout: "flyway", roles: "none", prelude: null },
  { name: "openfga", layout: "goose", roles: "none", prelude: null },
  { name: "openmeter", layout: "plain", roles: "none", prelude: null },
  { name: "supabase_storage", layout: "postgres-migrations", roles: "made", prelude: "storage, public" },
];

/** An empty database, and around it what the history relies on; all gone with the test. */
export async function databaseFor(server: TestServer, { roles, prelude }: History): Promise<TestDatabase> {
  if (roles === "made") await letMakeRoles(server);
  const database = await freshDatabase(server);
  // What truth/supabase_storage.prelude.sql does by psql's \gexec.
  const name = new URL(database.url).pathname.slice(1);
  if (prelude !== null) await database.query(`ALTER DATABASE ${name} SET search_path = ${prelude}`);
  return database;
}

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
