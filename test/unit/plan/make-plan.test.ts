import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { whoseTable } from "../../../src/adoption/recognise-tool.ts";
import { parseNumberVersion } from "../../../src/files/layouts/numbered-name.ts";
import { compareOrder } from "../../../src/files/order.ts";
import type { PlanRules } from "../../../src/plan/choose-up.ts";
import { foreignTable } from "../../../src/plan/ledger-refusals.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const RULES: PlanRules = {
  range: { target: null, version: null, steps: null },
  outOfOrder: "refuse",
  halfWay: "resume",
  ledger: LEDGER_NAME,
  target: { host: "h", port: 5432, database: "d" },
};
const SET = makeSet("1_a", "2_b", "10_c");
const versionsOf = (plan: { steps: readonly { file: { version: { text: string } } }[] }) =>
  plan.steps.map(({ file }) => file.version.text);
const refusalsOf = (plan: { refusals: readonly { code: string; version: string | null }[] }) =>
  plan.refusals.map(({ code, version }) => `${code} ${version}`);

describe("a plan", () => {
  test("of a fresh database has every file, ascending as numbers", () => {
    const plan = makePlan(SET, makeLedger(), RULES);
    expect(versionsOf(plan)).toEqual(["1", "2", "10"]);
    expect(plan).toMatchObject({
      refusals: [],
      applied: [],
      pending: ["1", "2", "10"],
      currentVersion: null,
    });
  });

  test("has what the ledger does not have, whatever the spelling of its versions", () => {
    expect(versionsOf(makePlan(SET, makeLedger("001", "0002"), RULES))).toEqual(["10"]);
    expect(versionsOf(makePlan(SET, makeLedger("1_a", "002_b"), RULES))).toEqual(["10"]);
  });

  test.each([
    ["late", makeLedger("1", "10"), ["PLAN_LATE 2"]],
    ["missing", makeLedger("1", "02", "3"), ["PLAN_MISSING 3"]],
    ["ahead", makeLedger("1", "2", "10", "11"), ["PLAN_AHEAD 11"]],
    ["duplicate", makeLedger("1", "01"), ["PLAN_DUPLICATE 01"]],
    ["edited", makeLedger(makeRow("1", { checksum: "sha256:other" })), ["PLAN_EDITED 1"]],
    ["running", makeLedger(makeRow("1", { status: "running" })), ["PLAN_UNFINISHED 1"]],
    ["failed", makeLedger(makeRow("1", { status: "failed" })), ["PLAN_UNFINISHED 1"]],
    ["foreign", { ...makeLedger(), state: "foreign" as const }, ["LEDGER_FOREIGN null"]],
  ])("refuses a ledger that is %s, with what to do", (_, ledger, refusals) => {
    const plan = makePlan(SET, ledger, RULES);
    expect(refusalsOf(plan)).toEqual(refusals);
    for (const { hint } of plan.refusals) expect(hint).toMatch(/\w{3,}.*\.$/);
  });

  test("says of a file without a statement that it only goes on record, and of no other", () => {
    const [first, second, third] = SET.files;
    if (first === undefined || second === undefined || third === undefined) throw new Error("Three files.");
    const files = [
      first,
      { ...second, text: "-- Write it here." },
      { ...third, text: "DROP TABLE schema_migrations;" },
    ];
    const { notices } = makePlan({ ...SET, files }, makeLedger("1"), RULES);
    expect(notices.filter((notice) => notice.includes("statement"))).toEqual([
      `${second.file} has no statement: it only goes on record.`,
    ]);
  });

  test("compares no checksum that is not of its own algorithm", () => {
    expect(
      makePlan(
        SET,
        makeLedger(
          makeRow("1", { checksum: "9a0364b9e99bb480dd25e1f0284c8555" }),
          makeRow("2", { checksum: null }),
        ),
        RULES,
      ).refusals,
    ).toEqual([]);
  });

  test.each([
    [{ target: "02" }, ["1", "2"]],
    [{ steps: 1 }, ["1"]],
    [{ version: "1" }, ["1"]],
    [{ target: "10", steps: 2 }, ["1", "2"]],
  ])("of the range %o has the versions %o, and all is still pending", (range, versions) => {
    const plan = makePlan(SET, makeLedger(), { ...RULES, range: { ...RULES.range, ...range } });
    expect(versionsOf(plan)).toEqual(versions);
    expect(plan.pending).toEqual(["1", "2", "10"]);
    expect(plan.refusals).toEqual([]);
  });

  test("of a version that is applied has nothing, and refuses nothing", () => {
    const rules = { ...RULES, range: { ...RULES.range, version: "10" } };
    const plan = makePlan(SET, makeLedger("1", "10"), { ...rules, outOfOrder: "allow" });
    expect([versionsOf(plan), refusalsOf(plan)]).toEqual([[], []]);
  });

  test("notices a late file that is allowed to run, and no other", () => {
    const late = makeLedger("1", "10");
    expect(makePlan(SET, late, { ...RULES, outOfOrder: "allow" })).toMatchObject({
      refusals: [],
      notices: [expect.stringContaining("2_b")],
    });
    expect(makePlan(SET, late, RULES).notices).toEqual([]);
    expect(makePlan(SET, makeLedger("1", "2"), { ...RULES, outOfOrder: "allow" }).notices).toEqual([]);
  });

  test("notices a statement that is left out because it would drop the ledger", () => {
    const files = [makeFile("1_a", "SELECT 1;\nDROP TABLE IF EXISTS schema_migrations;"), makeFile("2_b")];
    expect(makePlan({ ...SET, files }, makeLedger(), RULES)).toMatchObject({
      refusals: [],
      notices: [expect.stringMatching(/^m\/1_a\.sql:2 drops .* is left out/)],
    });
  });

  test("says how far an unfinished file came, and what of an edited one differs", () => {
    const messageOf = (row: Parameters<typeof makeRow>[1]) =>
      makePlan(SET, makeLedger(makeRow("1", row)), RULES).refusals[0]?.message;
    const adopted = { checksum: "sha256:0", origin: "adopted from dbmate" };
    expect(messageOf(adopted)).toContain("applied and put on record here (adopted from dbmate) (recorded");
    expect(messageOf({ checksum: "sha256:0" })).not.toContain("put on record");
    const other = { status: "failed", statementsDone: 2, checksum: "sha256:0" } as const;
    expect(messageOf(other)).toContain(" after 2 of its statements");
    expect(messageOf(other)).toContain("The file was changed since");
    expect(messageOf({ status: "failed", statementsDone: null })).not.toContain(" after ");
    expect(messageOf({ checksum: "sha256:0123456789abcdef" })).toContain("(recorded 0123456789ab, now ");
  });

  test("has a migration that stopped half-way in its place, where it is known how far it came", () => {
    const half = (values: Parameters<typeof makeRow>[1]) =>
      makeLedger("1", makeRow("2", { status: "failed", statementsDone: 0, ...values }));
    const known = [
      {},
      { status: "running" },
      { checksum: "sha256:SELECT 1;" },
      { checksum: "9a0364b9" },
    ] as const;
    for (const values of known) {
      const plan = makePlan(SET, half(values), RULES);
      expect([refusalsOf(plan), versionsOf(plan), plan.pending]).toEqual([[], ["2", "10"], ["2", "10"]]);
      expect(plan.steps.map(({ resumes }) => resumes?.row.version ?? null)).toEqual(["2", null]);
      expect(plan.steps.map(({ replaces }) => replaces)).toEqual([null, null]);
    }
    const unknown = [{ statementsDone: null }, { status: "pending" }, { checksum: "sha256:0" }] as const;
    const takenBack = { errorMessage: "while it was taken back" };
    for (const values of [...unknown, takenBack])
      expect(refusalsOf(makePlan(SET, half(values), RULES))).toEqual(["PLAN_UNFINISHED 2"]);
    const refusing = makePlan(SET, half({}), { ...RULES, halfWay: "refuse" });
    expect([refusalsOf(refusing), versionsOf(refusing)]).toEqual([["PLAN_UNFINISHED 2"], ["10"]]);
  });

  test("refuses a version alone while earlier ones are pending, unless order is given up, and one that is unknown", () => {
    const alone = { ...RULES, range: { ...RULES.range, version: "10" } };
    expect(refusalsOf(makePlan(SET, makeLedger("1"), alone))).toEqual(["PLAN_EARLIER_PENDING 10"]);
    expect(versionsOf(makePlan(SET, makeLedger("1"), { ...alone, outOfOrder: "allow" }))).toEqual(["10"]);
    expect(
      refusalsOf(makePlan(SET, makeLedger(), { ...RULES, range: { ...RULES.range, target: "7" } })),
    ).toEqual(["PLAN_VERSION_UNKNOWN 7"]);
  });
});

test("a table in the ledger's place is called by the name of the tool whose columns it has", () => {
  const refusalOf = (columns: Record<string, string>) => {
    const ledger = { ...makeLedger(), state: "foreign" as const, columns: new Map(Object.entries(columns)) };
    return foreignTable(ledger, LEDGER_NAME, whoseTable(ledger.columns, LEDGER_NAME));
  };
  expect(refusalOf({ version: "bigint", dirty: "boolean" })).toMatchObject({
    message: expect.stringContaining("the ledger of golang-migrate, not ours"),
    hint: expect.stringMatching(/every later run.*`ledger-table: migrate_action_ledger`.*`adopt`/),
  });
  expect(refusalOf({ version: "character varying(255)" }).message).toContain("of Rails or dbmate, not");
  const unknown = refusalOf({ a: "integer" });
  const ledger = { ...makeLedger(), state: "foreign" as const, columns: new Map([["a", "integer"]]) };
  expect(makePlan(SET, ledger, RULES).refusals).toEqual([unknown]);
  expect(unknown.message).toContain("not a ledger of ours");
  expect(unknown.hint).not.toContain("adopt");
});

describe("a digest", () => {
  const digest = (set = SET, ledger = makeLedger("1"), rules = RULES) => makePlan(set, ledger, rules).digest;

  test("is the same for the same files, ledger and target", () => {
    expect(digest()).toBe(digest(makeSet("1_a", "2_b", "10_c"), makeLedger("1")));
  });

  test("is another for each statement that a migration goes on from", () => {
    const from = (statementsDone: number) =>
      digest(SET, makeLedger("1", makeRow("2", { status: "running", statementsDone })));
    expect(new Set([digest(), from(0), from(1)]).size).toBe(3);
  });

  test("says of what goes on after how many statements, by the words of docs/format.md", () => {
    const ledger = makeLedger("1", makeRow("2", { status: "failed", statementsDone: 1 }));
    const content = ["sha256:SELECT 1;", "transaction"];
    const steps = [
      ["2", "b", ...content, "resumes", 1],
      ["10", "c", ...content],
    ];
    const value = JSON.stringify(["migrate-action.plan/2", ["h", 5432, "d"], ["1", 1], steps]);
    expect(digest(SET, ledger).slice(27)).toBe(createHash("sha256").update(value).digest("hex").slice(0, 44));
  });

  test.each([
    [
      "another target",
      digest(SET, makeLedger("1"), { ...RULES, target: { ...RULES.target, database: "e" } }),
    ],
    ["another server", digest(SET, makeLedger("1"), { ...RULES, target: { ...RULES.target, port: 5433 } })],
    ["another ledger", digest(SET, makeLedger())],
    ["another file", digest(makeSet("1_a", "2_b", "10_c", "11_d"))],
    ["another name", digest(makeSet("1_a", "2_x", "10_c"))],
    ["another range", digest(SET, makeLedger("1"), { ...RULES, range: { ...RULES.range, steps: 1 } })],
  ])("is another for %s", (_, other) => {
    expect(other).not.toBe(digest());
  });
});

test("order is that of integers of any length", () => {
  const integer = fc.bigInt({ min: 0n, max: 10n ** 40n });
  fc.assert(
    fc.property(integer, integer, fc.nat(5), (a, b, zeros) => {
      const left = parseNumberVersion("0".repeat(zeros) + a);
      const right = parseNumberVersion(String(b));
      if (left === null || right === null) throw new Error("no version");
      expect(Math.sign(compareOrder(left, right))).toBe(a === b ? 0 : a < b ? -1 : 1);
      expect(left.key === right.key).toBe(a === b);
    }),
  );
});
