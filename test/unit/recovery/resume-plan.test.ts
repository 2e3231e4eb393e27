import { describe, expect, test } from "vitest";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { makeHalfDone } from "../../../src/recovery/conclude-step.ts";
import { type Conclusion, done, run, unknown } from "../../../src/recovery/conclusion.ts";
import { forcedStep } from "../../../src/recovery/forced-step.ts";
import { type Concluded, resumePlan } from "../../../src/recovery/resume-plan.ts";
import { makeUnfinished } from "../../../src/recovery/unfinished.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const TEXT = "-- migrate:no-transaction\nSET search_path = s;\nVACUUM t;\nSELECT f();\nVACUUM u;";

function planOf(values: Partial<LedgerRow>, text = TEXT): Plan {
  const row = makeRow("2", { status: "failed", statementsDone: 1, checksum: `sha256:${text}`, ...values });
  const set = { ...makeSet(), files: [makeFile("1_a"), makeFile("2_b", text), makeFile("3_c")] };
  return makePlan(set, makeLedger("1", row), {
    range: { target: null, version: null, steps: null },
    ...{ outOfOrder: "refuse", halfWay: "resume", ledger: LEDGER_NAME },
    target: { host: "h", port: 5432, database: "d" },
  });
}

const concluded = ({ steps }: Plan, conclusion: Conclusion): Concluded[] =>
  steps.flatMap((step) =>
    step.resumes === null ? [] : [{ half: makeHalfDone(step, step.resumes), conclusion }],
  );

const linesOf = ({ steps }: Plan) => steps.map(({ script }) => script.statements.map(({ line }) => line));

describe("a plan in which a migration goes on", () => {
  test("has what is left of it, in the order of versions, and says where and why", () => {
    const plan = planOf({});
    const resumed = resumePlan(plan, concluded(plan, run("it may be")));
    expect(linesOf(resumed)).toEqual([[3, 4, 5], [1]]);
    expect(resumed.refusals).toEqual([]);
    expect(resumed.notices).toEqual([
      "m/2_b.sql stopped half-way in an earlier run and goes on at statement 2 of 4 (line 3): it may be.",
    ]);
  });

  test("goes on behind a statement that is done, once what was left is cleared away", () => {
    const plan = planOf({});
    const resumed = resumePlan(plan, concluded(plan, done("it is there", ["DROP x"])));
    expect(linesOf(resumed)).toEqual([[4, 5], [1]]);
    expect(resumed.steps[0]?.resumes).toMatchObject({ done: 2, cleanUp: ["DROP x"] });
    expect(resumed.notices[0]).toContain("goes on at statement 3 of 4 (line 4): it is there.");
  });

  test("only records one whose last statement is done", () => {
    for (const [statementsDone, conclusion] of [
      [4, done("all of it")],
      [3, done("it is there")],
    ] as const) {
      const plan = planOf({ statementsDone });
      const resumed = resumePlan(plan, concluded(plan, conclusion));
      expect(linesOf(resumed)).toEqual([[], [1]]);
      expect(resumed.notices[0]).toContain("is only recorded");
    }
  });

  test("is refused where nothing is known, with the statement, its place, what the record says and how to repair it", () => {
    const plan = planOf({ statementsDone: 2, errorMessage: "gone" });
    const [refusal] = resumePlan(plan, concluded(plan, unknown("nobody knows"))).refusals;
    expect(refusal).toMatchObject({
      code: "PLAN_UNFINISHED",
      version: "2",
      message: expect.stringMatching(
        /^m\/2_b\.sql:4:1, statement 3 of 4: .* after 2 of its statements.*: nobody knows\. The record says: gone$/,
      ),
      hint: expect.stringContaining("`migrate-action repair --version 2`"),
      at: { file: "m/2_b.sql", line: 4, column: 1 },
    });
  });
});

describe("what a session has lost", () => {
  test("is set again from the file's own statements", () => {
    const [one] = concluded(planOf({}), run(""));
    expect(one?.half.sets).toEqual(["SET search_path = s"]);
  });

  test.each([
    ["CREATE TEMP TABLE x (a int);", "temporary objects"],
    ["SELECT 1 AS a INTO TEMPORARY x;", "temporary objects"],
    ["CREATE TABLE pg_temp.x (a int);", "temporary objects"],
    ["DECLARE c CURSOR WITH HOLD FOR SELECT 1;", "open cursors"],
    ["SELECT pg_advisory_lock(1);", "locks"],
  ])("cannot be made again: after %s nothing is concluded", (sql, what) => {
    const text = `-- migrate:no-transaction\n${sql}\nVACUUM t;`;
    const [one] = concluded(planOf({}, text), run(""));
    expect([one?.half.subject, one?.half.whyNot]).toEqual([null, expect.stringContaining(what)]);
  });

  test("is none of what is only for a transaction, and of what was not reached", () => {
    const text = "-- migrate:no-transaction\nSELECT 1;\nCREATE TEMP TABLE x (a int);\nVACUUM t;";
    expect(concluded(planOf({}, text), run(""))[0]?.half.subject).not.toBeNull();
  });
});

test("a file that would now run in a transaction, and a count beyond its end, are not gone on with", () => {
  const inside = planOf({}, "SELECT 1; SELECT 2;");
  expect(concluded(inside, run(""))[0]?.half.whyNot).toContain("would now run in a transaction");
  expect(concluded(planOf({ statementsDone: 9 }), run(""))[0]?.half.whyNot).toContain("9 of its statements");
});

describe("a repair", () => {
  const choices = (plan: Plan, conclusion: Conclusion) =>
    makeUnfinished(plan.match, concluded(plan, conclusion))[0]?.choices.map(
      ({ resolve, does }) => `${resolve}: ${does}`,
    );

  test("offers skip only where nobody knows of the statement, and says what each would do", () => {
    const plan = planOf({ statementsDone: 2 });
    expect(choices(plan, run("x", ["DROP y"]))?.map((said) => said.split(":")[0])).toEqual([
      "resume",
      "done",
      "clear",
    ]);
    expect(choices(plan, run("x", ["DROP y"]))?.[0]).toBe(
      "resume: DROP y; Runs what is left of it, from line 4 on.",
    );
    expect(choices(plan, unknown("x"))).toEqual([
      expect.stringMatching(/^resume: Runs m\/2_b\.sql:4:1, statement 3 of 4, .*bears being run twice/),
      expect.stringMatching(
        /^skip: Counts m\/2_b\.sql:4:1, statement 3 of 4 as done, and runs what follows it/,
      ),
      expect.stringMatching(/^done: Puts it on record as applied.*\(statements 3 to 4\)/),
      expect.stringMatching(/^clear: Takes it off the record.*what its first 2 statements did stays/),
    ]);
  });

  test("goes on with a statement nobody knows of, or behind it, as a person has chosen, and remembers that", () => {
    const [one] = concluded(planOf({ statementsDone: 2 }), unknown("nobody knows"));
    if (one === undefined) throw new Error("Nothing goes on.");
    const at = (resolve: "resume" | "skip") => {
      const { script, resumes } = forcedStep(one, resolve);
      return [script.statements.map(({ line }) => line), resumes?.done, resumes?.remark];
    };
    expect(at("resume")).toEqual([[4, 5], 2, "resume: m/2_b.sql:4:1, statement 3 of 4; nobody knows."]);
    expect(at("skip")).toEqual([[5], 3, expect.stringMatching(/^skip: /)]);
  });

  test("of a row without a file offers what needs none", () => {
    const match = { files: [], orphans: [], gone: [], duplicates: [] };
    const row = makeRow("7", { status: "running", statementsDone: 1 });
    const orphan = { row, version: { text: "7", key: "7", order: [] }, isAhead: false };
    const [unfinished] = makeUnfinished({ ...match, orphans: [orphan] }, []);
    expect(unfinished?.choices.map(({ resolve }) => resolve)).toEqual(["done", "clear"]);
    expect(unfinished?.known.join()).toContain("Its file is not in the directory");
    const applied = { ...orphan, row: makeRow("7") };
    expect(makeUnfinished({ ...match, orphans: [applied] }, [])).toEqual([]);
  });
});
