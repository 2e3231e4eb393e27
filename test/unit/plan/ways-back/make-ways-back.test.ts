import { describe, expect, test } from "vitest";
import type { MigrationFile } from "../../../../src/files/migration-file.ts";
import { makePlan } from "../../../../src/plan/make-plan.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { namePlanChanges } from "../../../../src/plan/plan-changes.ts";
import { withWaysBack } from "../../../../src/plan/ways-back/make-ways-back.ts";
import {
  LEDGER_NAME,
  makeFile,
  makeLedger,
  makeRepeatable,
  makeRow,
  makeSet,
} from "../../../support/plan-values.ts";

const TARGET = { host: "h", port: 5432, database: "d" } as const;

/** A file with a way back, whose text is `down`. */
function pair(stem: string, up = "SELECT 1;", down = `SELECT 'back ${stem}';`): MigrationFile {
  return { ...makeFile(stem, up), down: { file: `m/${stem}.down.sql`, text: down, transactions: "runner" } };
}

const verified = (file: MigrationFile): MigrationFile => ({
  ...file,
  verify: [{ file: `m/${file.stem}.verify.sql`, text: "SELECT true;" }],
});

/** The plan up of `files`, before and after it got its ways back. */
function plans(files: readonly MigrationFile[], ledger = makeLedger()): { before: Plan; after: Plan } {
  const set = { ...makeSet(), files };
  const before = makePlan(set, ledger, {
    range: { target: null, version: null, steps: null },
    ...{ outOfOrder: "refuse", halfWay: "resume", ledger: LEDGER_NAME, target: TARGET },
  });
  return { before, after: withWaysBack(before, { target: TARGET, ledger: LEDGER_NAME, layout: set.layout }) };
}

const waysOf = ({ waysBack }: Plan) =>
  waysBack.map(({ file, direction }) => `${file.version.text} ${direction}`);
const refusalsOf = ({ refusals }: Plan) => refusals.map(({ code, version }) => `${code} ${version}`);

describe("a plan up that takes all back when one fails", () => {
  test("has the ways back of all its steps, the last one's first, and another digest", () => {
    const { before, after } = plans([pair("1_a"), pair("2_b"), pair("3_c")]);
    expect(waysOf(before)).toEqual([]);
    expect(waysOf(after)).toEqual(["3 down", "2 down", "1 down"]);
    expect(after.refusals).toEqual([]);
    expect(after.digest).not.toBe(before.digest);
    const other = plans([pair("1_a"), pair("2_b", "SELECT 1;", "SELECT 2;"), pair("3_c")]).after;
    expect(other.digest).not.toBe(after.digest);
  });

  test.each<[string, MigrationFile[], string[]]>([
    ["one in the middle without a way back", [pair("1_a"), makeFile("2_b"), pair("3_c")], ["DOWN_MISSING 2"]],
    ["a last one without", [pair("1_a"), makeFile("2_b")], []],
    ["the only one without", [makeFile("1_a")], []],
    [
      "a last one without, where something is verified",
      [verified(pair("1_a")), makeFile("2_b")],
      ["DOWN_MISSING 2"],
    ],
    [
      "a repeatable one that is not the last",
      [makeRepeatable("v"), makeRepeatable("w")],
      ["DOWN_MISSING R__v"],
    ],
    ["a repeatable one that is", [pair("1_a"), makeRepeatable("v")], []],
    [
      "a way back with an open quote",
      [pair("1_a", "SELECT 1;", "SELECT 'x"), pair("2_b")],
      ["SQL_UNTERMINATED 1"],
    ],
    [
      "one that takes the ledger",
      [pair("1_a", "SELECT 1;", "DROP TABLE schema_migrations;"), pair("2_b")],
      ["DOWN_DROPS_LEDGER 1"],
    ],
    [
      "a last one that takes the ledger",
      [pair("1_a"), pair("2_b", "SELECT 1;", "DROP TABLE schema_migrations;")],
      [],
    ],
  ])("of %s", (_, files, refusals) => {
    expect(refusalsOf(plans(files).after)).toEqual(refusals);
  });

  test("says with how many steps one without a way back is the last", () => {
    const [refusal] = plans([pair("1_a"), makeFile("2_b"), pair("3_c")]).after.refusals;
    expect(refusal?.hint).toBe(
      "Write one, `NAME.down.sql` beside it (an empty file is one that does nothing). Or apply it as the last of a run (`steps: 2`), where nothing comes after it, or go on with `on-failure: stop`.",
    );
  });

  test("tells of what it does not reach: data that goes on the way there, and files that can stop half-way", () => {
    const outside = "-- migrate:no-transaction\nSELECT 1;\nSELECT 2;";
    const one = "-- migrate:no-transaction\nSELECT 1;";
    const { after } = plans([pair("1_a", "DROP TABLE t;"), pair("2_b", outside), pair("3_c", one)]);
    expect(after.notices).toEqual([
      "`on-failure: rollback-batch` brings the schema back, and no data: m/1_a.sql takes away table t.",
      expect.stringContaining("m/2_b.sql runs outside a transaction, in 2 statements"),
    ]);
    expect(plans([pair("1_a", outside), pair("2_b")]).after.notices).toEqual([]);
  });

  test("takes back the whole of one that goes on where an earlier run stopped", () => {
    const file = pair("1_a", "-- migrate:no-transaction\nSELECT 1;\nSELECT 2;");
    const half = makeRow("1", { status: "failed", statementsDone: 1, checksum: file.checksum });
    const { after } = plans([file, pair("2_b")], makeLedger(half));
    expect(after.steps[0]?.resumes?.done).toBe(1);
    expect(waysOf(after)).toEqual(["2 down", "1 down"]);
  });

  test("is told from the plan that stops, by its digest alone", () => {
    const { before, after } = plans([pair("1_a"), pair("2_b")]);
    const question = { direction: "up", target: TARGET, ledger: LEDGER_NAME } as const;
    const changed = { kind: "other-on-failure" };
    expect(namePlanChanges({ ...question, expected: before.digest, plan: after })).toEqual(changed);
    expect(namePlanChanges({ ...question, expected: after.digest, plan: before })).toEqual(changed);
    const edited = plans([pair("1_a"), pair("2_b", "SELECT 2;")]).before;
    expect(namePlanChanges({ ...question, expected: after.digest, plan: edited }).kind).toBe("known");
  });
});
