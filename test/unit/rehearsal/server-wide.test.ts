import { expect, test } from "vitest";
import { makeUpStep } from "../../../src/plan/make-step.ts";
import { withoutServerWide } from "../../../src/rehearsal/server-wide.ts";
import { LEDGER_NAME, makeSet } from "../../support/plan-values.ts";

const ROLES = new Set(["app", "mapping"]);

/** The statements of a file with this `text` that are left. */
function left(text: string): readonly string[] {
  const [file] = makeSet("1_a").files;
  if (file === undefined) return [];
  return withoutServerWide(makeUpStep({ ...file, text }, LEDGER_NAME), ROLES).script.statements.map(
    ({ sql }) => sql,
  );
}

test.each([
  "CREATE ROLE app LOGIN",
  'create user "app" WITH PASSWORD $$x$$',
  "ALTER ROLE app SET search_path = a",
  "DROP ROLE IF EXISTS app",
  "DROP GROUP app",
  "ALTER DATABASE db SET timezone = 'UTC'",
  "COMMENT ON DATABASE db IS 'x'",
  "GRANT CONNECT, TEMPORARY ON DATABASE db TO app",
  "REVOKE ALL ON DATABASE db FROM PUBLIC",
])("%s is not run again: no schema shows it, and it would change the whole server", (sql) => {
  expect(left(`SELECT 1; ${sql}; SELECT 2`)).toEqual(["SELECT 1", "SELECT 2"]);
});

test.each([
  "CREATE ROLE gone",
  "DROP ROLE gone",
  "CREATE USER MAPPING FOR app SERVER s",
  "ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO app",
  "GRANT SELECT ON t TO app",
  "GRANT app TO gone",
  "COMMENT ON TABLE t IS 'on database'",
  "CREATE TABLE role (app int)",
])("%s is run again", (sql) => {
  expect(left(sql)).toEqual([sql]);
});

test("a file's own row and the statement that makes the ledger are still found behind what is left out", () => {
  const [file] = makeSet("1_a").files;
  if (file === undefined) return expect.unreachable();
  const text = `CREATE ROLE app; CREATE TABLE public.schema_migrations (version text PRIMARY KEY, applied_at timestamptz DEFAULT now(), name text);
INSERT INTO public.schema_migrations (version) VALUES ('1')`;
  const before = makeUpStep({ ...file, text }, LEDGER_NAME);
  expect([before.script.createsLedger, before.script.ownLedgerRows]).toEqual([1, [2]]);
  const { script } = withoutServerWide(before, ROLES);
  expect([script.createsLedger, script.ownLedgerRows]).toEqual([0, [1]]);
});
