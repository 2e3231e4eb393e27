import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import { planNeed, settledPlan } from "../../../src/gate/plan-need.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { makeDownPlan } from "../../../src/plan/make-down-plan.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import {
  LEDGER_NAME,
  makeFile,
  makeLedger,
  makeRepeatable,
  makeRow,
  makeSet,
} from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

const FACTS = { database: "app", user: "u" } as ServerFacts;
const FILES = ["1_a", "2_b", "3_c"].map((stem) => makeFile(stem));
const HERE = { host: "h", port: 5432, database: "app" };
const RULES = { outOfOrder: "refuse", halfWay: "resume", ledger: LEDGER_NAME, target: HERE } as const;
const ALL = { target: null, version: null, steps: null };

const planOf = (
  files: readonly MigrationFile[],
  rows: readonly (string | LedgerRow)[] = [],
  host = "h",
): Plan =>
  makePlan({ ...makeSet(), files }, makeLedger(...rows), {
    ...RULES,
    range: ALL,
    target: { ...HERE, host },
  });

function questionOf(expected: string, plan: Plan, command = "up") {
  const inputs = parsed({ "expected-plan": expected, command });
  return { inputs, connection: inputs.connection, facts: FACTS, plan };
}

const needOf = (then: Plan, now: Plan) => planNeed(questionOf(then.digest, now));

describe("of a plan that is not the reviewed one is told", () => {
  test("what was done by each run since, in sentences of their own", () => {
    const now = planOf(FILES, [
      makeRow("1", { batch: 4, appliedBy: "alice" }),
      makeRow("2", { batch: 5, appliedBy: "bob" }),
    ]);
    const need = needOf(planOf(FILES), now);
    expect(need?.message).toBe(
      `This is not the plan that was reviewed. The ledger has changed: 1 was applied since by alice (batch 4). The ledger has changed: 2 was applied since by bob (batch 5). Its digest is ${now.digest}, expected was ${planOf(FILES).digest}.`,
    );
  });

  test("no more of what was applied than the ledger knows", () => {
    const need = needOf(planOf(FILES), planOf(FILES, ["1"]));
    expect(need?.message).toContain("The ledger has changed: 1 was applied since. Its digest");
  });

  test("that the ledger was at a point that is no longer known", () => {
    const need = needOf(planOf(FILES, ["3"]), planOf(FILES, ["1", "2"]));
    expect(need?.message).toContain("The ledger has changed since: it was at a point that cannot be told");
    expect(need?.hint).toContain("run all jobs again");
  });

  test("that another file has run a repeatable migration again", () => {
    const view = makeRepeatable("view", "SELECT 3;");
    const replaced = (checksum: string) => makeRow(view.version.text, { checksum });
    const need = needOf(planOf([view], [replaced("sha256:1")]), planOf([view], [replaced("sha256:2")]));
    expect(need?.message).toContain("What a repeatable migration in it replaces was run again since");
  });

  test("that nothing of it is known here: not the database, not the ledger, not the files", () => {
    const need = needOf(planOf([makeFile("8_x")], ["9"], "elsewhere"), planOf(FILES));
    expect(need?.message).toContain(
      'Neither its database, nor its ledger, nor its migrations are those of today\'s plan for "app" at h:5432',
    );
    expect(need?.hint).toContain("the same connection and migrations");
  });

  test("to look at the connection where only the database is another", () => {
    const need = needOf(planOf(FILES, [], "elsewhere"), planOf(FILES));
    expect(need?.hint).toContain("the same connection and migrations");
  });

  test("all five names of five", () => {
    const five = [1, 2, 3, 4, 5].map((number) => makeFile(`${number}_m`));
    const need = needOf(planOf([]), planOf(five));
    expect(need?.message).toContain(
      "Today's plan also has m/1_m.sql, m/2_m.sql, m/3_m.sql, m/4_m.sql, m/5_m.sql.",
    );
  });
});

test("a plan down is compared as a plan down: another run has taken back a part of it", () => {
  const files = FILES.map((file) => ({
    ...file,
    down: { file: `m/${file.stem}.down.sql`, text: "SELECT 1;", transactions: "runner" as const },
  }));
  const downOf = (...rows: string[]) =>
    makeDownPlan({ ...makeSet(), files }, makeLedger(...rows), {
      ...RULES,
      range: { target: null, steps: 2, batch: null },
    });
  const need = planNeed(questionOf(downOf("1", "2", "3").digest, downOf("1", "2"), "down"));
  expect(need?.message).toContain(
    "The ledger has changed: 3 was taken back since. Today's plan also has m/1_a.sql.",
  );
});

describe("where nothing is left to do,", () => {
  const now = planOf(FILES, ["1", "2", "3"]);

  test("nothing is said where no plan was reviewed, or the one that is there", () => {
    expect(settledPlan(questionOf("", now))).toEqual({ need: null, notice: null });
    expect(settledPlan(questionOf(now.digest, now))).toEqual({ need: null, notice: null });
  });

  test("a reviewed plan that two runs have done is told with both", () => {
    const done = planOf(
      FILES,
      [1, 2, 3].map((number) => makeRow(`${number}`, { batch: number < 3 ? 1 : 2 })),
    );
    const { notice } = settledPlan(questionOf(planOf(FILES).digest, done));
    expect(notice).toMatch(
      /is done already\. The ledger has changed: 1, 2 were applied since \(batch 1\)\. The ledger has changed: 3 was applied since \(batch 2\)\.$/,
    );
  });
});
