import { describe, expect, test } from "vitest";
import { parseFlywayVersion } from "../../../src/files/layouts/flyway-name.ts";
import type { MigrationFile, MigrationSet } from "../../../src/files/migration-file.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { findFile } from "../../../src/plan/find-file.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { matchLedger } from "../../../src/plan/match-ledger.ts";
import { whyUnrepeatable } from "../../../src/plan/repeatables.ts";
import {
  LEDGER_NAME,
  makeFile,
  makeLedger,
  makeRepeatable,
  makeRow,
  makeSet,
} from "../../support/plan-values.ts";

const SET = makeSet("1_a", "2_b", "10_c");
const ALL = { target: null, version: null, steps: null };
const RULES = {
  range: ALL,
  outOfOrder: "refuse",
  halfWay: "resume",
  ledger: LEDGER_NAME,
  target: { host: "h", port: 5432, database: "d" },
} as const;
const REPEATING: MigrationSet["layout"] = { name: "flyway", wayBack: null, parseVersion: parseFlywayVersion };

const planOf = (
  rows: readonly (string | LedgerRow)[],
  more: Partial<typeof RULES> | object = {},
  set = SET,
) => makePlan(set, makeLedger(...rows), { ...RULES, ...more });
const refusalsOf = ({ refusals }: ReturnType<typeof planOf>) =>
  refusals.map(({ code, version }) => `${code} ${version}`);

describe("rows without a file", () => {
  test("that are newer than all files are ahead, ascending, and the last is the current version", () => {
    const plan = planOf(["1", "3", "2", "10", "13", "11", "12"]);
    expect(plan).toMatchObject({ ahead: ["11", "12", "13"], currentVersion: "13" });
    expect(refusalsOf(plan)).toEqual(["PLAN_MISSING 3", "PLAN_AHEAD 11", "PLAN_AHEAD 12", "PLAN_AHEAD 13"]);
  });

  test("that are of no version of the layout keep their own identity, before all numbers", () => {
    const plan = planOf(["abc", "1", "2", "10", "abd"]);
    expect(refusalsOf(plan).toSorted()).toEqual(["PLAN_MISSING abc", "PLAN_MISSING abd"]);
    expect(plan).toMatchObject({ ahead: [], currentVersion: "10" });
  });

  test("are all ahead where there are repeatable files only", () => {
    const set = { layout: REPEATING, files: [makeRepeatable("v")] };
    expect(planOf(["3", "R__v"], {}, set)).toMatchObject({ ahead: ["3"], currentVersion: "3" });
  });

  test("are told in their order, whatever the order in which they were read", () => {
    const { orphans } = matchLedger(SET, makeLedger("7", "5", "6"));
    expect(orphans.map(({ row }) => row.version)).toEqual(["5", "6", "7"]);
  });
});

describe("a version that is asked for alone", () => {
  const range = { ...ALL, version: "10" };

  test("and is applied is not held up by what came late, which is refused for itself", () => {
    expect(refusalsOf(planOf(["10"], { range }))).toEqual(["PLAN_LATE 1", "PLAN_LATE 2"]);
  });

  test("goes before earlier ones where order is given up, and nothing is refused", () => {
    const plan = planOf([], { range, outOfOrder: "allow" });
    expect([refusalsOf(plan), plan.steps.map(({ file }) => file.stem)]).toEqual([[], ["10_c"]]);
  });
});

test("a step up runs the file itself, and takes no row back", () => {
  const [step] = planOf([]).steps;
  expect(step).toMatchObject({ direction: "up", replaces: null, takesBack: null });
  expect(step?.source).toBe(step?.file);
});

test("what lies in a file's text is refused with its place in front", () => {
  const files = [makeFile("1_a", "SELECT 1;\nSELECT '")];
  expect(planOf([], {}, { ...SET, files }).refusals).toMatchObject([
    { message: expect.stringMatching(/^m\/1_a\.sql:2:8: /), at: { file: "m/1_a.sql", line: 2, column: 8 } },
  ]);
});

test.each<[string, readonly MigrationFile[], string | null]>([
  ["02", [makeFile("2_b")], "2_b"],
  ["v2", [makeFile("2_b")], null],
  ["2", [makeRepeatable("v2")], null],
  ["2b", [makeFile("2_b")], null],
])("asked for %s, the file is found by its version or number alone", (asked, files, stem) => {
  const layout = {
    ...SET.layout,
    parseVersion: (text: string) => (text === "02" ? SET.layout.parseVersion(text) : null),
  };
  expect(findFile(asked, { layout, files })?.stem ?? null).toBe(stem);
});

describe("what applied files have made can be told from them", () => {
  const why = (files: readonly MigrationFile[], ...rows: (string | LedgerRow)[]) =>
    whyUnrepeatable(matchLedger({ layout: REPEATING, files }, makeLedger(...rows)));
  const view = makeRepeatable("view");

  test("where each repeatable one is as it was", () => {
    expect(why([makeFile("1_a"), view], "1", makeRow("R__view", { checksum: view.checksum }))).toBeNull();
    expect(why([view])).toBeNull();
  });

  test("not where one has changed since, or its file is gone", () => {
    expect(why([view], makeRow("R__view", { checksum: "sha256:before" }))).toBe(
      "m/R__view.sql has changed since it ran, so what it made then is not known.",
    );
    expect(why([], makeRow("R__view"))).toBe(
      "R__view is on record and its file is gone, so what it made is not known.",
    );
  });
});
