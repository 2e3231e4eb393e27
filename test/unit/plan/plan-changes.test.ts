import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import type { PlanRules } from "../../../src/plan/choose-up.ts";
import { makeDownPlan } from "../../../src/plan/make-down-plan.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { isDoneSince, namePlanChanges, type PlanChanges } from "../../../src/plan/plan-changes.ts";
import {
  LEDGER_NAME,
  makeFile,
  makeLedger,
  makeRepeatable,
  makeRow,
  makeSet,
} from "../../support/plan-values.ts";

const HERE = { host: "db.example.com", port: 5432, database: "app" };
const ALL = { target: null, version: null, steps: null };

interface Situation {
  readonly files: readonly MigrationFile[];
  readonly rows?: readonly (string | LedgerRow)[];
  readonly rules?: Partial<PlanRules>;
}

function planOf({ files, rows = [], rules = {} }: Situation): Plan {
  const all: PlanRules = {
    range: ALL,
    outOfOrder: "refuse",
    halfWay: "resume",
    ledger: LEDGER_NAME,
    target: HERE,
    ...rules,
  };
  return makePlan({ ...makeSet(), files }, makeLedger(...rows), all);
}

function downPlanOf({ files, rows = [] }: Situation, steps: number | null = null): Plan {
  const range = { ...ALL, steps, batch: null };
  const rules = { range, outOfOrder: "refuse", ledger: LEDGER_NAME, target: HERE } as const;
  return makeDownPlan({ ...makeSet(), files }, makeLedger(...rows), rules);
}

/** What `namePlanChanges` says, files by their stems and rows by their versions. */
function shown(then: Plan, plan: Plan, { direction = "up" as "up" | "down", target = HERE } = {}) {
  return words(namePlanChanges({ expected: then.digest, plan, direction, target, ledger: LEDGER_NAME }));
}

function words(changes: PlanChanges) {
  const stems = (files: readonly MigrationFile[]) => files.map(({ stem }) => stem);
  if (changes.kind === "known") {
    const { applied, takenBack, added, notAsked, edited } = changes;
    const said = {
      applied: stems(applied.map(({ file }) => file)),
      takenBack: stems(takenBack),
      added: stems(added),
      notAsked: stems(notAsked),
      edited: edited === null || edited === "several" ? [edited ?? []].flat() : [edited.stem],
    };
    return Object.fromEntries(Object.entries(said).filter(([, list]) => list.length > 0));
  }
  return changes.kind;
}

const files = (...stems: string[]) => stems.map((stem) => makeFile(stem));
const edit = (list: readonly MigrationFile[], ...stems: string[]) =>
  list.map((file) => (stems.includes(file.stem) ? makeFile(file.stem, "SELECT 2;") : file));
const withDown = (list: readonly MigrationFile[]) =>
  list.map((file) => ({
    ...file,
    down: {
      file: `m/${file.stem}.down.sql`,
      text: `SELECT '${file.stem}';`,
      transactions: "runner" as const,
    },
  }));

const FIVE = files("1_a", "2_b", "3_c", "4_d", "5_e");

describe("of a plan that was reviewed is named", () => {
  test.each<[string, Situation, Situation, unknown]>([
    ["nothing, where nothing has changed", { files: FIVE }, { files: FIVE }, {}],
    ["a file that is new at the end", { files: FIVE.slice(0, 4) }, { files: FIVE }, { added: ["5_e"] }],
    [
      "all that are new",
      { files: FIVE.slice(0, 1) },
      { files: FIVE },
      { added: ["2_b", "3_c", "4_d", "5_e"] },
    ],
    [
      "a file that is new between others",
      { files: FIVE.toSpliced(2, 1) },
      { files: FIVE },
      { added: ["3_c"] },
    ],
    [
      "that it was empty",
      { files: FIVE.slice(0, 1), rows: ["1"] },
      { files: FIVE.slice(0, 2), rows: ["1"] },
      { added: ["2_b"] },
    ],
    ["a file whose text has changed", { files: FIVE }, { files: edit(FIVE, "3_c") }, { edited: ["3_c"] }],
    [
      "a file whose name has changed",
      { files: files("1_a", "2_b") },
      { files: files("1_a", "2_x") },
      { edited: ["2_x"] },
    ],
    [
      "that several texts have changed",
      { files: FIVE },
      { files: edit(FIVE, "2_b", "4_d") },
      { edited: ["several"] },
    ],
    [
      "a head that another run has applied",
      { files: FIVE, rows: ["1"] },
      { files: FIVE, rows: ["1", "2", "3"] },
      { applied: ["2_b", "3_c"] },
    ],
    [
      "all of it, applied by another run",
      { files: FIVE },
      { files: FIVE, rows: ["1", "2", "3", "4", "5"] },
      { applied: ["1_a", "2_b", "3_c", "4_d", "5_e"] },
    ],
    [
      "what was taken back since",
      { files: FIVE, rows: ["1", "2", "3"] },
      { files: FIVE, rows: ["1"] },
      { takenBack: ["2_b", "3_c"], added: ["2_b", "3_c"] },
    ],
    [
      "what this run is not asked for",
      { files: FIVE },
      { files: FIVE, rules: { range: { ...ALL, steps: 2 } } },
      { notAsked: ["3_c", "4_d", "5_e"] },
    ],
    [
      "that one alone was asked for",
      { files: FIVE, rows: ["1"], rules: { range: { ...ALL, version: "2" } } },
      { files: FIVE, rows: ["1"] },
      { added: ["3_c", "4_d", "5_e"] },
    ],
    [
      "all that has changed at once",
      { files: FIVE.slice(0, 4), rows: ["1"] },
      { files: edit(FIVE, "4_d"), rows: ["1", "2"] },
      { applied: ["2_b"], added: ["5_e"], edited: ["4_d"] },
    ],
    ["that a file is gone", { files: FIVE }, { files: FIVE.toSpliced(1, 1) }, "other-files"],
    [
      "that the ledger was elsewhere",
      {
        files: FIVE,
        rows: ["1", "2", makeRow("3", { status: "completed" }), "5"],
        rules: { outOfOrder: "allow" },
      },
      { files: FIVE, rows: ["1"] },
      "other-stand",
    ],
  ])("%s", (_, then, now, wanted) => {
    expect(shown(planOf(then), planOf(now))).toEqual(wanted);
  });

  test("what another batch has applied late, by the batches and not by the versions", () => {
    const rows = [makeRow("1", { batch: 1 }), makeRow("3", { batch: 1 })];
    const rules = { outOfOrder: "allow" } as const;
    const then = planOf({ files: FIVE, rows, rules });
    const now = planOf({ files: FIVE, rows: [...rows, makeRow("2", { batch: 2 })], rules });
    expect(shown(then, now)).toEqual({ applied: ["2_b"] });
  });

  test("a repeatable one whose text has changed", () => {
    const then = planOf({ files: [...FIVE, makeRepeatable("v")] });
    expect(shown(then, planOf({ files: [...FIVE, makeRepeatable("v", "SELECT 3;")] }))).toEqual({
      edited: ["R__v"],
    });
  });

  test("that a repeatable one came before what it replaces now", () => {
    const file = makeRepeatable("v");
    const replacing = (checksum: string) =>
      planOf({ files: [file], rows: [makeRow(file.version.text, { checksum })] });
    expect(shown(replacing("sha256:x"), replacing("sha256:y"))).toEqual({});
  });

  test("another database, and of that no more", () => {
    const target = { ...HERE, host: "127.0.0.1" };
    const there = planOf({ files: FIVE, rules: { target } });
    expect(shown(planOf({ files: FIVE }), there, { target })).toBe("other-target");
  });

  test("nothing of a digest that has nothing in common with today's plan", () => {
    const expected = `sha256:${"0123456789abcdef".repeat(4)}`;
    const plan = planOf({ files: FIVE });
    const question = { plan, direction: "up", target: HERE, ledger: LEDGER_NAME } as const;
    expect(namePlanChanges({ ...question, expected }).kind).toBe("not-comparable");
  });

  test("the one file of any plan that was edited, wherever it stands", () => {
    const length = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(length, fc.nat(), fc.string(), (count, at, text) => {
        const stems = Array.from({ length: count }, (_, index) => `${index + 1}_m`);
        const stem = stems[at % count] ?? "";
        const before = files(...stems);
        const after = before.map((file) =>
          file.stem === stem ? makeFile(stem, `SELECT 2; ${text.replaceAll(/[^a-z]/g, "")}`) : file,
        );
        expect(shown(planOf({ files: before }), planOf({ files: after }))).toEqual({ edited: [stem] });
      }),
      // Once in 65,521 edits a step keeps its number.
      { numRuns: 40, seed: 5 },
    );
  });
});

describe("of a reviewed plan down is named", () => {
  const down = withDown(FIVE);
  const rows = ["1", "2", "3"];

  test.each<[string, Plan, Plan, unknown]>([
    [
      "nothing, where nothing has changed",
      downPlanOf({ files: down, rows }),
      downPlanOf({ files: down, rows }),
      {},
    ],
    [
      "that the newest was taken back since",
      downPlanOf({ files: down, rows }),
      downPlanOf({ files: down, rows: ["1", "2"] }),
      { takenBack: ["3_c"], added: ["2_b"] },
    ],
    [
      "what was applied since",
      downPlanOf({ files: down, rows }),
      downPlanOf({ files: down, rows: [...rows, "4"] }),
      { applied: ["4_d"], notAsked: ["3_c"], added: ["4_d"] },
    ],
    [
      "that more was to be taken back",
      downPlanOf({ files: down, rows }, 2),
      downPlanOf({ files: down, rows }),
      { notAsked: ["2_b"] },
    ],
  ])("%s", (_, then, now, wanted) => {
    expect(shown(then, now, { direction: "down" })).toEqual(wanted);
  });

  test("whose way back has changed", () => {
    const edited = down.map((file) =>
      file.stem === "2_b" ? { ...file, down: { ...file.down, text: "SELECT 9;" } } : file,
    );
    const then = downPlanOf({ files: down, rows }, 3);
    expect(shown(then, downPlanOf({ files: edited, rows }, 3), { direction: "down" })).toEqual({
      edited: ["2_b"],
    });
  });

  test("nothing of a plan up, though it has the same migration", () => {
    const one = down.slice(0, 1);
    const up = planOf({ files: one });
    const now = downPlanOf({ files: one, rows: ["1"] });
    expect(shown(up, now, { direction: "down" })).toBe("other-files");
  });
});

describe("a reviewed plan is done since", () => {
  const isDone = (then: Plan, plan: Plan, direction: "up" | "down" = "up") =>
    isDoneSince(
      namePlanChanges({ expected: then.digest, plan, direction, target: HERE, ledger: LEDGER_NAME }),
    );
  const two = withDown(files("1_a", "2_b"));

  test("when all of it is on record, and more than that", () => {
    expect(isDone(planOf({ files: two }), planOf({ files: two, rows: ["1", "2"] }))).toBe(true);
    expect(isDone(planOf({ files: two.slice(0, 1) }), planOf({ files: two, rows: ["1", "2"] }))).toBe(true);
  });

  test("when all of it is taken back", () => {
    const then = downPlanOf({ files: two, rows: ["1", "2"] }, 2);
    expect(isDone(then, downPlanOf({ files: two }), "down")).toBe(true);
  });

  test("but not when some of it is open, or was applied with another text", () => {
    expect(isDone(planOf({ files: two }), planOf({ files: two, rows: ["1"] }))).toBe(false);
    expect(isDone(planOf({ files: two }), planOf({ files: edit(two, "2_b"), rows: ["1", "2"] }))).toBe(false);
  });
});
