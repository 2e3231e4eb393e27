import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

const sqlOf = (text: string): string[] => splitStatements(text).statements.map(({ sql }) => sql);

const R = String.raw;

describe("a semicolon ends a statement", () => {
  const cases: [promise: string, text: string, statements: string[]][] = [
    ["two statements are two", "SELECT 1; SELECT 2;", ["SELECT 1", "SELECT 2"]],
    ["the last one needs none", "SELECT 1;\nSELECT 2\n", ["SELECT 1", "SELECT 2"]],
    ["empty ones are left out", ";; SELECT 1;;;-- end\n;", ["SELECT 1"]],
    ["nothing is nothing", "", []],
    ["comments alone are nothing", "-- a\n/* b */\n", []],
    ["comments around it are not part of it", "/* a */ -- b\nSELECT 1 -- c\n /* d */;", ["SELECT 1"]],
    ["comments inside it are", "SELECT /* ; */ 1 -- ;\n + 2;", ["SELECT /* ; */ 1 -- ;\n + 2"]],
    ["CRLF ends a line comment", "-- a;\r\nSELECT 1;\r\n", ["SELECT 1"]],
    ["a lone CR ends a line comment", "-- a;\rSELECT 1;\r", ["SELECT 1"]],
    ["letters beyond ASCII are words", "SELECT é、日本 ;SELECT '😀;'", ["SELECT é、日本", "SELECT '😀;'"]],
  ];
  test.each(cases)("%s", (_, text, statements) => expect(sqlOf(text)).toEqual(statements));
});

describe("a semicolon in quotes ends nothing", () => {
  const cases: [promise: string, statement: string][] = [
    ["in a string", "SELECT ';'"],
    ["after a doubled quote", "SELECT 'it''s;'"],
    ["a backslash is an ordinary character in a plain string", R`SELECT 'a\', ';'`],
    ["a backslash escapes in an E string", R`SELECT E'a\';', e'\\', ';'`],
    ["an E at the end of a word begins no E string", R`SELECT thee'a\', ';'`],
    ["in the other kinds of strings", R`SELECT U&'\0041;', B'1;', x'f;', N'n;'`],
    ["in a string that goes on on the next line", "SELECT 'a'\n ';', 1"],
    ["an E string that goes on is an E string there too", "SELECT E'a'\n'\\';'"],
    ["a string goes on over a line comment", "SELECT E'a' -- b'\n -- c\n '\\';'"],
    ["without a line end the next string is its own", R`SELECT E'a' '\'`],
    ["in a quoted identifier", 'SELECT ";" AS "a"";"'],
    ["in a Unicode identifier", R`SELECT U&"\0041;"`],
    ["in dollar quotes", "SELECT $$;$$, $a$ $b$;$$ $a$"],
    ["a dollar tag counts in its own case", "SELECT $a$ $A$;$a$"],
    ["in a dollar tag beyond ASCII", "SELECT $é_1$;$é_1$"],
    ["a dollar inside a word opens nothing", "SELECT a$b$, c$$"],
    ["a parameter opens nothing", "SELECT $1$$;$$"],
    ["a lone dollar opens nothing", "SELECT $ a, $b c"],
    ["in a block comment", "SELECT 1 /* ; */ + 1"],
    ["in a nested block comment", "SELECT 1 /* /* ; */ ; */ + 1"],
    ["an operator ends before a line comment", "SELECT 1 +-- ;\n 2"],
    ["an operator ends before a block comment", "SELECT 1 */* ; */ 2"],
    ["in parentheses", "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)"],
  ];
  test.each(cases)("%s", (_, sql) => expect(sqlOf(`${sql}; SELECT 2`)).toEqual([sql, "SELECT 2"]));

  test("an operator of comment signs alone still begins a comment", () => {
    expect(sqlOf("SELECT 1 */* ; */ 2; SELECT 3")).toEqual(["SELECT 1 */* ; */ 2", "SELECT 3"]);
  });
});

describe("BEGIN ATOMIC", () => {
  const cases: [promise: string, statement: string][] = [
    ["holds statements", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END"],
    ["may be empty", "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC END"],
    [
      "is not ended by the END of a CASE",
      "create function f() returns int begin atomic select case when true then case 1 when 1 then 1 end end; select 2; end",
    ],
    [
      "is not ended by a column called end",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT a.end FROM a; END",
    ],
    [
      "is not confused by a column called case",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; SELECT 2; END",
    ],
    [
      "takes comments between its words",
      "CREATE FUNCTION f() RETURNS int BEGIN/* */ATOMIC SELECT 1;-- END;\n END",
    ],
    ["may have more behind it", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END IMMUTABLE"],
    [
      "may be inside another",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; END; END",
    ],
  ];
  test.each(cases)("%s", (_, sql) => expect(sqlOf(`${sql}; SELECT 2;`)).toEqual([sql, "SELECT 2"]));

  test("means nothing outside CREATE FUNCTION and PROCEDURE", () => {
    expect(sqlOf("BEGIN; SELECT begin atomic; END; SELECT 2")).toHaveLength(4);
    expect(sqlOf("CREATE VIEW v AS SELECT begin atomic; SELECT 2")).toHaveLength(2);
    expect(sqlOf("CREATE TABLE begin (atomic int); SELECT begin atomic; SELECT 2")).toHaveLength(3);
  });

  test("a function whose body is quoted is left alone", () => {
    expect(
      sqlOf("CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'; SELECT 3"),
    ).toHaveLength(2);
  });
});

describe("places", () => {
  test("line and column are 1-based and those of the first character behind blanks and comments", () => {
    const { statements } = splitStatements("-- head\n\n  SELECT 1;\r\n/* a\n b */ SELECT 2;\rSELECT 3");
    expect(statements.map(({ line, column }) => [line, column])).toEqual([
      [3, 3],
      [5, 7],
      [6, 1],
    ]);
  });

  test("columns count characters, and offsets UTF-16 units", () => {
    const text = "/* 😀é */ SELECT '😀😀'; SELECT 2";
    const { statements } = splitStatements(text);
    expect(statements.map(({ column }) => column)).toEqual([10, 23]);
    expect(statements.map(({ offset, size }) => text.slice(offset, offset + size))).toEqual(sqlOf(text));
  });
});

describe("psql commands", () => {
  test("the marks of pg_dump are passed over", () => {
    const split = splitStatements(
      "\\restrict aB1\n\nSELECT 1;\n\\unrestrict aB1\r\nSELECT 2;\n\\unrestrict aB1",
    );
    expect(split.problems).toEqual([]);
    expect(split.statements.map(({ sql, line }) => [sql, line])).toEqual([
      ["SELECT 1", 3],
      ["SELECT 2", 5],
    ]);
  });

  test("any other is a problem at its backslash, and all are found", () => {
    const { problems, statements } = splitStatements(
      "SELECT 1;\n  \\connect it's\nSELECT 2 \\gexec\n\\restricted x\nSELECT 3;",
    );
    expect(problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["PSQL_COMMAND", 2, 3],
      ["PSQL_COMMAND", 3, 10],
      ["PSQL_COMMAND", 4, 1],
    ]);
    expect(problems[0]?.message).toContain("\\connect ");
    expect(statements.at(-1)?.sql).toBe("SELECT 3");
  });

  test("a mark of pg_dump inside a statement is a problem", () => {
    expect(splitStatements("SELECT 1\n\\restrict x\n;").problems).toMatchObject([
      { code: "PSQL_COMMAND", line: 2 },
    ]);
  });

  test("the hint for \\copy says what to write instead", () => {
    expect(splitStatements("\\copy t from 'x'").problems[0]?.hint).toContain("COPY … FROM STDIN");
  });
});

describe("what is left open", () => {
  const cases: [what: string, text: string, column: number][] = [
    ["string", "SELECT 1, 'a;", 11],
    ["string", R`SELECT E'a\'`, 9],
    ["string", "SELECT 'a'\n'b", 1],
    ["quoted identifier", 'SELECT "a""', 8],
    ["comment", "SELECT 1 /* /* */", 10],
    ["dollar-quoted string", "SELECT $a$ $b$ $A$", 8],
  ];
  test.each(cases)("a %s is named where it was opened: %s", (what, text, column) => {
    const split = splitStatements(`SELECT 0;\n${text}`);
    expect(split.problems).toMatchObject([
      { code: "SQL_UNTERMINATED", line: text.includes("\n") ? 3 : 2, column },
    ]);
    expect(split.problems[0]?.message).toContain(what);
    expect(split.statements.map(({ sql }) => sql)).toEqual(["SELECT 0"]);
  });
});
