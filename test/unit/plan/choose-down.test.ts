import { expect, test } from "vitest";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { chooseDown } from "../../../src/plan/choose-down.ts";
import { makeFile, makeRow, makeSet } from "../../support/plan-values.ts";

/** Two that an adoption put on record as batch 1, and one that batch 2 applied; the newest first. */
const ADOPTED: Partial<LedgerRow> = { batch: 1, origin: "adopted from goose" };
const recorded = (stem: string, row: Partial<LedgerRow>) => ({
  file: makeFile(stem),
  row: makeRow(stem, row),
});
const TAKEN_OVER = [recorded("2_b", ADOPTED), recorded("1_a", ADOPTED)];
const SET = makeSet("1_a", "2_b", "3_c");

const choose = (applied: typeof TAKEN_OVER, batch: number | "last") => {
  const { chosen, refusals } = chooseDown(applied, SET, { target: null, steps: null, batch });
  return [
    ...chosen.map(({ file }) => file.stem),
    ...refusals.map(({ code, message }) => `${code} ${message}`),
  ];
};

test("the last batch is that of the last run that applied something, not of an adoption or a baseline", () => {
  const applied = [recorded("3_c", { batch: 2 }), ...TAKEN_OVER];
  expect(choose(applied, "last")).toEqual(["3_c"]);
  const later = [recorded("3_c", { batch: 3, origin: "baseline" }), recorded("2_b", { batch: 2 })];
  expect(choose(later, "last")).toEqual(["2_b"]);
});

test("what was only put on record belongs to no batch: years of it would go at a word", () => {
  expect(choose(TAKEN_OVER, "last")).toEqual([
    "DOWN_NOT_APPLIED Nothing that is applied belongs to the batch last.",
  ]);
  expect(choose(TAKEN_OVER, 1)).toEqual([
    "DOWN_NOT_APPLIED The run 1 applied nothing: it put on record what was there (adopted from goose).",
  ]);
  expect(choose([], "last")).toEqual([]);
});
