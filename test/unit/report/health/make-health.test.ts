import { expect, test } from "vitest";
import type { ErrorCode } from "../../../../src/errors.ts";
import { EXIT_CODE_OF } from "../../../../src/errors.ts";
import { makeDeepHealth } from "../../../../src/report/health/make-deep-health.ts";
import { makeHealth } from "../../../../src/report/health/make-health.ts";
import type { Sight } from "../../../../src/report/health/standing.ts";
import type { Report, ReportRehearsal } from "../../../../src/report/report.ts";
import type { StatusState } from "../../../../src/report/report-record.ts";
import { makeFailure, makeReport } from "../make-report.ts";

const LEDGER = { previousVersion: "2", currentVersion: "2", applied: ["1", "2"], pending: [], ahead: [] };

const sight = (changes: Partial<Report> = {}, of: Partial<Sight> = {}): Sight => ({
  report: makeReport("nothing-to-do", {
    ...{ command: "status", failure: null, problems: [], plan: null, ledger: LEDGER, status: [] },
    ...changes,
  }),
  ...{ missing: [], isMissingKnown: true, database: "connected" },
  ...of,
});

const row = (version: string, state: StatusState) => ({
  ...{ version, state, name: "x", appliedAt: null, appliedBy: null, executionTimeMs: null, origin: null },
});

test("nothing wrong is healthy", () => {
  expect(makeHealth(sight({ status: [row("1", "applied"), row("R__v", "gone")] }))).toEqual({
    status: "healthy",
    database: "connected",
    migrations: { applied: ["1", "2"], latest: "2", pending: [] },
  });
});

test.each<[StatusState, string]>([
  ["pending", "MIGRATIONS_PENDING"],
  ["again", "MIGRATIONS_PENDING"],
  ["late", "PLAN_LATE"],
  ["failed", "MIGRATION_FAILED"],
  ["running", "PLAN_UNFINISHED"],
  ["edited", "PLAN_EDITED"],
  ["missing", "PLAN_MISSING"],
  ["ahead", "PLAN_AHEAD"],
])("a migration that is %s is %s", (state, code) => {
  const health = makeHealth(sight({ status: [row("1", "applied"), row("7", state)] }));
  expect([health.status, health.problems?.map((problem) => problem.code)]).toEqual(["unhealthy", [code]]);
  expect(health.problems?.[0]?.message).toContain("7");
});

test("what is pending is a problem even where no row says so", () => {
  const health = makeHealth(sight({ ledger: { ...LEDGER, pending: ["3"] } }));
  expect(health.problems).toEqual([{ code: "MIGRATIONS_PENDING", message: "Not applied yet: 3." }]);
});

test("every error is a problem with a sentence of ours, whatever its own says", () => {
  for (const code of Object.keys(EXIT_CODE_OF) as ErrorCode[]) {
    const failure = makeFailure({ code, message: "s3cr3t of db.example.com: SELECT 1" });
    const health = makeHealth(sight({ failure, ledger: null }));
    expect(health.status).toBe("unhealthy");
    expect(health.migrations).toBeNull();
    expect(JSON.stringify(health)).not.toMatch(/s3cr3t|example|SELECT/);
  }
});

test("every refusal of a plan is a problem, whatever the states of its migrations say", () => {
  for (const code of Object.keys(EXIT_CODE_OF) as ErrorCode[]) {
    const refusal = { code, version: null, message: "SELECT s3cr3t", hint: "", at: null };
    const plan = { digest: "", steps: [], refusals: [refusal] };
    const health = makeHealth(sight({ plan, status: [row("1", "applied")] }));
    expect([code, health.status]).toEqual([code, "unhealthy"]);
    expect(JSON.stringify(health)).not.toMatch(/s3cr3t/);
  }
});

test("a report that says nothing at all is not healthy", () => {
  expect(makeHealth(sight({ ledger: null })).problems?.map(({ code }) => code)).toEqual(["INTERNAL"]);
});

test("silence is a timeout, and nothing else of it is said", () => {
  const failure = makeFailure({ code: "CONNECTION_FAILED" });
  expect(makeHealth(sight({ failure, ledger: null }, { database: "silent" }))).toEqual({
    ...{ status: "unhealthy", database: "disconnected", migrations: null },
    problems: [{ code: "HEALTH_TIMEOUT", message: "The database did not answer in time." }],
  });
});

test("what is gone is named, some of it, and how many more", () => {
  const missing = Array.from({ length: 25 }, (_, index) => ({
    ...{
      kind: "column" as const,
      schema: "public",
      relation: "t",
      column: `c${String(index).padStart(2, "0")}`,
    },
  }));
  const [problem] = makeHealth(sight({}, { missing })).problems ?? [];
  expect(problem?.code).toBe("SCHEMA_MISSING");
  expect(problem?.message).toMatch(/: column public\.t\.c00, .*column public\.t\.c09, and 15 more\.$/);
});

test("names cannot forge a line, hide, or be without end", () => {
  const relation = `x\r\n\u202e$& ${"y".repeat(10_000)}`;
  const missing = [{ kind: "table" as const, schema: "public", relation, column: null }];
  const [problem] = makeHealth(sight({}, { missing })).problems ?? [];
  expect(problem?.message).not.toMatch(/[\r\n\u202e]/u);
  expect(problem?.message).toContain("$&");
  expect(problem?.message.length).toBeLessThan(200);
});

test("of a difference the object is named, and no SQL", () => {
  const rehearsal: ReportRehearsal = {
    ...({ site: "server", ok: true, schemaFrom: "dump", description: "", driftUnknown: null } as const),
    ...{ notRehearsed: [], failure: null, durationMs: 1 },
    drift: [
      "table public.users: index idx_x (CREATE INDEX idx_x ON users USING btree (secret)) is missing",
      "table public.users: column email is text, not character varying(255)",
      "function public.f(integer) is there, and no migration makes it",
    ],
  };
  const { report } = sight({ rehearsal, verification: [] });
  expect(makeDeepHealth(makeHealth(sight()), report)).toMatchObject({
    ...{ status: "unhealthy", deep: { schema: "differs", verify: "none" } },
    problems: [
      {
        code: "SCHEMA_DIFFERS",
        message: "Not as the applied migrations make it: table public.users, function public.f(integer).",
      },
    ],
  });
});
