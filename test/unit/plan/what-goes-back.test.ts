import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeChecksum } from "../../../src/files/checksum.ts";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { chooseDown } from "../../../src/plan/choose-down.ts";
import { parseFingerprints, versionsPrint } from "../../../src/plan/digest.ts";
import { makeDownPlan } from "../../../src/plan/make-down-plan.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const NOTHING = { target: null, steps: null, batch: null };
const pair = (stem: string, text = "SELECT 1;"): MigrationFile => ({
  ...makeFile(stem),
  down: { file: `m/${stem}.down.sql`, text, transactions: "runner" },
});
const rules = (range: object) => ({
  range: { ...NOTHING, ...range },
  ...({ outOfOrder: "refuse", halfWay: "resume", ledger: LEDGER_NAME } as const),
  target: { host: "h", port: 5432, database: "d" },
});
const planOf = (files: readonly MigrationFile[], rows: readonly (string | LedgerRow)[], range: object) =>
  makeDownPlan({ ...makeSet(), files }, makeLedger(...rows), rules(range));
const said = ({ refusals, notices }: ReturnType<typeof planOf>) => ({
  refused: refusals.map(({ code, version }) => `${code} ${version}`),
  noticed: notices.map((notice) => notice.split(" ").slice(0, 2).join(" ")),
});

describe("of a target", () => {
  const applied = ["3_c", "2_b", "1_a"].map((stem) => ({ file: pair(stem), row: makeRow(stem) }));
  const chosen = (range: object, list = applied) =>
    chooseDown(
      list,
      { ...makeSet(), files: list.map(({ file }) => file).toReversed() },
      { ...NOTHING, ...range },
    ).chosen.map(({ file }) => file.stem);

  test("none, no more go than are asked for", () => {
    expect(chosen({ target: "none", steps: 2 })).toEqual(["3_c", "2_b"]);
  });

  test("that a migration is called, however its layout reads it, those above it go", () => {
    const called = (text: string) => {
      const version = { text, key: `text:${text}`, order: [] };
      return [...applied, { file: { ...pair("0_x"), version }, row: makeRow(text) }];
    };
    expect(chosen({ target: "first" }, called("first"))).toEqual(["3_c", "2_b", "1_a"]);
    expect(chosen({ target: "none" }, called("none"))).toEqual(["3_c", "2_b", "1_a"]);
  });
});

describe("rows that do not fit stand in the way", () => {
  const edited = makeRow("1", { checksum: "sha256:other" });
  const files = ["1_a", "5_e", "10_c"].map((stem) => pair(stem));

  test("where they are to go themselves, and then that is not said twice", () => {
    const rows = [makeRow("1", { checksum: "sha256:other" })];
    expect(said(planOf(files, rows, {}))).toEqual({ refused: ["PLAN_EDITED 1"], noticed: [] });
  });

  test("where nothing goes", () => {
    expect(said(planOf(files, [edited, "5"], { target: "5" }))).toEqual({
      refused: ["PLAN_EDITED 1"],
      noticed: [],
    });
  });

  test("where they are newer than something that goes, each by itself", () => {
    expect(said(planOf(files, ["1", "2", "5", "7", "10"], { steps: 2 }))).toEqual({
      refused: ["PLAN_MISSING 7"],
      noticed: ["Version 2"],
    });
  });

  test("where one that goes is of their batch, and not where none is", () => {
    const batches = (batch: number) => [
      "1",
      makeRow("2", { batch }),
      makeRow("5", { batch: 4 }),
      makeRow("10", { batch: 5 }),
    ];
    expect(said(planOf(files, batches(4), { steps: 2 })).refused).toEqual(["PLAN_MISSING 2"]);
    expect(said(planOf(files, batches(3), { steps: 2 }))).toEqual({ refused: [], noticed: ["Version 2"] });
  });
});

test("a way back that cannot be read is no empty one", () => {
  const plan = planOf([pair("1_a", "SELECT '")], ["1"], {});
  expect(said(plan)).toEqual({ refused: ["SQL_UNTERMINATED 1"], noticed: [] });
});

test.each(["DROP TABLE notes;", "TRUNCATE notes;", "DELETE FROM public.notes;"])(
  "a way back may take another table of the ledger's schema: %s",
  (text) => expect(said(planOf([pair("1_a", text)], ["1"], {})).refused).toEqual([]),
);

describe("the digest of a plan down", () => {
  const sha256 = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

  test("follows from the words of docs/format.md", () => {
    const { digest } = planOf([pair("1_a", "DROP TABLE a;"), pair("2_b", "DROP TABLE b;")], ["1", "2"], {
      steps: 2,
    });
    const steps = ["2 b", "1 a"].map((step) => {
      const [version = "", name = ""] = step.split(" ");
      const content = [version, name, "sha256:SELECT 1;", "transaction"];
      return [...content, "down", makeChecksum(`DROP TABLE ${name};`)];
    });
    const target = ["h", 5432, "d"];
    const head = ["2", 2];
    const numbers = steps.map((step) => Number.parseInt(sha256(step).slice(0, 12), 16) % 65_521);
    const hex = (number: number) => (number % 65_521).toString(16).padStart(4, "0");
    const [first = 0, second = 0] = numbers;
    const prints = [target, head, ["down", "2", "1"]].map((part) => sha256(part).slice(0, 4));
    expect(digest).toBe(
      `sha256:${prints.join("")}${hex(first + second)}${hex(first + 2 * second)}${sha256(["migrate-action.plan/2", target, head, steps]).slice(0, 44)}`,
    );
  });

  test("of no step is that of no direction", () => {
    expect(versionsPrint([], "down")).toBe(versionsPrint([], "up"));
    expect(versionsPrint(["1"], "down")).not.toBe(versionsPrint(["1"], "up"));
    expect(versionsPrint(["1"])).toBe(versionsPrint(["1"], "up"));
  });

  test("has fingerprints in it, and what is no digest has none", () => {
    const { digest } = planOf([pair("1_a")], ["1"], {});
    expect(parseFingerprints(digest)).toEqual({
      ...{ target: digest.slice(7, 11), head: digest.slice(11, 15), versions: digest.slice(15, 19) },
      ...{ sum: digest.slice(19, 23), placedSum: digest.slice(23, 27) },
    });
    for (const wrong of [
      "",
      "sha256:",
      `x${digest}`,
      `${digest}0`,
      digest.toUpperCase(),
      digest.slice(0, -1),
    ])
      expect(parseFingerprints(wrong)).toBeNull();
  });
});
