import { describe, expect, test } from "vitest";
import {
  isDumpMark,
  longStatement,
  psqlCommand,
  unterminated,
  wideStatement,
} from "../../../../src/files/sql/split-problems.ts";

const PLACE = { line: 3, column: 7 };

test.each([
  ["string", "a single quote"],
  ["quoted identifier", "a double quote"],
  ["comment", "*/"],
  ["dollar-quoted string", "the same dollar tag"],
] as const)("of a %s that is left open is told where, and to close it with %s", (what, sign) => {
  const problem = unterminated({ what, offset: 0 }, PLACE);
  expect(problem).toMatchObject({ ...PLACE, code: "SQL_UNTERMINATED" });
  expect(problem.message).toContain(`The ${what} that begins here`);
  expect(problem.hint).toContain(sign);
});

describe("of a line of psql's is told", () => {
  test.each([
    ["\\copy t FROM 'x'", "\\copy", "COPY … FROM STDIN"],
    ["\\connect db", "\\connect", "one database"],
    ["\\c db", "\\c", "one database"],
    ["\\i a.sql", "\\i", "included file"],
    ["\\ir a.sql", "\\ir", "included file"],
    ["\\set a 1", "\\set", "variables are not SQL"],
    ["\\gexec", "\\gexec", "is a quote missing?"],
    ["\\ x", "\\", "is a quote missing?"],
    [`\\${"x".repeat(30)}`, `\\${"x".repeat(20)}`, "is a quote missing?"],
  ])("%s: that %s is no SQL, and what to do (%s)", (line, command, hint) => {
    const problem = psqlCommand(line, PLACE);
    expect(problem).toMatchObject({ ...PLACE, code: "PSQL_COMMAND" });
    expect(problem.message.startsWith(`${command} is a command of psql`)).toBe(true);
    expect(problem.hint).toContain(hint);
  });
});

test.each([
  ["\\restrict aB1", true],
  ["\\unrestrict aB1", true],
  ["\\restrict", true],
  ["\\unrestrict", true],
  ["\\restricted", false],
  ["\\unrestricted x", false],
  ["\\i restrict", false],
  ["\\i \\restrict", false],
])("%s is a mark of pg_dump's: %s", (line, is) => expect(isDumpMark(line)).toBe(is));

test("a statement of a large file that has no end is told with its size and what to look for", () => {
  const problem = longStatement(256.9 * 1024 ** 2, PLACE);
  expect(problem).toMatchObject({ ...PLACE, code: "SQL_UNTERMINATED" });
  expect(problem.message).toContain("after 256 MiB.");
  expect(problem.hint).toContain("a quote, a comment or a `;`");
});

test("a statement that goes around a COPY's data in a large file is told, and where to put it", () => {
  const problem = wideStatement(PLACE);
  expect(problem).toMatchObject({ ...PLACE, code: "SQL_UNTERMINATED" });
  expect(problem.message).toContain("on the line of a COPY");
  expect(problem.hint).toContain("below the line that ends the data");
});
