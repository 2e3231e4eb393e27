import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import { planNeed, settledPlan } from "../../../src/gate/plan-need.ts";
import type { PlanRange } from "../../../src/inputs/inputs.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

const FACTS = { database: "app", user: "u" } as ServerFacts;
const FILES = ["1_a", "2_b", "3_c"].map((stem) => makeFile(stem));
const BY_ALICE = { appliedBy: "alice", appliedAt: new Date("2026-05-04T10:20:30.5Z"), batch: 7 };

const ALL = { target: null, version: null, steps: null };

function planOf(
  files = FILES,
  rows: readonly (string | LedgerRow)[] = [],
  range: PlanRange = ALL,
  host = "h",
): Plan {
  return makePlan({ ...makeSet(), files }, makeLedger(...rows), {
    range,
    outOfOrder: "refuse",
    halfWay: "resume",
    ledger: LEDGER_NAME,
    target: { host, port: 5432, database: "app" },
  });
}

function questionOf(expected: string, plan: Plan) {
  const inputs = parsed({ "expected-plan": expected });
  return { inputs, connection: inputs.connection, facts: FACTS, plan };
}

describe("the refusal of another plan than the reviewed one says", () => {
  test.each<[string, Plan, Plan, string]>([
    ["which file is new", planOf(FILES.slice(0, 2)), planOf(), "Today's plan also has m/3_c.sql."],
    [
      "which file has changed",
      planOf(),
      planOf([...FILES.slice(0, 2), makeFile("3_c", "SELECT 2;")]),
      "The file m/3_c.sql has changed since: its text, its header or its name.",
    ],
    [
      "that several have",
      planOf(),
      planOf(FILES.map(({ stem }) => makeFile(stem, "SELECT 2;"))),
      "More than one of its files has changed since.",
    ],
    [
      "who has applied what, when and in which batch",
      planOf(FILES, ["1"]),
      planOf(FILES, ["1", makeRow("2", BY_ALICE)]),
      "The ledger has changed: 2 was applied since by alice on 2026-05-04 10:20 UTC (batch 7).",
    ],
    [
      "that something was taken back",
      planOf(FILES, ["1", "2"]),
      planOf(FILES),
      "The ledger has changed: 1, 2 were taken back since. Its digest",
    ],
    [
      "what was reviewed and is not asked for",
      planOf(FILES),
      planOf(FILES, [], { ...ALL, steps: 1 }),
      "It also had m/2_b.sql, m/3_c.sql, which this run is not asked for.",
    ],
    ["that a file is gone", planOf(), planOf(FILES.slice(0, 1)), "One of them is gone"],
    [
      "which database this is, when it was another one",
      planOf(FILES, [], ALL, "127.0.0.1"),
      planOf(),
      'this run is connected to "app" at h:5432, and the plan was made for another database.',
    ],
  ])("%s", (_, then, now, wanted) => {
    const need = planNeed(questionOf(then.digest, now));
    expect(need?.code).toBe("EXPECTED_PLAN_DIFFERS");
    expect(need?.message).toContain(wanted);
    expect(need?.message).toContain(`Its digest is ${now.digest}, expected was ${then.digest}.`);
  });

  test("no more than five names of many", () => {
    const many = Array.from({ length: 9 }, (_, index) => makeFile(`${index + 1}_m`));
    const need = planNeed(questionOf(planOf([]).digest, planOf(many)));
    expect(need?.message).toContain("m/5_m.sql and 4 more.");
    expect(need?.message).not.toContain("m/6_m.sql");
  });
});

test("the reviewed plan itself lacks nothing, nor does any where none was reviewed", () => {
  const plan = planOf();
  expect(planNeed(questionOf(plan.digest, plan))).toBeNull();
  expect(planNeed(questionOf("", plan))).toBeNull();
});

describe("where nothing is left to do,", () => {
  const rows = FILES.map(({ version }) => makeRow(version.text, BY_ALICE));

  test("a reviewed plan that was applied since lacks nothing, and it is said who did so", () => {
    const then = planOf();
    const { need, notice } = settledPlan(questionOf(then.digest, planOf(FILES, rows)));
    expect(need).toBeNull();
    expect(notice).toBe(
      `The plan that was reviewed (${then.digest}) is done already. The ledger has changed: 1, 2, 3 were applied since by alice on 2026-05-04 10:20 UTC (batch 7).`,
    );
  });

  test("a plan for another database, or one with another text, is refused all the same", () => {
    const now = planOf(FILES, rows);
    const edited = [...FILES.slice(0, 2), makeFile("3_c", "SELECT 2;")];
    for (const then of [planOf(FILES, [], ALL, "127.0.0.1"), planOf(edited)])
      expect(settledPlan(questionOf(then.digest, now)).need?.code).toBe("EXPECTED_PLAN_DIFFERS");
  });
});
