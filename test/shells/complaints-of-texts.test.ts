import { expect, test } from "vitest";
import { ledgerOf, migrate, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

/** What users of other tools complain of most: formats.md, numbered as there. These are about the text of a file. */
describeOnServers("of other tools' users, about files", (server) => {
  test("complaint 4: CONCURRENTLY in an implicit transaction – a file of it runs without one, unasked; a mix is refused with its place", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_t.sql": "CREATE TABLE t (a int);",
      "2_i.sql": "CREATE INDEX CONCURRENTLY i ON t (a);\nDROP INDEX CONCURRENTLY IF EXISTS gone;",
    });
    expect((await migrate(server, database, migrations)).code).toBe(0);
    expect(await database.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")).toEqual([
      { indisvalid: true },
    ]);
    writeFiles(migrations, { "3_mix.sql": "CREATE TABLE u (a int);\nCREATE INDEX CONCURRENTLY j ON u (a);" });
    const refused = await migrate(server, database, migrations);
    expect(refused.code).toBe(4);
    expect(refused.report.failure).toMatchObject({
      code: "PLAN_TRANSACTION_MIX",
      at: { line: 2, column: 1 },
      hint: expect.stringContaining("-- migrate:no-transaction"),
    });
    expect(await relationsOf(database)).not.toContain("u");
    writeFiles(migrations, {
      "3_mix.sql":
        "-- migrate:no-transaction\nCREATE TABLE u (a int);\nCREATE INDEX CONCURRENTLY j ON u (a);\nSELECT 1/0;",
    });
    const halfway = await migrate(server, database, migrations, { flags: ["--rehearsal=server"] });
    expect(halfway.report.rehearsal?.failure).toMatchObject({ at: { line: 4, column: 1 } });
    writeFiles(migrations, {
      "3_mix.sql":
        "-- migrate:no-transaction\nCREATE TABLE u (a int);\nCREATE INDEX CONCURRENTLY j ON u (a);\n",
    });
    expect((await migrate(server, database, migrations)).code).toBe(0);
    expect(await ledgerOf(database)).toMatchObject([{}, {}, { version: "3", status: "completed" }]);
  });

  test("complaint 5: splitting on every `;` – dollar quotes, nested comments, strings and BEGIN ATOMIC stay whole", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_all.sql": [
        "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $body$",
        "BEGIN RAISE NOTICE 'a;b'; RETURN $q$;$q$; END;",
        "$body$;",
        "/* outer; /* inner; */ still; */",
        "CREATE FUNCTION g(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END; END;",
        "CREATE TABLE \"semi;colon\" (a text DEFAULT 'x;''y', b text DEFAULT E'\\';');",
        'INSERT INTO "semi;colon" VALUES (f(), g(1)::text);',
      ].join("\n"),
    });
    const { code, report } = await migrate(server, database, migrations);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(report.plan?.steps[0]?.statements).toHaveLength(4);
    expect(await database.query('SELECT * FROM "semi;colon"')).toEqual([{ a: ";", b: "1" }]);
  });

  test("complaint 9: pg_dump's output does not run – its \\restrict lines are left out, its COPY data is loaded", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_dump.sql": [
        "--\n-- PostgreSQL database dump\n--\n\n\\restrict Zm9v\n",
        "SET statement_timeout = 0;",
        "SET client_encoding = 'UTF8';",
        "SELECT pg_catalog.set_config('search_path', '', false);",
        "CREATE TABLE public.notes (id integer NOT NULL, body text);",
        "COPY public.notes (id, body) FROM stdin;\n1\ta;\\tb\n2\t\\N\n\\.\n",
        "ALTER TABLE ONLY public.notes ADD CONSTRAINT notes_pkey PRIMARY KEY (id);",
        "\\unrestrict Zm9v\n",
      ].join("\n"),
      "2_after.sql": "INSERT INTO notes VALUES (3, 'found without a schema');",
    });
    const { code, report } = await migrate(server, database, migrations);
    expect(report.failure).toBeNull();
    expect(code).toBe(0);
    expect(await database.query("SELECT body FROM notes ORDER BY id")).toEqual([
      { body: "a;\tb" },
      { body: null },
      { body: "found without a schema" },
    ]);
  });

  test("complaint 10: CRLF changes the checksum – a checkout on Windows is the same file", async () => {
    const database = await freshDatabase(server);
    const text = "CREATE TABLE t (a int);\nSELECT 1;\n";
    const migrations = makeMigrations({ "1_t.sql": text });
    await migrate(server, database, migrations);
    writeFiles(migrations, { "1_t.sql": `\ufeff${text.replaceAll("\n", "\r\n")}` });
    const again = await migrate(server, database, migrations);
    expect([again.code, again.report.result]).toEqual([0, "nothing-to-do"]);
    writeFiles(migrations, { "1_t.sql": text.replace("SELECT 1", "SELECT 2") });
    expect((await migrate(server, database, migrations)).report.failure?.code).toBe("PLAN_EDITED");
  });

  test("complaint 12: search_path set by one file leaks into the next, or hides the ledger – it does neither", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_a.sql": "CREATE SCHEMA away; SET search_path = away; CREATE TABLE a (x int);",
      "2_b.sql": "CREATE TABLE b (x int); SELECT pg_catalog.set_config('search_path', '', false);",
      "3_c.sql": "CREATE TABLE c (x int);",
    });
    expect((await migrate(server, database, migrations)).code).toBe(0);
    expect(
      await database.query(
        "SELECT relname::text AS name, relnamespace::regnamespace::text AS schema FROM pg_class WHERE relname IN ('a','b','c') ORDER BY 1",
      ),
    ).toEqual([
      { name: "a", schema: "away" },
      { name: "b", schema: "public" },
      { name: "c", schema: "public" },
    ]);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1", "2", "3"]);
  });

  test("complaint 18: a new enum value used in one transaction – found in the rehearsal with its place, nothing applied; two files go", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({
      "1_mood.sql": "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE person (m mood DEFAULT 'sad');",
    });
    await migrate(server, database, migrations);
    writeFiles(migrations, {
      "2_ok.sql": "ALTER TYPE mood ADD VALUE 'ok';\nALTER TABLE person ALTER m SET DEFAULT 'ok';",
    });
    const { code, report } = await migrate(server, database, migrations);
    expect(code).toBe(5);
    expect(report.failure).toMatchObject({ code: "REHEARSAL_FAILED", sqlState: "55P04", at: { line: 2 } });
    expect(await database.query("SELECT enumlabel::text AS label FROM pg_enum")).toEqual([{ label: "sad" }]);
    writeFiles(migrations, {
      "2_ok.sql": "ALTER TYPE mood ADD VALUE 'ok';",
      "3_use.sql": "ALTER TABLE person ALTER m SET DEFAULT 'ok';",
    });
    expect((await migrate(server, database, migrations)).code).toBe(0);
  });
});
