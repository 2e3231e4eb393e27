import { describe, expect, test } from "vitest";
import { makeExcerpt } from "../../../src/report/make-excerpt.ts";
import type { ReportFailure } from "../../../src/report/report.ts";
import { makeFailure, makeReport, makeStep } from "./make-report.ts";

const FILE = "migrations/7_step.sql";

/** The excerpt of a failure at `line`:`column` in `sql`, which begins at line 9, column 5 of its file. */
function excerptOf(sql: string, line: number, column: number, contextLines = 2): readonly string[] {
  const timing = { locks: [], rewrites: [], scans: [], durationMs: null };
  const step = makeStep("7", { statements: [{ line: 9, column: 5, sql, truncated: false, ...timing }] });
  const at = { file: FILE, line, column };
  const failure: ReportFailure = makeFailure({ version: "7", at, statement: sql });
  const report = makeReport("migration-failed", { plan: { digest: "", refusals: [], steps: [step] } });
  return makeExcerpt(report, failure, contextLines);
}

describe("the lines of a failed statement", () => {
  test("are numbered as in the file, with a caret under the place", () => {
    expect(excerptOf("SELECT\n  nope\nFROM t", 10, 3)).toEqual([
      " 9 | SELECT",
      "10 |   nope",
      "   |   ^",
      "11 | FROM t",
    ]);
  });

  test("count the columns of the first line from where the statement begins", () => {
    expect(excerptOf("SELECT nope", 9, 12)).toEqual([" 9 | SELECT nope", "   |        ^"]);
  });

  test("are only those around the place", () => {
    const sql = Array.from({ length: 100 }, (_, index) => `line ${index}`).join("\n");
    expect(excerptOf(sql, 59, 1, 1)).toEqual(["58 | line 49", "59 | line 50", "   | ^", "60 | line 51"]);
  });

  test("keep tabs and count an emoji as one character, a hidden one as wide as it is shown", () => {
    expect(excerptOf("a\n\t👍\u202ex", 10, 4)[2]).toBe("   | \t       ^");
  });

  test("have no caret when the place lies beyond what was kept of the statement", () => {
    expect(excerptOf("SELECT", 400, 1)).toEqual([" 9 | SELECT"]);
  });
});

test("a statement that stands twice in a file is the one that holds the place", () => {
  const one = {
    column: 1,
    sql: "SELECT 1",
    truncated: false,
    locks: [],
    rewrites: [],
    scans: [],
    durationMs: null,
  };
  const steps = [
    makeStep("7", {
      statements: [
        { ...one, line: 1 },
        { ...one, line: 5 },
      ],
    }),
  ];
  const report = makeReport("migration-failed", { plan: { digest: "", refusals: [], steps } });
  const at = { file: FILE, line: 5, column: 8 };
  const excerpt = makeExcerpt(report, makeFailure({ version: "7", at, statement: "SELECT 1" }), 3);
  expect(excerpt).toEqual(["5 | SELECT 1", "  |        ^"]);
});

test("without a plan the statement is shown without numbers; without a statement nothing is", () => {
  const report = makeReport("migration-failed", { plan: null });
  expect(makeExcerpt(report, makeFailure({ statement: "SELECT\n1" }), 3)).toEqual(["  | SELECT", "  | 1"]);
  expect(makeExcerpt(report, makeFailure(), 3)).toEqual([]);
});
