import { describe, expect, test } from "vitest";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { makeDigest } from "../../../src/plan/digest.ts";
import { makeRepairPlan } from "../../../src/plan/make-repair-plan.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const TARGET = { host: "h", port: 5432, database: "d" };
const text = "-- migrate:no-transaction\nSELECT 1; SELECT 2; SELECT 3;";
const pair = (stem: string): MigrationFile => ({
  ...makeFile(stem, text),
  down: { file: `m/${stem}.down.sql`, text: `${text} SELECT 4;`, transactions: "runner" },
});
const FILES = [pair("1_a"), makeFile("2_b", text), pair("3_c"), makeFile("10_d", text)];

const half = (version: string, values: Partial<LedgerRow> = {}) =>
  makeRow(version, { status: "failed", statementsDone: 1, ...values });
const BACK = { errorMessage: "while it was taken back: no such table" };

const planOf = (rows: readonly (string | LedgerRow)[], version: string | null = null, files = FILES) =>
  makeRepairPlan({ ...makeSet(), files }, makeLedger(...rows), {
    ...{ version, ledger: LEDGER_NAME, target: TARGET },
  });
/** Each step with the way that it goes and how many statements are left. */
const going = ({ steps }: ReturnType<typeof planOf>) =>
  steps.map(({ file, direction, script }) => `${file.stem} ${direction} ${script.statements.length}`);

describe("a repair", () => {
  test("is of all that was left half-way, each the way it went, and of nothing else", () => {
    const rows = ["1", half("2"), half("3", BACK), makeRow("10", { status: "pending" })];
    const plan = planOf(rows);
    expect(going(plan)).toEqual(["2_b up 2", "3_c down 3", "10_d up 3"]);
    expect(plan.steps.map(({ resumes }) => resumes?.row)).toEqual(rows.slice(1));
    expect(plan.steps[1]?.takesBack).toBe(rows[2]);
  });

  test("is of one version alone, however that is written, and of none that no file has", () => {
    const rows = [half("1"), half("2"), half("3")];
    expect(going(planOf(rows, "02"))).toEqual(["2_b up 2"]);
    expect(going(planOf(rows, "7"))).toEqual([]);
    expect(going(planOf(["1", half("2")], "1"))).toEqual([]);
  });

  test("knows no way on with a way back that is no longer there", () => {
    expect(going(planOf([half("1", BACK), half("2", BACK)]))).toEqual(["1_a down 3"]);
  });

  test("goes on from where the row says, whatever became of the file", () => {
    const other = half("1", { checksum: `sha256:${"0".repeat(64)}` });
    expect(going(planOf([other]))).toEqual(["1_a up 2"]);
  });

  test("is not held up, nor told, of what would hold up an `up`", () => {
    const edited = makeRow("1", { checksum: "sha256:0" });
    const plan = planOf([edited, half("3"), "7", "11"]);
    expect(plan).toMatchObject({ refusals: [], notices: [], ahead: ["11"] });
    expect(going(plan)).toEqual(["3_c up 2"]);
    expect(planOf(["1", "10"]).notices).toEqual([]);
  });

  test("is refused where the ledger is not ours, or says two things of one version", () => {
    const codes = (plan: ReturnType<typeof planOf>) => plan.refusals.map(({ code }) => code);
    expect(codes(planOf([half("1"), "01"]))).toEqual(["PLAN_DUPLICATE"]);
    const foreign = { ...makeLedger(), state: "foreign" } as const;
    const rules = { version: null, ledger: LEDGER_NAME, target: TARGET };
    expect(codes(makeRepairPlan(makeSet("1_a"), foreign, rules))).toEqual(["LEDGER_FOREIGN"]);
  });

  test("has the digest of its steps over the ledger as it is", () => {
    const plan = planOf(["1", half("2"), "3"]);
    const head = { version: "3", applied: 2 };
    expect(plan.digest).toBe(makeDigest({ target: TARGET, head, steps: plan.steps }));
    expect(plan.digest).not.toBe(planOf(["1", half("2"), "3"], "7").digest);
  });
});
