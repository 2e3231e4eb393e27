import { expect, test } from "vitest";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import { databaseNeed } from "../../../src/gate/database-need.ts";
import { parsed } from "../inputs/support.ts";

/** What is lacking on the database `app` at `db.example.com`. */
function needOf(expected: string) {
  const values = {
    "database-url": "postgres://u:pass@db.example.com/app",
    "expected-database": expected,
  };
  const inputs = parsed(values);
  const facts = { database: "app", user: "u" } as ServerFacts;
  return databaseNeed({ inputs, connection: inputs.connection, facts });
}

test.each<[string, string, boolean]>([
  ["nothing", "", true],
  ["its name", "app", true],
  ["its host and name", "db.example.com/app", true],
  ["another name", "app2", false],
  ["a part of its name", "ap", false],
  ["another host", "staging.example.com/app", false],
  ["a part of its host", "example.com/app", false],
  ["its host and another name", "db.example.com/other", false],
  ["an empty host", "/app", false],
])("where `expected-database` says %s (%s), the database is the right one: %s", (_, expected, isRight) => {
  expect(needOf(expected)?.code).toBe(isRight ? undefined : "EXPECTED_DATABASE_DIFFERS");
});

test("the refusal names the database there is, its host, and the one that was expected", () => {
  expect(needOf("staging/app")?.message).toBe(
    'The database is "app" at db.example.com, but `expected-database` says "staging/app".',
  );
});
