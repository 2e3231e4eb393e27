import { expect, test } from "vitest";
import type { CatalogFacts } from "../../../src/database/catalog-facts.ts";
import { makeQuestions } from "../../../src/preflight/make-questions.ts";
import type { Question } from "../../../src/preflight/question.ts";
import { parseSteps } from "../../../src/syntax/parse-steps.ts";
import { makeColumn, makeFacts, makeTable, parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

const USERS = makeTable("users", {
  columns: [makeColumn("id", "bigint", { isNotNull: true }), makeColumn("email", "text")],
});

function questionsOf(
  texts: string | readonly string[],
  facts: CatalogFacts | null = makeFacts([USERS]),
): readonly Question[] {
  const list = typeof texts === "string" ? [texts] : texts;
  const steps = list.map((text, index) => makeStep(`00${index + 1}_pending`, text));
  return makeQuestions({ steps: parseSteps(steps, parse), facts, server: { major: 18 }, parse });
}

const whyNot = (questions: readonly Question[]) =>
  questions.map(({ sql }) => ("why" in sql ? sql.why : "asked"));

test("a question stands at the place of its clause", () => {
  const [first, second] = questionsOf(
    "SELECT 1;\n\nALTER TABLE users\n  ADD CHECK (id > 0),\n  ADD UNIQUE (email)",
  );
  expect(first).toMatchObject({ statement: 1, line: 4, column: 7 });
  expect(second).toMatchObject({ statement: 1, line: 5, column: 7 });
});

test("names are quoted, and those of the target stand in the SQL", () => {
  const [question] = questionsOf([
    'ALTER TABLE users RENAME TO "our "" users"; ALTER TABLE "our "" users" RENAME email TO "select"',
    'ALTER TABLE "our "" users" ALTER "select" SET NOT NULL',
  ]);
  expect(question?.question).toBe('Are there rows of "our "" users" without "select"?');
  expect(question?.sql).toMatchObject({
    rows: 'SELECT NULL::pg_catalog.json AS key FROM (SELECT t."email" AS "select" FROM "public"."users" AS t) AS "our "" users" WHERE "select" IS NULL',
  });
});

test("the search path of a file is that of its questions, and of no other file's", () => {
  const questions = questionsOf([
    "SET search_path = app, public; ALTER TABLE users ALTER email SET NOT NULL",
    "ALTER TABLE users ADD UNIQUE (email)",
  ]);
  expect(questions.map(({ sql }) => ("why" in sql ? sql : sql.searchPath))).toEqual([
    ["app", "public"],
    ["public"],
  ]);
});

test("where the catalog did not answer, nothing can be asked, and that is said", () => {
  expect(whyNot(questionsOf("ALTER TABLE users ALTER email SET NOT NULL", null))).toEqual([
    "the target's catalog did not answer",
  ]);
  expect(questionsOf("CREATE TABLE t (a int); ALTER TABLE t ALTER a SET NOT NULL", null)).toEqual([]);
});

test("a table that the target does not have is not asked", () => {
  expect(questionsOf("ALTER TABLE nowhere ALTER email SET NOT NULL")).toEqual([]);
});

test.each([
  ["a statement that the parser does not take", "FROB users", "cannot be looked into"],
  ["a CALL", "CALL backfill()", "may change any rows"],
  [
    "a SELECT of what nobody knows",
    "SELECT backfill('users')",
    "calls backfill(), which may change any rows",
  ],
  ["EXECUTE", "EXECUTE fill", "may change any rows"],
  ["EXPLAIN", "EXPLAIN ANALYZE DELETE FROM users", "may change any rows"],
  ["a DO that calls", "DO $$ DECLARE n int := app.backfill('x'); BEGIN END $$", "may change any rows"],
  ["a write to a view", "UPDATE view_of_users SET email = ''", "changes rows that this is about"],
  [
    "INSERT … DO UPDATE",
    "INSERT INTO users VALUES (1) ON CONFLICT (id) DO UPDATE SET email = ''",
    "changes rows",
  ],
])("after %s nobody knows", (_, sql, why) => {
  const [found] = whyNot(questionsOf([sql, "ALTER TABLE users ALTER email SET NOT NULL"]));
  expect(found).toContain("an earlier pending statement (m/001_pending.sql:1) ");
  expect(found).toContain(why);
});

test.each([
  ["SELECT setval('users_id_seq', 9), count(*), now() FROM users"],
  ["DO $$ BEGIN CREATE TYPE mood AS ENUM ('sad'); EXCEPTION WHEN duplicate_object THEN NULL; END $$"],
  [
    `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint) THEN
      ALTER TABLE "others" ADD CONSTRAINT "k" FOREIGN KEY ("id") REFERENCES "public"."others"("id") ON DELETE cascade;
    END IF; EXCEPTION WHEN duplicate_object THEN null; END $$`,
  ],
  ["CREATE INDEX ON users (email); COMMENT ON TABLE users IS 'x'; GRANT SELECT ON users TO PUBLIC"],
  ["UPDATE others SET email = ''"],
])("%s leaves what can be asked as it is", (sql) => {
  const facts = makeFacts([USERS, makeTable("others")]);
  expect(whyNot(questionsOf([sql, "ALTER TABLE users ALTER email SET NOT NULL"], facts))).toEqual(["asked"]);
});

test("triggers of a table that is written may change any other", () => {
  const facts = makeFacts([USERS, makeTable("others", { triggers: ["t"] })]);
  const questions = questionsOf(["DELETE FROM others", "ALTER TABLE users ALTER email SET NOT NULL"], facts);
  expect(whyNot(questions)[0]).toContain("fires triggers");
});

test("what a foreign key passes on is seen, down to the last table", () => {
  const key = (table: string) =>
    ({
      name: `${table}_key`,
      kind: "foreign-key",
      definition: "FOREIGN KEY (a) REFERENCES x(id) ON DELETE CASCADE",
      columns: ["a"],
      isValid: true,
      isEnforced: true,
      references: null,
      index: null,
    }) as const;
  const by = (table: string) => [
    { schema: "public", name: table, constraint: `${table}_key`, columns: ["a"] },
  ];
  const facts = makeFacts([
    makeTable("teams", { referencedBy: by("members") }),
    makeTable("members", { constraints: [key("members")], referencedBy: by("users") }),
    { ...USERS, constraints: [key("users")] },
  ]);
  const not = "ALTER TABLE users ALTER email SET NOT NULL";
  expect(whyNot(questionsOf(["DELETE FROM teams", not], facts))[0]).toContain("changes rows");
  expect(whyNot(questionsOf(["UPDATE teams SET id = 1", not], facts))).toEqual(["asked"]);
});
