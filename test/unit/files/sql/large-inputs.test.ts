import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

describe("large inputs take linear time", () => {
  const cases: [what: string, text: string][] = [
    ["one line of statements", "INSERT INTO t VALUES (1, 'it''s', now());".repeat(50_000)],
    ["one statement", `INSERT INTO t VALUES ${"(1, 'a'),".repeat(200_000)}(1)`],
    ["one string", `SELECT '${"x".repeat(5_000_000)}'`],
    ["strings on their own lines", "'a'\n".repeat(500_000)],
    ["tags that open nothing", "$aaaaaaaaaaaa ".repeat(150_000)],
    ["comments never closed", "/*".repeat(1_000_000)],
    ["parentheses never closed", "(".repeat(2_000_000)],
    ["COPYs on one line", "COPY a FROM STDIN;".repeat(100_000)],
    ["dots behind backslashes in COPY", `COPY a FROM STDIN;\n${"\\.x".repeat(500_000)}`],
  ];
  // Quadratic, each of these takes minutes; linear, at most tenths of a second on a slow machine.
  test.each(cases)("%s", (_, text) => {
    const start = performance.now();
    splitStatements(text);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("tokens are made only when asked for, and those of a long string are a slice", () => {
    const body = "x".repeat(1_000_000);
    const [statement] = splitStatements(`SELECT '${body}', 1`).statements;
    expect(statement?.tokens.map(({ kind }) => kind)).toEqual(["word", "string", "symbol", "number"]);
    expect(statement?.tokens[1]?.text).toBe(body);
    expect(statement?.tokens).toBe(statement?.tokens);
  });
});
