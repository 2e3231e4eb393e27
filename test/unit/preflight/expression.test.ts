import { expect, test } from "vitest";
import { parseExpression } from "../../../src/preflight/expression.ts";
import { parse } from "../../support/hazard-values.ts";

const read = (text: string) => parseExpression(text, "users", parse);

test("an expression tells its columns, each once, and what it calls", () => {
  expect(read("lower(users.email) = email AND app.ok(age)")).toMatchObject({
    columns: ["email", "age"],
    functions: [["lower"], ["app", "ok"]],
  });
});

test("a whole row may be about any column", () => {
  expect(read("users IS NOT NULL")?.columns).toBeNull();
  expect(read("to_json(users.*) IS NOT NULL")?.columns).toBeNull();
});

test("a comment at its end is closed", () => {
  expect(read("a > 0 -- all")?.sql).toBe("(a > 0 -- all\n)");
});

test.each([
  ["a > 0) FROM users WHERE (true"],
  ["a); DROP TABLE users; SELECT (1"],
  ["EXISTS (SELECT 1 FROM secrets)"],
  ["a > (SELECT max(b) FROM users)"],
  ["a), (b"],
  [""],
  ["a >"],
])("%j is not taken for an expression to run", (text) => {
  expect(read(text)).toBeNull();
});
