import { describe, expect, test } from "vitest";
import { renderSummary } from "../../../src/report/render-summary.ts";
import type { Report, ReportMigration } from "../../../src/report/report.ts";
import { makeFailure, makeReport, makeStep } from "./make-report.ts";
import { structureOf } from "./read-as-markdown.ts";

const MIB = 1_048_576;
const sizeOf = (text: string): number => Buffer.byteLength(text, "utf8");

/** 10,000 steps of 500 bytes of SQL each; the one before the last failed. */
function makeHugeReport(sql: string): Report {
  const versions = Array.from({ length: 10_000 }, (_, index) => String(20_240_101_000_000 + index));
  const [statement] = makeStep("1").statements;
  const steps = versions.map((version) => {
    return makeStep(version, { statements: statement === undefined ? [] : [{ ...statement, sql }] });
  });
  const migrations = versions.map((version, index): ReportMigration => {
    const state = index < 9_998 ? "applied" : index === 9_998 ? "rolled-back" : "not-run";
    return {
      version,
      name: "step",
      state,
      durationMs: state === "not-run" ? null : 2,
      tries: 1,
      error: null,
    };
  });
  const at = { file: "migrations/20240101009998_step.sql", line: 1, column: 1 };
  const failure = makeFailure({ version: "20240101009998", at, message: "THE REASON", statement: sql });
  const plan = { digest: "sha256:00", refusals: [], steps };
  return makeReport("migration-failed", { plan, migrations, failure });
}

describe("a summary that would be too long", () => {
  const page = renderSummary(makeHugeReport(`SELECT '${"x".repeat(490)}'`));

  test("stays under the limit over which GitHub drops it, and says what was left out", () => {
    expect(sizeOf(page)).toBeLessThan(MIB);
    expect(sizeOf(page)).toBeLessThanOrEqual(900_000);
    expect(page).toMatch(/of 10,000 migrations left out here/);
  });

  test("keeps headline, failure and the state of each migration", () => {
    expect(page).toMatch(/^## ❌ Failed: a migration failed\. 9,998 applied, 1 rolled back, 1 not run/);
    expect(page).toContain("THE REASON");
    expect(page).toContain("`migrations/20240101009998_step.sql:1:1`");
    expect(page).toContain("(9,998): `20240101000000_step` … `20240101009997_step` –");
    expect(page).toContain("(1): `20240101009998_step` –");
    expect(page).toContain("(1): `20240101009999_step` –");
  });

  test("is cut between whole items", () => {
    const kinds = structureOf(page);
    expect(kinds).not.toContain("open fence");
    expect(kinds.filter((kind) => kind === "fold").length).toBe(
      // The table of so many migrations is folded too, its opening line being no fold of SQL.
      page.split("\n</details>").length - 1,
    );
  });

  test.each([20_000, 60_000, 300_000, 2_000_000])("keeps to a budget of %i bytes", (budgetBytes) => {
    const cut = renderSummary(makeHugeReport(`SELECT '${"é".repeat(245)}'`), budgetBytes);
    expect(sizeOf(cut)).toBeLessThanOrEqual(budgetBytes);
    expect(cut).toContain("THE REASON");
  });

  test("leaves SQL out before rows of the plan", () => {
    const cut = renderSummary(makeHugeReport("SELECT 1"), 500_000);
    const rows = structureOf(cut).filter((kind) => kind.startsWith("row")).length;
    expect(rows).toBeGreaterThan(4_000);
    expect(cut).toContain("### SQL\n\n_10,000 of 10,000 migrations left out here");
  });
});

test("states that alternate 10,000 times are all there", () => {
  const migrations = Array.from({ length: 10_000 }, (_, index): ReportMigration => {
    const state = index % 2 === 0 ? "applied" : "not-run";
    return { version: String(index), name: "n", state, durationMs: null, tries: 1, error: null };
  });
  const page = renderSummary(makeReport("cancelled", { plan: null, migrations }));
  expect(page).toContain("`9998_n`");
  expect(page).toContain("`9999_n`");
  expect(sizeOf(page)).toBeLessThanOrEqual(900_000);
});

test("one migration of very much SQL does not push out the others", () => {
  const [statement] = makeStep("1").statements;
  const sql = "x".repeat(4_000);
  const statements = Array.from({ length: 1_500 }, () => ({ ...(statement ?? fail()), sql }));
  const steps = [makeStep("1", { statements }), makeStep("2"), makeStep("3")];
  const page = renderSummary(
    makeReport("applied", { plan: { digest: "", refusals: [], steps }, migrations: [] }),
  );
  expect(page).toMatch(/-- 1,4\d\d more statements left out here/);
  expect(page).toContain("<code>3_step</code>");
  expect(page).not.toContain("left out here:");
});

function fail(): never {
  throw new Error("makeStep gives one statement");
}

test("a ledger that was not read is never shown as nothing pending", () => {
  const page = renderSummary(makeReport("applied", { ledger: null }));
  expect(page).toContain("not read, so what is pending is not known");
  expect(page).not.toContain("0 pending");
});
