import { describe, expect, test } from "vitest";
import { parseFlywayVersion } from "../../../src/files/layouts/flyway-name.ts";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import { type BaseBranch, makeBaseLedger } from "../../../src/plan/base-branch.ts";
import { checkRefusals } from "../../../src/plan/check-refusals.ts";
import { makeCheckPlan } from "../../../src/plan/make-check-plan.ts";
import { LEDGER_NAME, makeFile, makeRepeatable, makeSet } from "../../support/plan-values.ts";

const NOTHING = { files: new Map(), lines: new Map() };
const baseOf = (files: readonly MigrationFile[], more: Partial<BaseBranch> = {}): BaseBranch => ({
  ...{ name: "origin/main", commit: "c0ffee", files, newer: [], changes: NOTHING },
  ...more,
});
const [a, b, c] = [makeFile("1_a"), makeFile("2_b"), makeFile("3_c")];

describe("a pull request is told", () => {
  test("of a deleted file", () => {
    expect(checkRefusals([b], baseOf([makeFile("1_a", "SELECT 'a';"), b]))).toMatchObject([
      {
        ...{ code: "CHECK_REMOVED", at: { file: "m/1_a.sql", line: 1, column: 1 } },
        message:
          "m/1_a.sql is on origin/main and was deleted: where it is applied, every `up` would miss it.",
        hint: expect.stringContaining("Put it back"),
      },
    ]);
  });

  test("of a renamed one, its old name and its new", () => {
    expect(checkRefusals([makeFile("1_x"), b], baseOf([a, b]))).toMatchObject([
      {
        code: "CHECK_REMOVED",
        message:
          "m/1_a.sql is on origin/main and was renamed to m/1_x.sql: databases know it by its version and name.",
        hint: "Give it its name back.",
      },
    ]);
  });

  test("of an edited one, its first changed line, or its first where lines are not known", () => {
    const [was, is] = [makeFile("1_a", "SELECT 'was';"), makeFile("1_a", "SELECT 'is';")];
    expect(checkRefusals([is], baseOf([was]))).toMatchObject([
      {
        ...{ code: "CHECK_EDITED", version: "1", at: { file: "m/1_a.sql", line: 1, column: 1 } },
        message:
          "m/1_a.sql:1: The file is on origin/main and was edited: where it is applied, the edit would never run.",
        hint: expect.stringContaining("new migration"),
      },
    ]);
    const changes = { files: new Map(), lines: new Map([["m/1_a.sql", []]]) };
    expect(checkRefusals([is], baseOf([was], { changes }))).toMatchObject([{ at: { line: 1 } }]);
  });

  test("of a version that was taken, by which file", () => {
    expect(checkRefusals([a, b], baseOf([a], { newer: [makeFile("2_other")] }))).toMatchObject([
      {
        code: "CHECK_TAKEN",
        message:
          "m/2_b.sql: Version 2 is taken on origin/main by m/2_other.sql, which was merged since this branch began.",
        hint: expect.stringContaining("next free version"),
      },
    ]);
  });

  test("of one that is the same but for its text that its version is taken", () => {
    const other = makeFile("2_b", "SELECT 'other';");
    expect(checkRefusals([a, b], baseOf([a], { newer: [other] }))).toMatchObject([{ code: "CHECK_TAKEN" }]);
  });

  test("of a late one, which file it comes before: the newest of all", () => {
    expect(
      checkRefusals(
        [a, b, c, makeFile("4_d")],
        baseOf([a, c], { newer: [makeFile("9_z"), makeFile("5_e")] }),
      ),
    ).toMatchObject([
      {
        code: "CHECK_LATE",
        message:
          "m/2_b.sql sorts before m/9_z.sql, which is on origin/main already: where that is applied, it would come late.",
        hint: "Give it a version after 9.",
      },
      { code: "CHECK_LATE", version: "4" },
    ]);
  });

  test("in this order: what of the base is gone or changed, what is taken, what is late", () => {
    const files = [makeFile("2_b", "SELECT 'edited';"), makeFile("3_new"), makeFile("4_late")];
    const base = baseOf([makeFile("1_a", "SELECT 'a';"), b], {
      newer: [makeFile("3_taken"), makeFile("5_e")],
    });
    expect(checkRefusals(files, base).map(({ code, version }) => `${code} ${version}`)).toEqual([
      ...["CHECK_REMOVED 1", "CHECK_EDITED 2", "CHECK_TAKEN 3", "CHECK_LATE 4"],
    ]);
  });

  test("nothing of repeatable ones, which come and go, and nothing where there was no migration before", () => {
    const [was, is] = [makeRepeatable("v", "SELECT 1;"), makeRepeatable("v", "SELECT 2;")];
    expect(checkRefusals([a, is, makeRepeatable("w")], baseOf([a, was, makeRepeatable("gone")]))).toEqual([]);
    expect(checkRefusals([a], baseOf([makeRepeatable("v")]))).toEqual([]);
  });
});

test("a base's ledger has each of its files as applied by nobody knows whom", () => {
  expect(makeBaseLedger([a, b])).toMatchObject({
    ...{ state: "ours", schemaExists: true },
    rows: [
      {
        ...{ version: "1", name: "a", checksum: a.checksum, status: "completed", appliedAt: null },
        ...{ appliedBy: null, executionTimeMs: null, statementsDone: null, errorMessage: null },
        ...{ batch: null, origin: null },
      },
      { version: "2" },
    ],
  });
});

describe("a check", () => {
  const RULES = { outOfOrder: "refuse", ledger: LEDGER_NAME } as const;
  const setOf = (...files: MigrationFile[]) => ({ ...makeSet(), files });
  const down = (file: string, text = "SELECT 2;") => ({ file, text, transactions: "runner" }) as const;

  test("says of a late file that it is allowed", () => {
    const { plan } = makeCheckPlan(setOf(a, b, c), baseOf([a, c]), { ...RULES, outOfOrder: "allow" });
    expect(plan.notices).toEqual([expect.stringMatching(/would come late\. It is allowed here\.$/)]);
    expect(plan.refusals).toEqual([]);
  });

  test("is of a plan for nowhere, which no real one has the digest of", () => {
    const one = makeCheckPlan(setOf(a), null, RULES).plan.digest;
    expect(one).toBe(makeCheckPlan(setOf(a), null, RULES).plan.digest);
    expect(one).not.toBe(makeCheckPlan(setOf(b), null, RULES).plan.digest);
  });

  test("tells of a repeatable migration whose file is gone, as it is on the base branch", () => {
    const layout = { name: "flyway", wayBack: null, parseVersion: parseFlywayVersion } as const;
    const { plan } = makeCheckPlan({ layout, files: [a] }, baseOf([a, makeRepeatable("v")]), RULES);
    expect(plan.notices).toEqual([
      expect.stringContaining("v is on record as completed, and its file is not"),
    ]);
  });

  test("refuses what cannot be run of the base's own files too, once", () => {
    const broken = makeFile("1_a", "SELECT '");
    const { plan, isRunnable } = makeCheckPlan(setOf(broken), baseOf([broken]), RULES);
    expect(plan.refusals.map(({ code }) => code)).toEqual(["SQL_UNTERMINATED"]);
    expect(isRunnable).toBe(false);
  });

  test("of a new file beside what stands is touched, and asks nothing where there is no question", () => {
    const check = makeCheckPlan(setOf(a, b), baseOf([a]), RULES);
    expect(check.isTouched).toBe(true);
    expect(check.entries.map(({ verify }) => verify)).toEqual([[], []]);
    expect(check.plan.notices).toEqual([]);
  });

  test("cannot be run where one file's text is wrong, whatever else is refused", () => {
    const files = [makeFile("1_a", "SELECT 'edited';"), makeFile("2_b", "SELECT '")];
    const check = makeCheckPlan(setOf(...files), baseOf([makeFile("1_a", "SELECT 'was';")]), RULES);
    expect(check.plan.refusals.map(({ code }) => code)).toEqual(["CHECK_EDITED", "SQL_UNTERMINATED"]);
    expect(check.isRunnable).toBe(false);
  });

  test("takes each file's own way back, not that of another version or another name", () => {
    const namesakes = [a, makeFile("2_a"), makeFile("3_c")];
    const backs = namesakes.map(({ stem }) => `m/${stem}.down.sql`);
    const files = namesakes.map((file) => ({ ...file, down: down(`m/${file.stem}.down.sql`) }));
    const touched = new Map(backs.map((back) => [back, "edited"] as const));
    const changes = { files: touched, lines: new Map() };
    const { entries } = makeCheckPlan(setOf(...files), baseOf(namesakes, { changes }), RULES);
    expect(entries.map(({ back }) => back?.source.file)).toEqual(backs);
    const renamed = { ...makeFile("1_x"), down: down("m/1_a.down.sql") };
    expect(makeCheckPlan(setOf(renamed), baseOf([a], { changes }), RULES).entries[0]?.back).toBeNull();
  });

  test("of a pull request that only edits what stands is runnable, and refused", () => {
    const edited = makeFile("1_a", "SELECT 'edited';");
    const check = makeCheckPlan(setOf(edited), baseOf([makeFile("1_a", "SELECT 'was';")]), RULES);
    expect(check.isRunnable).toBe(true);
    expect(check.plan.refusals.map(({ code }) => code)).toEqual(["CHECK_EDITED"]);
  });

  test.each([
    ["a way back in the migration's own file", "m/1_a.sql", "m/1_a.sql", false],
    ["one in a file of its own", "m/1_a.down.sql", "m/1_a.down.sql", true],
    ["another one's", "m/1_a.down.sql", "m/2_b.down.sql", false],
  ])(
    "tries of what is on the base %s, where the pull request touches that: %s",
    (_, file, touched, tries) => {
      const withBack = { ...a, down: down(file) };
      const changes = { files: new Map([[touched, "edited"] as const]), lines: new Map() };
      const check = makeCheckPlan(setOf(withBack), baseOf([a], { changes }), RULES);
      expect(check.entries[0]?.back !== null).toBe(tries);
      expect(check.isTouched).toBe(tries);
    },
  );

  test("asks the questions of a new file, and of the base's the touched ones alone", () => {
    const questions = [
      { file: "m/1.verify.sql", text: "" },
      { file: "m/1_a.verify.sql", text: "" },
    ];
    const asked = { ...a, verify: questions };
    expect(makeCheckPlan(setOf(asked), null, RULES).entries[0]?.verify).toEqual(questions);
    const changes = { files: new Map([["m/1_a.verify.sql", "edited"] as const]), lines: new Map() };
    const check = makeCheckPlan(setOf(asked), baseOf([a], { changes }), RULES);
    expect(check.entries[0]).toMatchObject({ origin: "base", verify: [questions[1]], untried: null });
    expect(check.isTouched).toBe(true);
  });

  test("says why a way back that takes the ledger is not tried, and refuses nothing for it", () => {
    const file = { ...a, down: down("m/1_a.down.sql", "DROP TABLE schema_migrations;") };
    const { plan, entries } = makeCheckPlan(setOf(file), null, RULES);
    expect(entries[0]?.untried).toBe("it takes away the ledger itself");
    expect(plan.refusals).toEqual([]);
  });
});
