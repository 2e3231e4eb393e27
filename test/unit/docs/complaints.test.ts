import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SHELLS = join(import.meta.dirname, "../../shells");

test("each of the 19 complaints of formats.md has a test named after it", () => {
  const texts = readdirSync(SHELLS)
    .filter((name) => name.startsWith("complaints-of-"))
    .map((name) => readFileSync(join(SHELLS, name), "utf8"));
  const numbers = [...texts.join().matchAll(/\btest(?:\.skipIf\([^)]*\))?\(\s*"complaint (\d+): [a-zA-Z]/g)];
  const found = new Set(numbers.map(([, number]) => Number(number)));
  expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
});
