import { describe, expect, test } from "vitest";
import type { ServerError } from "../../../src/database/server-error.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import { LeftOut } from "../../../src/rehearsal/left-out.ts";

const error = (sqlState: string, message: string): ServerError => ({
  sqlState,
  message,
  detail: null,
  hint: null,
  position: null,
  where: null,
  constraint: null,
  table: null,
});

function leftOut(sql: string, options: { available?: string[]; members?: [string, string[]][] } = {}) {
  const { statements } = splitStatements(sql);
  const out = new LeftOut(
    new Set(options.available ?? ["plpgsql"]),
    new Map(options.members ?? []),
    statements,
  );
  const at = (index: number) => {
    const statement = statements[index];
    if (statement === undefined) throw new Error(`no statement ${index}`);
    return statement;
  };
  return { out, at };
}

describe("what a site without an extension leaves out", () => {
  test.each([
    "CREATE EXTENSION vector",
    'create extension if not exists "vector" with schema public',
    "CREATE EXTENSION IF NOT EXISTS vector CASCADE",
  ])("is its creation: %s", (sql) => {
    const { out, at } = leftOut(sql);
    expect(out.missingExtension(at(0))).toBe("It needs the extension vector.");
    expect(out.extensions).toEqual(["vector"]);
  });

  test("is not the creation of one that the site has", () => {
    const { out, at } = leftOut("CREATE EXTENSION vector", { available: ["vector"] });
    expect(out.missingExtension(at(0))).toBeNull();
    expect(out.extensions).toEqual([]);
  });

  test("is what uses its members, and what uses that in turn", () => {
    const { out, at } = leftOut(
      "CREATE EXTENSION vector; CREATE TABLE items (e vector(3)); CREATE INDEX items_e ON items (e);",
    );
    out.missingExtension(at(0));
    expect(out.explain(error("42704", 'type "vector" does not exist'), at(1))).toBe(
      "It needs the extension vector.",
    );
    expect(out.explain(error("42P01", 'relation "items" does not exist'), at(2))).toBe(
      "It needs the extension vector.",
    );
  });

  test("is known by the members that the target has of it", () => {
    const { out, at } = leftOut("CREATE EXTENSION citext; SELECT citext_eq('a', 'b');", {
      members: [["citext", ["citext", "citext_eq"]]],
    });
    out.missingExtension(at(0));
    expect(out.explain(error("42883", "function citext_eq(unknown, unknown) does not exist"), at(1))).toBe(
      "It needs the extension citext.",
    );
  });

  test.each([
    ["a name that nothing left out would have made", "42P01", 'relation "typo" does not exist'],
    ["a mistake of another kind", "42601", 'syntax error at or near "vector"'],
    ["a column that is not there", "42703", 'column "nmae" does not exist'],
    ["a type that some later statement makes: a mistake of order", "42704", 'type "mood" does not exist'],
  ])("is not %s", (_, sqlState, message) => {
    const { out, at } = leftOut("CREATE EXTENSION vector; SELECT 1; CREATE TYPE mood AS ENUM ('a');");
    out.missingExtension(at(0));
    expect(out.explain(error(sqlState, message), at(1))).toBeNull();
  });

  test("is nothing at all while every extension is there", () => {
    const { out, at } = leftOut("SELECT 1");
    expect(out.explain(error("42704", 'type "vector" does not exist'), at(0))).toBeNull();
  });
});
