import { expect, test } from "vitest";
import type { PlanRange } from "../../../src/inputs/inputs.ts";
import { chooseVerified } from "../../../src/plan/choose-verified.ts";
import { matchLedger } from "../../../src/plan/match-ledger.ts";
import { makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const SET = makeSet("1_a", "2_b", "10_c");
const LEDGER = makeLedger("1", "02");

function chosen(range: Partial<PlanRange>, ledger = LEDGER) {
  const all = { target: null, version: null, steps: null, ...range };
  const { files, refusals } = chooseVerified(matchLedger(SET, ledger), SET, all);
  return [
    ...files.map(({ version }) => version.text),
    ...refusals.map(({ code, version }) => `${code} ${version}`),
  ];
}

test("all that is applied, in order, is verified where nothing is named", () => {
  expect(chosen({})).toEqual(["1", "2"]);
  expect(chosen({}, makeLedger())).toEqual([]);
});

test("one version, or all up to one, in any spelling", () => {
  expect(chosen({ version: "02" })).toEqual(["2"]);
  expect(chosen({ target: "1" })).toEqual(["1"]);
  expect(chosen({ target: "002" })).toEqual(["1", "2"]);
  expect(chosen({ target: "10" }, makeLedger("1", "10"))).toEqual(["1", "10"]);
});

test("what is named must be there, and applied to its end", () => {
  for (const named of ["version", "target"] as const) {
    expect(chosen({ [named]: "7" })).toEqual(["PLAN_VERSION_UNKNOWN 7"]);
    expect(chosen({ [named]: "10" })).toEqual(["VERIFY_NOT_APPLIED 10"]);
    const half = { ...LEDGER, rows: [...LEDGER.rows, makeRow("10", { status: "failed" })] };
    expect(chosen({ [named]: "10" }, half)).toEqual(["VERIFY_NOT_APPLIED 10"]);
  }
});
