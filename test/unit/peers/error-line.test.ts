import { expect, test } from "vitest";
import { errorLine } from "../../peers/error-line.ts";
import { shortly } from "../../peers/verdict.ts";

test.each([
  {
    tool: "dbmate",
    output: `Applying: 0001_mark_1.sql\nError: pq: duplicate key value violates unique constraint "schema_migrations_pkey" (23505)\n`,
    words: "duplicate key schema_migrations_pkey",
  },
  {
    tool: "goose",
    output: `2026/11/22 02:22:17 goose run: ERROR: relation "goose_db_version" does not exist (SQLSTATE 42P01); ERROR: relation "goose_db_version" already exists (SQLSTATE 42P07)\n`,
    words: "relation goose_db_version does not exist",
  },
  {
    tool: "Alembic, whose last line is only a link",
    output: `Traceback (most recent call last):
  File "/tmp/x/sqlalchemy/engine/base.py", line 1977, in _exec_single_context
psycopg.errors.UniqueViolation: duplicate key value violates unique constraint "pg_type_typname_nsp_index"
DETAIL:  Key (typname, typnamespace)=(alembic_version, 2200) already exists.
(Background on this error at: https://sqlalche.me/e/21/gkpj)\n`,
    words: "duplicate key pg_type_typname_nsp_index",
  },
  {
    tool: "drizzle-orm, whose cause stands behind its own words",
    output: `        throw new import_errors.DrizzleQueryError(queryString, params, e);
              ^

DrizzleQueryError: Failed query: CREATE INDEX CONCURRENTLY busy_note ON busy (note);
params: 
    at NodePgPreparedQuery.queryWithCache (/tmp/x/session.cjs:66:15)
  cause: error: CREATE INDEX CONCURRENTLY cannot run inside a transaction block
      at /tmp/x/pg/lib/client.js:694:17\n`,
    words: "CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
  },
  {
    tool: "golang-migrate",
    output: "error: Dirty database version 1. Fix and force version.\n",
    words: "Dirty database version 1. Fix and force version.",
  },
  {
    tool: "migrate-action, whose error has a code of its own",
    output:
      "Connected to 127.0.0.1\n✗ PLAN_UNFINISHED\n  0002.sql is recorded as running.\nWhat to do:\n  1. Look at `error_message` of it\n",
    words: "✗ PLAN_UNFINISHED",
  },
])("the words of $tool are found in what it writes", ({ output, words }) => {
  expect(shortly(errorLine(output))).toBe(words);
});

test("colours, times and paths, which differ from run to run, are left out", () => {
  const output = "\u001b[31m2026-11-22 02:18:16 cannot open /tmp/peers-abc123/changelog.sql\u001b[0m\n";
  expect(errorLine(output)).toBe("cannot open …");
});

test("where nothing looks like an error the last line is given, and nothing where there is none", () => {
  expect(errorLine("first\nlast\n\n")).toBe("last");
  expect(errorLine("")).toBe("");
});
