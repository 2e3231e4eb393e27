import { describe, expect, test } from "vitest";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { chooseDown } from "../../../src/plan/choose-down.ts";
import type { PlanRules } from "../../../src/plan/choose-up.ts";
import { laterApplied } from "../../../src/plan/down-refusals.ts";
import { foreignTable } from "../../../src/plan/ledger-refusals.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const SET = makeSet("1_a", "2_b", "10_c");
const ALL = { target: null, version: null, steps: null };
const RULES = {
  range: ALL,
  outOfOrder: "refuse",
  halfWay: "resume",
  ledger: LEDGER_NAME,
  target: { host: "h", port: 5432, database: "d" },
} as const;

/** The only refusal of a plan of SET over these rows. */
function refusalOf(rows: readonly (string | LedgerRow)[], range: Partial<PlanRules["range"]> = {}) {
  const { refusals } = makePlan(SET, makeLedger(...rows), { ...RULES, range: { ...ALL, ...range } });
  expect(refusals).toHaveLength(1);
  return refusals[0];
}

describe("a refusal names what is concerned, and what to do:", () => {
  test.each<[string, readonly (string | LedgerRow)[], string, string]>([
    [
      "a file that came late",
      ["1", "10"],
      "m/2_b.sql is not applied, though newer migrations are.",
      "`out-of-order: allow`",
    ],
    [
      "a row without a file",
      ["1", "2", makeRow("3", { name: "gone" })],
      "Version 3 (gone) is applied, but its file is not in the directory.",
      "`migrations-path`",
    ],
    [
      "one without a name",
      ["1", "2", "3"],
      "Version 3 is applied, but its file is not in the directory.",
      "Restore",
    ],
    [
      "a row newer than all files",
      ["1", "2", "10", makeRow("11", { name: "new" })],
      "The database has version 11 (new), which is newer than every file here.",
      "deploy the newer commit",
    ],
    [
      "one without a name",
      ["1", "2", "10", "11"],
      "The database has version 11, which is newer than every file here.",
      "deploy the newer commit",
    ],
    [
      "two rows for one version",
      ["1", "01"],
      '"public"."schema_migrations" has more than one row for the version that 01 means.',
      "delete the one that is wrong",
    ],
    [
      "an edited file, and when it was applied",
      [makeRow("1", { checksum: "sha256:0123456789abcdef", appliedAt: new Date("2026-02-03T04:05:06Z") })],
      "m/1_a.sql was changed after it was applied on 2026-02-03 (recorded 0123456789ab, now SELECT 1;).",
      "Restore the file",
    ],
    [
      "one that was adopted",
      [makeRow("1", { checksum: "sha256:0", origin: "baseline" })],
      "m/1_a.sql was changed after it was applied and put on record here (baseline) (recorded 0, now SELECT 1;).",
      "Restore the file",
    ],
  ])("%s", (_, rows, message, hint) => {
    expect(refusalOf(rows)).toMatchObject({ message, hint: expect.stringContaining(hint), at: null });
  });

  test("a version that no file has", () => {
    expect(refusalOf([], { target: "7" })).toMatchObject({
      ...{ code: "PLAN_VERSION_UNKNOWN", version: "7", at: null },
      message: "There is no migration with the version 7.",
      hint: "The directory has the versions 1 to 10.",
    });
  });

  test("what is pending before a version that is asked for alone", () => {
    expect(refusalOf([], { version: "10" })).toMatchObject({
      code: "PLAN_EARLIER_PENDING",
      message: "m/10_c.sql cannot go alone: earlier migrations are pending (1, 2).",
      hint: expect.stringContaining("`out-of-order: allow`"),
    });
  });

  test("another tool's table with its columns", () => {
    const columns = new Map([
      ["version", "bigint"],
      ["dirty", "boolean"],
    ]);
    expect(foreignTable({ ...makeLedger(), columns }, LEDGER_NAME, "")).toMatchObject({
      message:
        'The table "public"."schema_migrations" is not a ledger of ours: it has the columns version bigint, dirty boolean.',
      hint: "It stays as it is: give ours another name, here and in every later run, for instance `ledger-table: migrate_action_ledger`.",
    });
  });
});

test("what runs late because that is allowed is a notice", () => {
  const { notices } = makePlan(SET, makeLedger("1", "10"), { ...RULES, outOfOrder: "allow" });
  expect(notices).toEqual(["m/2_b.sql runs out of order: newer migrations are applied."]);
});

describe("a way back that is refused says", () => {
  const recorded = (stem: string, row: Partial<LedgerRow> = {}) => ({
    file: makeFile(stem),
    row: makeRow(stem, row),
  });
  const NOTHING = { target: null, steps: null, batch: null };
  const asked = (
    range: Partial<typeof NOTHING> | { readonly batch: number | "last" },
    ...applied: ReturnType<typeof recorded>[]
  ) => chooseDown(applied, SET, { ...NOTHING, ...range }).refusals;

  test("which versions there are", () => {
    expect(asked({ target: "7" } as never, recorded("1_a"))).toMatchObject([
      {
        message: "There is no migration with the version 7 to go down to.",
        hint: "The directory has the versions 1 to 10. `target: none` takes all back.",
      },
    ]);
  });

  test("that the target is not applied", () => {
    expect(asked({ target: "2" } as never, recorded("1_a"))).toMatchObject([
      {
        message: "m/2_b.sql is not applied, so the database cannot go down to it.",
        hint: "`target` names the version that stays as the newest: give one that is applied. `status` lists them.",
        version: "2",
      },
    ]);
  });

  test("which batches there are, ascending, each once", () => {
    const applied = [
      recorded("10_c", { batch: 12 }),
      recorded("2_b", { batch: 3 }),
      recorded("1_a", { batch: 3 }),
    ];
    expect(asked({ batch: 7 }, ...applied)).toMatchObject([
      {
        message: "Nothing that is applied belongs to the batch 7.",
        hint: "What is applied belongs to the batches 3, 12. `history` shows which run did what.",
      },
    ]);
  });

  test("that there are none", () => {
    expect(asked({ batch: 7 }, recorded("1_a"))).toMatchObject([
      { hint: expect.stringMatching(/^No applied migration has a batch: give `steps` or `target`\./) },
    ]);
  });

  test("what that run did instead of applying anything", () => {
    expect(asked({ batch: 1 }, recorded("1_a", { batch: 1, origin: "baseline" }))).toMatchObject([
      { hint: expect.stringMatching(/^Give `steps` or `target`/), version: null, at: null },
    ]);
  });

  test("the first five of what was applied later, and how many more", () => {
    const stays = [8, 7, 6, 5, 4, 3].map((number) => recorded(`${number}_x`, { batch: number }));
    const goes = recorded("1_a", { batch: 1 });
    const message = (count: number) => laterApplied([goes], [...stays.slice(0, count), goes])?.message;
    expect(message(6)).toContain("(8, 7, 6, 5, 4, and 1 more), which may need it.");
    expect(message(5)).toContain("(8, 7, 6, 5, 4), which may need it.");
  });

  test("what would stay that was applied later, and two ways on", () => {
    const [stays, goes] = [recorded("2_b", { batch: 2 }), recorded("1_a", { batch: 1 })];
    expect(laterApplied([goes], [stays, goes])).toEqual({
      ...{ code: "PLAN_LATER_APPLIED", version: "1", at: null },
      message: "m/1_a.sql was applied before what would stay applied (2), which may need it.",
      hint: "Take that back too, with `steps` or `target`, or set `out-of-order: allow`.",
    });
  });
});

describe("what stopped half-way is told", () => {
  const half = (values: Partial<LedgerRow>) =>
    refusalOf([makeRow("1", { status: "failed", checksum: "sha256:SELECT 1;", ...values })]);
  const PART = "It runs outside a transaction, so part of it may be there.";

  test("as its row has it, with what can be done", () => {
    expect(half({})).toEqual({
      ...{ code: "PLAN_UNFINISHED", version: "1", at: null },
      message: `m/1_a.sql is recorded as failed. ${PART}`,
      hint: "`repair` with `version: 1` shows what is known of it and what each choice would do (`migrate-action repair --version 1`); then `--resolve resume`, `done` or `clear` with `--apply` does it.",
    });
    expect(half({ status: "pending", statementsDone: 2, errorMessage: "no table" })?.message).toBe(
      `m/1_a.sql is recorded as pending after 2 of its statements: no table. ${PART}`,
    );
  });

  test("with another text as such, where what is on record is a checksum of ours", () => {
    const changed = " The file was changed since, so which of its statements are done is not known.";
    expect(half({ checksum: "sha256:0" })?.message).toBe(
      `m/1_a.sql is recorded as failed. ${PART}${changed}`,
    );
    expect(half({ checksum: "9a0364b9e99bb480" })?.message).toBe(`m/1_a.sql is recorded as failed. ${PART}`);
  });

  test("on its way back as what `down` goes on with, whatever the file's text is by now", () => {
    const back = half({ checksum: "sha256:0", errorMessage: "while it was taken back: no table" });
    expect(back?.message).toBe(`m/1_a.sql is recorded as failed: while it was taken back: no table. ${PART}`);
    expect(back?.hint).toMatch(/^`down` goes on with its way back\. Or `repair` with `version: 1` /);
  });
});

describe("a ledger that no run has left so is damaged:", () => {
  test("rows without a version are counted, and are nothing else beside that", () => {
    const rows = ["1", "", "", " "].map((version) => makeRow(version));
    expect(refusalOf(rows)).toEqual({
      ...{ code: "LEDGER_DAMAGED", version: null, at: null },
      message: '"public"."schema_migrations" has 3 rows without a version (NULL or blank).',
      hint: `Nothing says which migration is meant. Look at them (SELECT * FROM "public"."schema_migrations" WHERE coalesce(btrim(version), '') = '') and give them their versions, or delete them.`,
    });
  });

  test("a batch that is the last number there is, and no smaller one", () => {
    const refusals = (lastBatch: number) => makePlan(SET, { ...makeLedger("1"), lastBatch }, RULES).refusals;
    expect(refusals(2_147_483_647)).toEqual([
      {
        ...{ code: "LEDGER_DAMAGED", version: null, at: null },
        message: "The newest batch on record is 2147483647, and there is no number after it.",
        hint: 'Batches are counted by runs: somebody wrote this one. Correct it in "public"."schema_migrations" and in the history beside it.',
      },
    ]);
    expect(refusals(2_147_483_646)).toEqual([]);
  });

  test.each([
    ["view", "a view"],
    ["index", "an index"],
  ] as const)("what is %s and no table cannot be one", (kind, told) => {
    const ledger = { ...makeLedger(), state: "foreign", kind } as const;
    expect(makePlan(SET, ledger, RULES).refusals).toEqual([
      {
        ...{ code: "LEDGER_FOREIGN", version: null, at: null },
        message: `"public"."schema_migrations" is ${told}, not a table: a ledger must be one, with a primary key.`,
        hint: "It stays as it is: name the table itself with `ledger-schema` and `ledger-table`, here and in every later run.",
      },
    ]);
  });
});

test("nothing stands in the way of what no run is known to have applied, nor what was applied before it", () => {
  const recorded = (stem: string, batch: number | null) => ({
    file: makeFile(stem),
    row: makeRow(stem, { batch }),
  });
  const goes = recorded("2_b", 2);
  expect(
    laterApplied([goes], [recorded("3_c", 2), goes, recorded("1_a", 1), recorded("4_d", null)]),
  ).toBeNull();
  const unknown = recorded("2_b", null);
  expect(laterApplied([unknown], [recorded("3_c", 5), unknown])).toBeNull();
});
