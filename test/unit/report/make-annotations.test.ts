import { describe, expect, test } from "vitest";
import { makeAnnotations } from "../../../src/report/make-annotations.ts";
import type { Report, ReportHazard } from "../../../src/report/report.ts";
import { makeFailure, makeReport, makeStep } from "./make-report.ts";

test("the failure is an error on its line and column, first of all", () => {
  expect(makeAnnotations(makeReport("migration-failed"))[0]).toEqual({
    level: "error",
    title: "MIGRATION_FAILED in 012",
    message:
      'column "owner" of relation "tasks" contains null values (SQLSTATE 23502)\nSee the statement at the place given.',
    file: "migrations/012_create_tasks.sql",
    line: 6,
    column: 3,
  });
});

test("each refusal is an error, and one that is also the failure comes once", () => {
  const titles = makeAnnotations(makeReport("refused-edited")).map(({ title }) => title);
  expect(titles).toEqual(["PLAN_EDITED in 001", "PLAN_LATE in 011"]);
});

test("what a successful dry run still needs is a warning", () => {
  const levels = makeAnnotations(makeReport("planned-production")).map(({ level }) => level);
  expect(levels).toEqual(["warning", "notice"]);
});

test("a hazard says what to write instead, and leads to the entry of its rule", () => {
  const [hazard] = makeAnnotations(makeReport("planned-hazards")).filter(
    ({ title }) => title === "create-index",
  );
  expect(hazard?.message).toMatch(
    /writes wait.*\nCREATE INDEX CONCURRENTLY.*\nhttps:\/\/github\.com\/.*\/docs\/hazards\.md#create-index$/s,
  );
});

test("at most ten of a level, the worst hazards first", () => {
  const hazard = (level: ReportHazard["level"]): ReportHazard => {
    return { rule: level, level, line: 1, column: 1, message: "m", instead: null, allowedBecause: null };
  };
  const medium = Array.from({ length: 12 }, () => hazard("medium"));
  const steps = [makeStep("1", { hazards: [...medium, hazard("high"), hazard("error")] })];
  const plan = { digest: "", refusals: [], steps };
  const annotations = makeAnnotations(makeReport("applied", { plan, notices: [] }));
  expect(annotations.map(({ title }) => title)).toEqual(["error", "high", ...Array(9).fill("medium")]);
});

test("a message is cut to what GitHub shows, and its hint is kept", () => {
  const failure = makeFailure({ message: "x".repeat(9_000), hint: "DO THIS" });
  const [annotation] = makeAnnotations(makeReport("migration-failed", { failure }));
  expect(annotation?.message.length).toBeLessThanOrEqual(4_096);
  expect(annotation?.message).toMatch(/DO THIS$/);
});

describe("of a pull request", () => {
  const report = makeReport("check-refused");
  const placed = (changes: Partial<Report>) =>
    makeAnnotations({ ...report, ...changes }).map(
      ({ title, file, line }) => `${title} ${file === null ? "the run" : `${file}:${line}`}`,
    );

  test("a finding on a line that was not changed is told of the run as a whole", () => {
    expect(placed({}).slice(0, 3)).toEqual([
      "CHECK_EDITED in 001 migrations/001_create_users.sql:4",
      "CHECK_DOWN_DIFFERS in 015 migrations/015_create_invitations.down.sql:1",
      "VERIFY_FAILED in 016 the run",
    ]);
  });

  test("hazards stand on changed lines only, in new files on all", () => {
    expect(placed({})).toContain("create-index migrations/015_create_invitations.up.sql:5");
    const lines = [{ from: 1, to: 4 }];
    const changed = [{ file: "migrations/015_create_invitations.up.sql", change: "edited", lines } as const];
    const check = { base: { name: "origin/main", commit: "c0ffee" }, changed, trips: [] };
    expect(placed({ check }).join()).not.toContain("create-index");
    expect(placed({ check: { ...check, changed: [] } }).join()).not.toContain("create-index");
  });

  test("where the base is not known, everything keeps its place", () => {
    const check = { base: null, changed: [], trips: [] };
    expect(placed({ check })).toContain("VERIFY_FAILED in 016 migrations/016.verify.sql:3");
    expect(placed({ check }).join()).toContain("create-index migrations/015");
  });
});
