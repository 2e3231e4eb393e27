import { expect, test } from "vitest";
import { fitToBytes, fitToCharacters, type ListPart } from "../../../src/report/fit-to-bytes.ts";

const list = (rank: number, count: number, changes: Partial<ListPart> = {}): ListPart => {
  const items = Array.from({ length: count }, (_, index) => `- ${rank}:${index} ${"é".repeat(20)}`);
  return { before: `list ${rank}\n`, items, between: "\n", after: "", rank, noun: "item", ...changes };
};

test("what fits is whole, in its order, without notes or empty parts", () => {
  expect(fitToBytes(["a", "", list(1, 0), "b"], 1_000)).toBe("a\n\nb\n");
  expect(fitToBytes([list(1, 1)], 1_000)).toBe(`list 1\n\n- 1:0 ${"é".repeat(20)}\n`);
});

test("the list of the highest rank is cut first, wherever it stands", () => {
  const page = fitToBytes([list(3, 50), list(1, 20), "end"], 2_000);
  expect(page).toMatch(/- 1:19/);
  expect(page).toMatch(/\d+ of 50 items left out here/);
  expect(page).not.toMatch(/of 20 items left out/);
});

test("a list that is cut is still closed", () => {
  const page = fitToBytes([list(1, 50, { after: "</details>" })], 800);
  expect(page).toMatch(/left out here[^\n]+\n\n<\/details>\n$/);
});

test.each([700, 999, 1_000, 1_001, 4_321])("%i bytes are never exceeded", (budgetBytes) => {
  const page = fitToBytes(["é", list(2, 1_234), list(1, 1_000, { between: "\n\n" })], budgetBytes);
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(budgetBytes);
});

test.each([700, 1_000, 4_321])(
  "%i characters are never exceeded, and used where bytes would not reach",
  (budget) => {
    const parts = [list(2, 1_234), list(1, 1_000, { between: "\n\n" })];
    const page = fitToCharacters(parts, budget);
    expect(page.length).toBeLessThanOrEqual(budget);
    expect(page.length).toBeGreaterThan(fitToBytes(parts, budget).length);
  },
);
