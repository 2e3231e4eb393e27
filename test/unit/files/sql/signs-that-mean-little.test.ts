import { describe, expect, test } from "vitest";
import { makeTokens } from "../../../../src/files/sql/make-tokens.ts";
import { foldCase } from "../../../../src/files/sql/scanner.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

const R = String.raw;
const sqlOf = (text: string): string[] => splitStatements(text).statements.map(({ sql }) => sql);

describe("what looks like a comment or a quote and is none hides no semicolon:", () => {
  test.each([
    ["a minus", "SELECT 1 - 2"],
    ["a division", "SELECT 4 / 2"],
    ["an asterisk after a parenthesis", "SELECT count(*) FROM t"],
    ["an asterisk in a block comment", "SELECT /* a * b */ 1"],
    ["a slash in a block comment", "SELECT /* a / b */ 1"],
    ["two asterisks before the end of one", "SELECT /** a **/ 1"],
    ["a string on a line of its own, with more behind it", "SELECT 'a'\n, 'b'"],
    ["a minus behind a string, at the end of its line", "SELECT E'a' -\n'\\'"],
    ["an operator that ends in a minus, there", "SELECT E'a' +-\n'\\'"],
    ["a doubled quote in an E string", "SELECT E'a'';'"],
    ["a backslash in a national string", R`SELECT N'a\'`],
    ["a backslash in a bit string", R`SELECT b'\'`],
    ["a backslash in a Unicode string", R`SELECT u&'a\'`],
    ["an ampersand behind a u that is a column", R`SELECT u & 'a\'`],
    ["an ampersand behind another letter", R`SELECT a&'a\'`],
    ["a dollar tag straight behind a number", "SELECT 1$$;$$"],
    ["a dollar in a name behind a dot", "SELECT t.a$b$, 1"],
    ["a dollar tag of the first sign beyond ASCII", "SELECT $\u0080$;$\u0080$"],
  ])("%s", (_, sql) => expect(sqlOf(`${sql}; SELECT 2`)).toEqual([sql, "SELECT 2"]));
});

test.each([
  ["a string", "'a"],
  ["a quoted identifier", '"a'],
  ["a comment", "/* a"],
  ["a dollar-quoted string", "$$ a"],
])("%s that opens the file and is never closed is named there", (_, text) => {
  expect(splitStatements(text).problems).toMatchObject([{ code: "SQL_UNTERMINATED", line: 1, column: 1 }]);
});

describe("tokens are cut", () => {
  const cut = (sql: string) => makeTokens(sql).map(({ kind, text }) => `${kind} ${text}`);
  test.each<[string, readonly string[]]>([
    ["1e-5", ["number 1e-5"]],
    ["1E+5", ["number 1E+5"]],
    ["1e5", ["number 1e5"]],
    ["1-5", ["number 1", "symbol -", "number 5"]],
    ["1x-5", ["number 1x", "symbol -", "number 5"]],
    ["1e-a", ["number 1e", "symbol -", "word a"]],
    ["1e*5", ["number 1e", "symbol *", "number 5"]],
    ["1$$a$$", ["number 1", "string a"]],
    ["$ a", ["symbol $", "word a"]],
    ["B'01'", ["string 01"]],
    ["x'1F'", ["string 1F"]],
    ["n'a'", ["string a"]],
    ["a'b'", ["word a", "string b"]],
    ["ub'c'", ["word ub", "string c"]],
    ["U&'a'", ["string a"]],
    ["U&a", ["word u", "symbol &", "word a"]],
    ["a&'b'", ["word a", "symbol &", "string b"]],
    [`'a""b'`, ['string a""b']],
    ["E'a''b'", ["string a''b"]],
    ["a/* b * c */d", ["word a", "word d"]],
  ])("%s into %o", (sql, tokens) => expect(cut(sql)).toEqual(tokens));
});

test.each([
  ["ABC", "abc"],
  ["É", "É"],
  ["ÀBÇ", "ÀbÇ"],
  ["日本A", "日本a"],
])("the name %s is that of %s for the server", (written, stored) => expect(foldCase(written)).toBe(stored));
