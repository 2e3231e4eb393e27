import { describe, expect, test } from "vitest";
import type { HealthProblem } from "../../../../src/report/health/health.ts";
import { HEALTH_CODES } from "../../../../src/report/health/health-codes.ts";
import { makeVerdict } from "../../../../src/report/page/verdict.ts";
import { makeFailure, makeReport } from "../make-report.ts";
import { makePage, makePending, makeRow } from "./page-values.ts";

const unhealthy = (
  problems: readonly HealthProblem[],
  database: "connected" | "disconnected" = "connected",
) => ({ status: "unhealthy", database, migrations: null, problems }) as const;

describe("the verdict", () => {
  test("over what is all applied is good, and says how many", () => {
    expect(makeVerdict(makePage([makeRow("1"), makeRow("2")]))).toMatchObject({
      tone: "good",
      words: "Healthy",
      meaning: expect.stringContaining("all 2 migrations are applied"),
      problems: [],
    });
  });

  test("over what is only pending is to wait, and says what to do", () => {
    const verdict = makeVerdict(makePage([makeRow("1"), makePending("2"), makePending("3")]));
    expect(verdict).toMatchObject({ tone: "caution", words: "2 pending" });
    expect(verdict.problems[0]).toMatchObject({
      message: "Not applied yet: 2, 3.",
      next: expect.stringContaining("`migrate-action up`"),
    });
  });

  test("names the gravest first", () => {
    const rows = [makePending("1", { state: "late" }), makeRow("2", { state: "failed" }), makePending("3")];
    const health = unhealthy([{ code: "MIGRATION_FAILED", message: "Stopped half-way: 2." }]);
    const verdict = makeVerdict(makePage(rows, [], { health }));
    expect(verdict).toMatchObject({ tone: "bad", words: "1 failed, 1 late, 1 pending" });
  });

  test("over a schema that is gone is bad, though everything is applied", () => {
    const health = unhealthy([{ code: "SCHEMA_MISSING", message: "Gone: table public.users." }]);
    const { standing } = makePage([makeRow("1")], []);
    const users = { kind: "table", schema: "public", relation: "users", column: null } as const;
    const verdict = makeVerdict({ standing: { ...standing, missing: [users] }, health });
    expect(verdict).toMatchObject({ tone: "bad", words: "1 gone from the schema" });
    expect(verdict.problems[0]?.message).toBe("Gone: table public.users.");
  });
});

describe("of what could not be read", () => {
  const failure = makeFailure({
    code: "CONNECTION_FAILED",
    message: "connect ECONNREFUSED db.internal.example:5432",
  });
  const report = makeReport("status", { ledger: null, status: [], target: null, failure });

  test("a database that is away is told, and never its address", () => {
    const health = unhealthy([{ code: "CONNECTION_FAILED", message: "No connection." }], "disconnected");
    const verdict = makeVerdict(makePage([], [], { standing: { report, missing: [] }, health }));
    expect(verdict).toMatchObject({ tone: "bad", words: "Database not reached" });
    expect(JSON.stringify(verdict)).not.toContain("internal.example");
  });

  test("a fault of a file is told with the file, to who has to open it", () => {
    const faults = ["migrations/1.sql:1:1: one", "migrations/2.sql:1:1: two"].map((message) =>
      makeFailure({ code: "HEADER_INVALID", message, hint: "Correct it." }),
    );
    const broken = { ...report, failure: faults[0] ?? null, problems: faults };
    const health = unhealthy([{ code: "FILES_INVALID", message: "The migration files have faults." }]);
    const verdict = makeVerdict(makePage([], [], { standing: { report: broken, missing: [] }, health }));
    expect(verdict.words).toBe("Not known");
    expect(verdict.problems).toEqual(faults.map(({ message }) => ({ message, next: "Correct it." })));
  });
});

test("every problem that health may have comes with what to do next, or is one of the files", () => {
  for (const code of Object.keys(HEALTH_CODES) as HealthProblem["code"][]) {
    if (code === "FILES_INVALID") continue;
    const health = unhealthy([{ code, message: "It is so." }]);
    const [problem] = makeVerdict(makePage([makeRow("1")], [], { health })).problems;
    expect(problem?.next, code).toMatch(/\w{3}/);
  }
});
