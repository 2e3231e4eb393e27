import { describe, expect, test } from "vitest";
import { commitsInBody, doBody } from "../../../../src/files/sql/do-body.ts";
import { makeTokens } from "../../../../src/files/sql/make-tokens.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { transactionControl } from "../../../../src/files/sql/transaction-control.ts";
import { transactionNeed } from "../../../../src/files/sql/transaction-need.ts";

describe("the code of a DO is found", () => {
  test.each<[string, string | null]>([
    ["DO $$ a $$", " a "],
    ["DO LANGUAGE plpgsql 'a'", "a"],
    ["DO LANGUAGE 'plpgsql' 'a'", "a"],
    ["DO 'a' LANGUAGE 'plpgsql'", "a"],
    ["DO LANGUAGE plpgsql", null],
    ["DO", null],
    ["SELECT 'a'", null],
    ["CREATE RULE r AS ON INSERT TO t DO NOTHING", null],
  ])("in %s: %o", (sql, body) => expect(doBody(makeTokens(sql))).toBe(body));
});

describe("a DO ends transactions", () => {
  const commits = (body: string, language = "") => commitsInBody(makeTokens(`DO ${language} $$${body}$$`));

  test.each([
    ["behind a statement", "BEGIN a := 1; COMMIT; END"],
    ["behind ELSE", "BEGIN IF a THEN NULL; ELSE COMMIT; END IF; END"],
    ["behind LOOP", "BEGIN LOOP ROLLBACK; END LOOP; END"],
    ["behind a label", "BEGIN <<here>> COMMIT; END"],
    ["and begins the next", "BEGIN COMMIT AND CHAIN; END"],
    ["and begins none", "BEGIN COMMIT AND NO CHAIN; END"],
  ])("%s: %s", (_, body) => expect(commits(body)).toBe(true));

  test.each([
    ["where its language is a string", "LANGUAGE 'plpgsql'"],
    ["where that is in upper case", "LANGUAGE PLPGSQL"],
  ])("%s: %s", (_, language) => expect(commits("BEGIN COMMIT; END", language)).toBe(true));

  test.each([
    ["not where a variable is called so", "BEGIN commit := 1; END"],
    ["nor where it is a column", "BEGIN PERFORM a, commit FROM t; END"],
    ["nor where it is put into one", "BEGIN SELECT 1 INTO commit; END"],
    ["nor in a quoted word before it", 'BEGIN "then" commit; END'],
  ])("%s: %s", (_, body) => expect(commits(body)).toBe(false));

  test("not in another language, nor without code, nor where it is no DO", () => {
    expect(commits("BEGIN COMMIT; END", "LANGUAGE plperl")).toBe(false);
    expect(commitsInBody(makeTokens("DO LANGUAGE plpgsql"))).toBe(false);
    expect(commitsInBody(makeTokens("DO 'BEGIN COMMIT; END' LANGUAGE"))).toBe(false);
    expect(commitsInBody(makeTokens("SELECT 'BEGIN COMMIT; END'"))).toBe(false);
  });
});

describe("subscriptions are changed", () => {
  const needOf = (sql: string) => splitStatements(sql).statements.map(transactionNeed);

  test.each([
    "ALTER SUBSCRIPTION s SET (failover = true)",
    "ALTER SUBSCRIPTION s SET (two_phase = false)",
    "ALTER SUBSCRIPTION s REFRESH SEQUENCES",
    "ALTER SUBSCRIPTION s DROP PUBLICATION p",
    'ALTER SUBSCRIPTION s SET PUBLICATION p WITH ("refresh")',
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh)",
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (copy_data = 'refresh', refresh = on)",
    "CREATE SUBSCRIPTION s CONNECTION 'connect' PUBLICATION p WITH (create_slot)",
  ])("outside of a transaction: %s", (sql) => expect(needOf(sql)).toEqual(["outside"]));

  test.each([
    "ALTER SUBSCRIPTION s SET (slot_name = 'x')",
    "ALTER SUBSCRIPTION failover SET (slot_name = 'x')",
    "ALTER SUBSCRIPTION s SKIP (lsn = 'failover')",
    "ALTER SUBSCRIPTION s OWNER TO failover",
    'ALTER SUBSCRIPTION s SET PUBLICATION p WITH ("refresh" = off)',
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = '0')",
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh FALSE)",
    "CREATE SUBSCRIPTION connect CONNECTION 'x' PUBLICATION p WITH (connect = false)",
    "CREATE SUBSCRIPTION create_slot CONNECTION 'x' PUBLICATION p WITH (create_slot = off)",
    "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (slot_name = 'create_slot', create_slot = false)",
  ])("inside of one: %s", (sql) => expect(needOf(sql)).toEqual(["any"]));
});

test("an option without anything behind it is on, and does not throw", () => {
  expect(
    splitStatements("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect").statements.map(
      transactionNeed,
    ),
  ).toEqual(["outside"]);
});

test("a PREPARE TRANSACTION that is not written to its end prepares nothing, and does not throw", () => {
  expect(splitStatements("PREPARE TRANSACTION").statements.map(transactionControl)).toEqual([null]);
});
