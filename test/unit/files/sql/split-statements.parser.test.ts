import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { script, seasoned, soup, statement } from "./arbitrary-sql.ts";
import { parserStatements, scannerOffsets } from "./real-parser.ts";

const sqlOf = (text: string): string[] => splitStatements(text).statements.map(({ sql }) => sql);

describe("held against PostgreSQL's own parser", () => {
  test("scripts of real statements with nasty quoting and comments are cut as the parser cuts them", () => {
    let compared = 0;
    fc.assert(
      fc.property(script, (text) => {
        const expected = parserStatements(text);
        if (expected === null) return;
        compared += expected.length;
        expect(sqlOf(text)).toEqual(expected);
        expect(splitStatements(text).problems).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(1500);
  });

  test("whatever soup of tokens the parser takes is cut as the parser cuts it", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof(soup, seasoned), (text) => {
        const expected = parserStatements(text);
        if (expected === null) return;
        compared++;
        expect(sqlOf(text)).toEqual(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test("tokens begin and end where PostgreSQL's own lexer has them; its operators are one symbol a character", () => {
    fc.assert(
      fc.property(statement, (text) => {
        if (parserStatements(text) === null) return;
        for (const { sql, tokens } of splitStatements(text).statements) {
          const theirs = scannerOffsets(sql);
          const ours = tokens.filter(({ kind }) => kind !== "symbol").map(({ offset }) => offset);
          // Theirs has N'…' as two tokens, of which the first begins where ours does.
          for (const offset of ours) expect(theirs).toContain(offset);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("no text at all makes it throw, and what it returns is always a slice at its place", () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: "binary", maxLength: 60 })), (text) => {
        let end = 0;
        for (const { sql, offset, line, column, tokens } of splitStatements(text).statements) {
          expect(text.slice(offset, offset + sql.length)).toBe(sql);
          expect(offset).toBeGreaterThanOrEqual(end);
          expect(sql).not.toBe("");
          expect(tokens[0]?.offset).toBe(0);
          end = offset + sql.length;
          const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
          expect([line, column]).toEqual([lines.length, [...(lines.at(-1) ?? "")].length + 1]);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
