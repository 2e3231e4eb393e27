import { expect, test } from "vitest";
import { hideConstants } from "../../../src/blast-radius/hide-constants.ts";

test.each([
  ["SELECT  *\n FROM users", "SELECT * FROM users"],
  ["UPDATE u SET mail = 'a@b' WHERE name = 'O''Hara'", "UPDATE u SET mail = '…' WHERE name = '…'"],
  ["SELECT E'it\\'s secret', 2", "SELECT E'…', 2"],
  ["ALTER ROLE a PASSWORD 'pw cut off he", "ALTER ROLE a PASSWORD '…'"],
  ["SELECT $$secret$$, $tag$se$$cret$tag$, $1", "SELECT '…', '…', $1"],
  ["DO $x$ secret that was cut", "DO '…'"],
  ["SELECT '$$' || 'secret'", "SELECT '…' || '…'"],
])("of %j nothing that is quoted is shown", (query, shown) => {
  expect(hideConstants(query)).toBe(shown);
});

test("a long query is cut to 200 characters, never within one", () => {
  const shown = hideConstants(`SELECT ${"💥".repeat(200)}`);
  expect(shown.length).toBeLessThanOrEqual(200);
  expect(shown).toMatch(/💥…$/u);
  expect(shown.isWellFormed()).toBe(true);
});
