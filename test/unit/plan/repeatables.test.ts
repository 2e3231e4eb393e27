import { describe, expect, test } from "vitest";
import { parseFlywayVersion } from "../../../src/files/layouts/flyway-name.ts";
import type { MigrationSet } from "../../../src/files/migration-file.ts";
import type { PlanRules } from "../../../src/plan/choose-up.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { makeStatusRows } from "../../../src/report/make-status-rows.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRepeatable, makeRow } from "../../support/plan-values.ts";

const RANGE = { target: null, version: null, steps: null };
const RULES: PlanRules = {
  range: RANGE,
  outOfOrder: "refuse",
  halfWay: "resume",
  ledger: LEDGER_NAME,
  target: { host: "h", port: 5432, database: "d" },
};
const SET: MigrationSet = {
  layout: { name: "flyway", wayBack: null, parseVersion: parseFlywayVersion },
  files: [makeFile("1_a"), makeFile("2_b"), makeRepeatable("v_one"), makeRepeatable("v_two")],
};
/** The row of a repeatable one that ran as it is now, or as something else. */
const asNow = (version: string) => makeRow(version, { checksum: "sha256:SELECT 1;" });
const asBefore = (version: string) => makeRow(version, { checksum: "sha256:before" });

const planOf = (ledger: Parameters<typeof makeLedger>, rules: Partial<PlanRules> = {}, set = SET) => {
  const plan = makePlan(set, makeLedger(...ledger), { ...RULES, ...rules });
  return {
    plan,
    steps: plan.steps.map(({ file }) => file.version.text),
    refusals: plan.refusals.map(({ code, version }) => `${code} ${version}`),
  };
};

describe("a repeatable migration", () => {
  test("runs after all others the first time, and replaces no row", () => {
    const { plan, steps, refusals } = planOf([]);
    expect([steps, refusals]).toEqual([["1", "2", "R__v_one", "R__v_two"], []]);
    expect(plan.steps.map(({ replaces }) => replaces)).toEqual([null, null, null, null]);
    expect(plan.pending).toEqual(["1", "2", "R__v_one", "R__v_two"]);
  });

  test("that is on record as it is now is applied, and nobody's current version", () => {
    const { plan, steps, refusals } = planOf(["1", "2", asNow("R__v_one"), asNow("R__v_two")]);
    expect([steps, refusals]).toEqual([[], []]);
    expect(plan).toMatchObject({
      applied: ["1", "2", "R__v_one", "R__v_two"],
      pending: [],
      notices: [],
      currentVersion: "2",
    });
  });

  test("that was changed since it ran is pending again, replaces its row, and is no edit", () => {
    const before = asBefore("R__v_one");
    const { plan, steps, refusals } = planOf(["1", "2", before, asNow("R__v_two")]);
    expect([steps, refusals]).toEqual([["R__v_one"], []]);
    expect(plan.steps[0]?.replaces).toBe(before);
    expect(plan).toMatchObject({ applied: ["1", "2", "R__v_two"], pending: ["R__v_one"] });
  });

  test("that another tool recorded without a checksum of ours counts as applied", () => {
    const theirs = makeRow("R__v_one", { checksum: "-12345" });
    expect(planOf(["1", "2", "R__v_two", theirs])).toMatchObject({ steps: [], refusals: [] });
  });

  test("is found by its description, however the row spells it", () => {
    expect(planOf(["1", "2", "R__v_two", asBefore("R__v one")]).plan.steps[0]?.replaces?.version).toBe(
      "R__v one",
    );
  });

  test("makes no versioned one late, and is never late itself", () => {
    expect(planOf(["1", asNow("R__v_one"), asNow("R__v_two")])).toMatchObject({ steps: ["2"], refusals: [] });
    expect(planOf(["1", "2", asNow("R__v_two")])).toMatchObject({ steps: ["R__v_one"], refusals: [] });
  });

  test("alone on record is no current version at all", () => {
    expect(planOf([asNow("R__v_one")]).plan.currentVersion).toBeNull();
  });

  test("whose file is gone is a notice, whatever its name, and neither missing nor ahead", () => {
    const { plan, refusals } = planOf(["1", "2", "R__v_one", "R__v_two", "R__aaa", "R__zzz"]);
    expect(refusals).toEqual([]);
    expect(plan.notices).toEqual([expect.stringContaining("R__aaa"), expect.stringContaining("R__zzz")]);
    expect(plan).toMatchObject({ ahead: [], currentVersion: "2" });
  });

  test("beside a versioned one that is gone, or newer than all files, hides neither", () => {
    expect(planOf(["1", "2", "1.5", asNow("R__v_one")]).refusals).toEqual(["PLAN_MISSING 1.5"]);
    expect(planOf(["1", "2", "3", asNow("R__v_one")]).refusals).toEqual(["PLAN_AHEAD 3"]);
    expect(planOf(["1", "2", asBefore("1")]).refusals).toEqual(["PLAN_DUPLICATE 1"]);
  });

  test("is the only kind that runs again: a versioned one that was changed is refused, and has no step", () => {
    const { plan, steps, refusals } = planOf([asBefore("1"), "2", "R__v_one", "R__v_two"]);
    expect([steps, refusals, plan.pending]).toEqual([[], ["PLAN_EDITED 1"], []]);
  });

  test("that stopped half-way is unfinished like any other", () => {
    const row = makeRow("R__v_one", { status: "failed", checksum: "sha256:before" });
    expect(planOf(["1", "2", "R__v_two", row])).toMatchObject({
      steps: [],
      refusals: ["PLAN_UNFINISHED R__v_one"],
    });
  });
});

describe("a range", () => {
  test.each([
    [{ target: "1" }, ["1", "R__v_one", "R__v_two"]],
    [{ target: "1", steps: 2 }, ["1", "R__v_one"]],
    [{ target: "R__v_one" }, ["1", "2", "R__v_one"]],
    [{ steps: 3 }, ["1", "2", "R__v_one"]],
    [{ version: "1" }, ["1"]],
  ])("of %o has %o", (range, versions) => {
    expect(planOf([], { range: { ...RANGE, ...range } })).toMatchObject({ steps: versions, refusals: [] });
  });

  test("of one repeatable migration is held up by versioned ones alone", () => {
    const range = { ...RANGE, version: "R__v_two" };
    expect(planOf(["1", "2"], { range })).toMatchObject({ steps: ["R__v_two"], refusals: [] });
    expect(planOf(["1"], { range }).refusals).toEqual(["PLAN_EARLIER_PENDING R__v_two"]);
  });
});

test("the digest is another when the row to replace is another", () => {
  const digest = (checksum: string) => planOf(["1", "2", makeRow("R__v_one", { checksum })]).plan.digest;
  expect(digest("sha256:x")).toBe(digest("sha256:x"));
  expect(digest("sha256:x")).not.toBe(digest("sha256:y"));
});

test("status has a changed one as to run again, and one without a file as gone", () => {
  const { plan } = planOf(["1", asBefore("R__v_one"), "R__gone"]);
  expect(makeStatusRows(plan.match).map(({ version, state }) => `${version} ${state}`)).toEqual([
    "1 applied",
    "2 pending",
    "R__gone gone",
    "R__v_one again",
    "R__v_two pending",
  ]);
});
