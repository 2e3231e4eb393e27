import { describe, expect, test } from "vitest";
import type { Rights } from "../../../src/database/read-rights.ts";
import { makeRightsAsked } from "../../../src/environment/rights-asked.ts";
import { checkRights } from "../../../src/environment/rights-checks.ts";
import { parseSteps } from "../../../src/syntax/parse-steps.ts";
import { makeFacts, makeTable, parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

const FACTS = makeFacts([makeTable("users"), makeTable("users", { schema: "old" })]);

/** A role that may do nothing, and to which nothing belongs. */
const NONE: Rights = {
  role: "app",
  isSuperuser: false,
  isManaged: false,
  database: "shop",
  canCreateInDatabase: false,
  searchPath: ["public"],
  hasOtherExtensions: false,
  schemas: ["public", "old", "app"].map((name) => ({ name, canCreate: false })),
  relations: ["public", "old"].map((schema) => ({
    schema,
    name: "users",
    owner: "boss",
    isOwners: false,
    isSchemaOwners: false,
  })),
  extensions: [
    { name: "citext", isInstalled: false, needsSuperuser: true, isTrusted: true },
    { name: "dblink", isInstalled: false, needsSuperuser: true, isTrusted: false },
    { name: "hstore", isInstalled: true, needsSuperuser: true, isTrusted: false },
  ],
};

function judge(files: string | readonly string[], rights: Partial<Rights> = {}, told: string | null = null) {
  const texts = typeof files === "string" ? [files] : files;
  const steps = parseSteps(
    texts.map((text, index) => makeStep(`00${index + 1}_pending`, text)),
    parse,
  );
  const checks = checkRights(makeRightsAsked(steps, FACTS), { ...NONE, ...rights }, { schema: told });
  return checks.map(
    ({ state, message, stop }) => `${stop?.code ?? state}: ${message.replace(/ \(.*$/s, "")}`,
  );
}

const HOLDS = 'holds: "app" may create and alter what the plan names.';
const PUBLIC = 'RIGHTS_MISSING: "app" may not create in schema "public"';
const NOT_OWNER = 'RIGHTS_MISSING: "public"."users" belongs to "boss", and "app" may not alter it';

describe("the right to create", () => {
  test.each([
    ["a table", "CREATE TABLE t ();"],
    ["a table of a query", "CREATE TABLE t AS SELECT 1;"],
    ["a materialized view", "CREATE MATERIALIZED VIEW m AS SELECT 1;"],
    ["a type", "CREATE TYPE e AS ENUM ('a');"],
    ["a domain", "CREATE DOMAIN d AS text;"],
    ["a function", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';"],
    ["a view that names its schema", "CREATE VIEW public.v AS SELECT 1;"],
  ])("is needed in the schema of %s", (_, sql) => {
    expect(judge(sql)).toEqual([PUBLIC]);
    const schemas = [{ name: "public", canCreate: true }];
    expect(judge(sql, { schemas })).toEqual([HOLDS]);
  });

  test.each([
    ["a temporary table", "CREATE TEMP TABLE t ();"],
    ["a view that may be a temporary one", "CREATE TEMP VIEW v AS SELECT 1;"],
    ["what is made in a schema of the plan's own", "CREATE SCHEMA s; CREATE TABLE s.t ();"],
    ["a schema that is not there", "CREATE TABLE elsewhere.t ();"],
    ["a search_path that the file has set", "SET search_path = app; CREATE TABLE t ();"],
  ])("is not asked for %s", (_, sql) => {
    expect(judge(sql, { canCreateInDatabase: true })).toEqual([HOLDS]);
  });

  test("is that of the first schema of the role's own search path", () => {
    expect(judge("CREATE TABLE t ();", { searchPath: ["app", "public"] })).toEqual([
      'RIGHTS_MISSING: "app" may not create in schema "app"',
    ]);
  });

  test("is told once for all statements, with the place of the first", () => {
    const steps = parseSteps([makeStep("001_a", "CREATE TABLE a ();\nCREATE TABLE b ();")], parse);
    const [check, ...more] = checkRights(makeRightsAsked(steps, FACTS), NONE, { schema: null });
    expect(more).toEqual([]);
    expect(check?.message).toMatch(/\(.*001_a\S*:1 and 1 more statement\)\.$/);
    expect(check?.stop?.hint).toBe('As the owner: GRANT CREATE ON SCHEMA "public" TO "app";');
  });

  test("is not told again where it has been told of the ledger", () => {
    expect(judge("CREATE TABLE t ();", {}, "public")).toEqual([HOLDS]);
    expect(judge("CREATE TABLE t ();", {}, "ops")).toEqual([PUBLIC]);
  });

  test("of schemas is the database's", () => {
    expect(judge("CREATE SCHEMA s;")).toEqual(['RIGHTS_MISSING: "app" may not create schemas in "shop"']);
    expect(judge("CREATE SCHEMA s;", { canCreateInDatabase: true })).toEqual([HOLDS]);
  });
});

const MAY_CREATE = { schemas: [{ name: "public", canCreate: true }] };

describe("a relation must belong to who", () => {
  test.each([
    "ALTER TABLE users ADD note text;",
    "ALTER TABLE users DROP COLUMN id;",
    "ALTER TABLE public.users ALTER id SET NOT NULL;",
    "ALTER TABLE users ADD CHECK (id > 0);",
    "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
    "CREATE POLICY p ON users USING (true);",
    "CREATE INDEX ON users (id);",
    "ALTER TABLE users RENAME TO people;",
    "ALTER TABLE users RENAME COLUMN id TO number;",
    "ALTER TABLE users OWNER TO app;",
  ])("alters it: %s", (sql) => {
    expect(judge(sql, MAY_CREATE)).toEqual([NOT_OWNER]);
    const relations = NONE.relations.map((one) => ({ ...one, isOwners: true }));
    expect(judge(sql, { ...MAY_CREATE, relations })).toEqual([HOLDS]);
  });

  test("drops it, or the schema must", () => {
    const lack = 'RIGHTS_MISSING: "public"."users" belongs to "boss", and "app" may not drop it';
    expect(judge("DROP TABLE users;")).toEqual([lack]);
    const relations = NONE.relations.map((one) => ({ ...one, isSchemaOwners: true }));
    expect(judge("DROP TABLE users;", { relations })).toEqual([HOLDS]);
    expect(judge("ALTER TABLE users ADD note text;", { relations })).toEqual([NOT_OWNER]);
  });

  test.each([
    ["reads and writes its rows", "INSERT INTO users VALUES (1); UPDATE users SET id = 1;"],
    ["references it", "CREATE TABLE t (u bigint REFERENCES users);"],
    ["makes a trigger on it", "CREATE TRIGGER t BEFORE INSERT ON users EXECUTE FUNCTION f();"],
    ["has made it in the same plan", "CREATE TABLE users (id int); ALTER TABLE users ADD note text;"],
    ["alters what is not there", "ALTER TABLE nobody ADD note text;"],
  ])("but not to who %s", (_, sql) => {
    expect(judge(sql, MAY_CREATE)).toEqual([HOLDS]);
  });
});

describe("an extension", () => {
  test("that the server does not have stops the run, for a superuser too", () => {
    for (const isSuperuser of [true, false])
      expect(judge("CREATE EXTENSION vector;", { isSuperuser })).toEqual([
        'RIGHTS_MISSING: The server has no extension "vector"',
      ]);
    expect(judge("CREATE EXTENSION vector;", { hasOtherExtensions: true })).toEqual([
      'warning: The server has no extension "vector"',
    ]);
  });

  test("that only a superuser may create is told of: some providers let it pass", () => {
    const lack = 'warning: "app" may not create the extension "dblink": only a superuser may create it';
    expect(judge("CREATE EXTENSION dblink;", { canCreateInDatabase: true })).toEqual([lack]);
    expect(judge("CREATE EXTENSION dblink;", { isManaged: true })).toEqual([HOLDS]);
    expect(judge("CREATE EXTENSION dblink;", { isSuperuser: true })).toEqual([
      'holds: "app" may create and alter what the plan names, as a superuser.',
    ]);
  });

  test("that is trusted needs CREATE on the database, and one that is there nothing", () => {
    expect(judge("CREATE EXTENSION citext;")).toEqual([
      'warning: "app" may not create the extension "citext": it needs CREATE on the database',
    ]);
    expect(judge("CREATE EXTENSION citext;", { canCreateInDatabase: true })).toEqual([HOLDS]);
    expect(judge("CREATE EXTENSION IF NOT EXISTS hstore;")).toEqual([HOLDS]);
  });
});

describe("a lack stops nothing, and is told of,", () => {
  test.each([
    ["behind a GRANT", "GRANT CREATE ON SCHEMA public TO app;"],
    ["behind a DO block", "DO $$ BEGIN END $$;"],
    ["behind a function that may do anything", "SELECT f();"],
    ["behind a GRANT of a role", "GRANT boss TO app;"],
    ["behind a new owner", "ALTER TABLE nobody OWNER TO app;"],
    ["behind what cannot be read", "MAKE ME OWNER;"],
  ])("%s, in the same file or an earlier one", (_, before) => {
    const warning = PUBLIC.replace("RIGHTS_MISSING", "warning");
    expect(judge(`${before} CREATE TABLE t ();`)[0]).toBe(warning);
    expect(judge([before, "CREATE TABLE t ();"])[0]).toBe(warning);
    expect(judge(["CREATE TABLE t ();", before])[0]).toBe(PUBLIC);
  });
});

describe("what cannot be told is said so:", () => {
  test("DO blocks, and all behind a SET ROLE of the file", () => {
    const unseen = "not-readable: What 2 statements may need cannot be told: DO, CALL, or behind a SET ROLE.";
    expect(judge("SET ROLE boss; CREATE TABLE t ();")).toEqual([
      unseen.replace("2 statements", "1 statement"),
    ]);
    expect(judge("DO $$ BEGIN END $$; DO $$ BEGIN END $$;")).toEqual([unseen]);
    expect(judge(["SET ROLE boss;", "CREATE TABLE t ();"])).toEqual([PUBLIC]);
  });

  test("rights that could not be read", () => {
    const asked = makeRightsAsked([], FACTS);
    expect(checkRights(asked, "no time", { schema: null })).toMatchObject([{ state: "not-readable" }]);
  });
});
