import { describe, expect, test } from "vitest";
import { graphileMigrate } from "../../../../src/files/layouts/graphile-migrate.ts";
import { problemsAs, readAs } from "../../../support/source-files.ts";

const hash = (digit: number) => `sha1:${String(digit).repeat(40)}`;

/** A committed migration that follows number `previous` (0: none). */
const committed = (number: number, body: string, previous = number - 1, more = "") =>
  `--! Previous: ${previous === 0 ? "-" : hash(previous)}\n--! Hash: ${hash(number)}\n${more}\n${body}\n`;

describe("committed migrations", () => {
  test("in their order, with what their headers say", () => {
    const { files, problems } = readAs(graphileMigrate, {
      "committed/000010-add-users.sql": committed(3, "--! no-transaction\nVACUUM;", 2),
      "committed/000002.sql": committed(2, "SELECT 2;\n--! no-transaction", 1, "--! Message: A word of it\n"),
      "committed/000001.sql": committed(1, "SELECT 1;"),
      "current.sql": "DROP TABLE users;",
      "current/1-current.sql": "DROP TABLE users;",
      "afterReset.sql": "CREATE ROLE x;",
    });
    expect(problems).toEqual([]);
    expect(
      files.map(({ version, name, transactions }) => [version.text, version.key, name, transactions]),
    ).toEqual([
      ["000001", "1", "000001", "wrapped"],
      ["000002", "2", "A word of it", "wrapped"],
      ["000010", "10", "add-users", "none"],
    ]);
  });

  test("in the directory itself, with line ends of Windows", () => {
    const { files, problems } = readAs(graphileMigrate, {
      "000001.sql": committed(1, "--! no-transaction\nVACUUM;").replaceAll("\n", "\r\n"),
      "000002.sql": committed(2, "SELECT 1").replaceAll("\n", "\r\n"),
      "current.sql": "x",
    });
    expect(problems).toEqual([]);
    expect(files.map(({ transactions }) => transactions)).toEqual(["none", "wrapped"]);
  });

  test.each([
    ["no header", { "000001.sql": "SELECT 1" }, ["LAYOUT_INVALID m/000001.sql"]],
    ["half of one", { "000001.sql": "--! Previous: -\n\nSELECT 1" }, ["LAYOUT_INVALID m/000001.sql"]],
    ["a first one with one before it", { "000002.sql": committed(2, "") }, ["LAYOUT_INVALID m/000002.sql"]],
    [
      "two branches' after one",
      { "000001.sql": committed(1, ""), "000002.sql": committed(2, ""), "000003.sql": committed(3, "", 1) },
      ["LAYOUT_INVALID m/000003.sql"],
    ],
    [
      "one number twice",
      { "000001.sql": committed(1, ""), "000001-a.sql": committed(1, "") },
      ["VERSION_DUPLICATE m/000001.sql"],
    ],
    [
      "another name",
      { "committed/a.sql": "", "committed/000001.sql": committed(1, "") },
      ["FILE_NAME_INVALID m/committed/a.sql"],
    ],
    [
      "a name that goes on",
      { "000001.sql": committed(1, ""), "000002.sql.sql": committed(2, "") },
      ["FILE_NAME_INVALID m/000002.sql.sql"],
    ],
    [
      "one outside of committed/",
      { "committed/000001.sql": committed(1, ""), "000002.sql": committed(2, "") },
      ["LAYOUT_INVALID m/000002.sql"],
    ],
  ])("%s is refused", (_, texts, problems) => {
    expect(problemsAs(graphileMigrate, texts)).toEqual(problems);
  });
});

describe("what lies beside the committed ones", () => {
  const hintsOf = (texts: Readonly<Record<string, string>>) =>
    readAs(graphileMigrate, texts).problems.map(({ details: { hint } }) => hint);

  test("is let be where its name does not begin with digits", () => {
    const names = ["committed/000001.sql", "000001.sql", "reset-2.sql"];
    const others = ["current.sql", "current/1-current.sql", "committed/.1.sql", "committed/notes.md"];
    expect([...names, ...others].filter(graphileMigrate.reads)).toEqual(names);
    expect(hintsOf({ "committed/000001.sql": committed(1, ""), "reset-2.sql": "" })).toEqual([]);
  });

  test("and is told where it goes, or how it is called, where it does", () => {
    const first = { "committed/000001.sql": committed(1, "") };
    expect(hintsOf({ ...first, "2.sql": "" })).toEqual(["Move it into committed/, or out of the directory."]);
    expect(hintsOf({ ...first, "committed/a.sql": "" })).toEqual([
      "Committed migrations are called `000001.sql` or `000001-what-it-does.sql`, or move it out of the directory: no .sql file is skipped in silence.",
    ]);
  });
});

describe("placeholders", () => {
  const problem = (body: string) =>
    readAs(graphileMigrate, { "000001.sql": committed(1, body) }).problems.map(({ code, details }) => [
      code,
      details.at?.line,
      details.at?.column,
    ]);

  test.each([
    ["GRANT CONNECT ON DATABASE :DATABASE_NAME TO x;", 24 + 3],
    ["DO $$ BEGIN EXECUTE 'ALTER DATABASE \":DATABASE_NAME\"'; END $$;", 38],
    ["GRANT USAGE ON SCHEMA a TO :DATABASE_VISITOR;", 28],
    ["SELECT f(:X_Y, 1);", 10],
  ])("%s is refused at its place", (body, column) => {
    expect(problem(body)).toEqual([["FILE_UNSUPPORTED", 4, column]]);
  });

  test.each([
    "SELECT '1'::TEXT, to_char(now(), 'HH24:MI:SS');",
    "SELECT a[1:N] FROM t;",
    "-- for :DATABASE_NAME\nSELECT 1;",
    "SELECT 1; -- :DATABASE_OWNER",
    "SELECT ':a', '{\"a\":TRUE}';",
  ])("%s has none", (body) => {
    expect(problem(body)).toEqual([]);
  });
});

describe("a version as a ledger or a person writes it", () => {
  test.each(["000001", "1", "000001.sql", "000001-add-users.sql"])("%s", (text) => {
    expect(graphileMigrate.layout.parseVersion(text)?.key).toBe("1");
  });
  test.each(["", "current", "current.sql", "1.5", "1.sql.bak"])("%j is none", (text) => {
    expect(graphileMigrate.layout.parseVersion(text)).toBeNull();
  });
});
