import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

const sqlOf = (text: string): string[] => splitStatements(text).statements.map(({ sql }) => sql);

describe("semicolons inside stay with their statement", () => {
  test.each([
    ["CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END"],
    ["CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT 2; END"],
    ["CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END"],
    ["CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT (1); SELECT ((2)); SELECT 3)"],
  ])("%s", (sql) => expect(sqlOf(`${sql}; SELECT 3`)).toEqual([sql, "SELECT 3"]));
});

describe("words that open a body elsewhere open none", () => {
  test.each([
    ["as the name of a function", "CREATE FUNCTION atomic() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    ["as a parameter and its type", "CREATE FUNCTION f(begin atomic) RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    ["as the type that is returned", "CREATE FUNCTION f() RETURNS begin LANGUAGE sql AS 'SELECT 1'"],
    ["in another statement that is created or replaced", "CREATE OR REPLACE VIEW v AS SELECT begin atomic"],
    ["where a procedure is dropped", "DROP PROCEDURE begin atomic"],
    ["in a trigger's call", "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION begin atomic"],
  ])("%s", (_, sql) => expect(sqlOf(`${sql}; SELECT 2`)).toEqual([sql, "SELECT 2"]));
});

test("a parenthesis too many does not swallow the next statement", () => {
  expect(sqlOf("SELECT 1); SELECT (2); SELECT 3")).toEqual(["SELECT 1)", "SELECT (2)", "SELECT 3"]);
});

describe("no data is read below", () => {
  test.each([
    ["a COPY from a program", "COPY t FROM PROGRAM 'cat'"],
    ["a COPY from a file called so", "COPY t FROM 'stdin'"],
    ["a query of a table called stdin", "SELECT a FROM stdin"],
    ["an INSERT that reads from one", "INSERT INTO t SELECT a FROM stdin"],
    ["a DELETE from one", "DELETE FROM stdin"],
    ["a COPY whose columns are called so", "COPY t (a, b) TO STDOUT"],
  ])("%s", (_, sql) => {
    const { statements } = splitStatements(`${sql};\nSELECT 2;`);
    expect(statements.map((one) => [one.sql, one.copyData])).toEqual([
      [sql, null],
      ["SELECT 2", null],
    ]);
  });
});

describe("the data of a COPY", () => {
  const dataOf = (text: string) =>
    splitStatements(text).statements.map(({ copyData }) =>
      copyData === null ? null : Buffer.concat([...copyData.chunks()]).toString(),
    );

  test("begins with an empty line where there is one", () => {
    expect(dataOf("COPY t FROM STDIN;\n\n1\n\\.\n")).toEqual(["\n1\n"]);
  });

  test("has lines that end in a lone CR", () => {
    expect(dataOf("COPY t FROM STDIN;\r1\r\\.\rSELECT 1")).toEqual(["1\r", null]);
  });

  test("is not ended by a short line behind a \\. inside a line", () => {
    expect(dataOf("COPY t FROM STDIN;\na\\.b\n12\n\\.\nSELECT 1")).toEqual(["a\\.b\n12\n", null]);
  });

  test("is in no piece where there is none", () => {
    const [statement] = splitStatements("COPY t FROM STDIN;\n\\.\n").statements;
    expect([...(statement?.copyData?.chunks() ?? [])]).toEqual([]);
    expect(statement?.copyData?.size).toBe(0);
  });

  test("keeps a character whole that two pieces meet in", () => {
    const data = `${"a".repeat(64 * 1024 - 1)}😀b\n`;
    expect(dataOf(`COPY t FROM STDIN;\n${data}\\.\n`)).toEqual([data]);
  });
});
