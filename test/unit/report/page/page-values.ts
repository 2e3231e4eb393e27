import type { Health } from "../../../../src/report/health/health.ts";
import type { Page } from "../../../../src/report/page/page.ts";
import type { Report } from "../../../../src/report/report.ts";
import type { ReportHistoryEntry, ReportStatusRow } from "../../../../src/report/report-record.ts";
import { makeReport } from "../make-report.ts";

/** The moment of these tests. */
export const NOW_MS = Date.parse("2026-06-01T12:00:00.000Z");

/** A migration that was applied an hour before, with `changes` laid over. */
export function makeRow(version: string, changes: Partial<ReportStatusRow> = {}): ReportStatusRow {
  return {
    version,
    name: `step_${version}`,
    state: "applied",
    appliedAt: "2026-06-01T11:00:00.000Z",
    appliedBy: "deploy",
    executionTimeMs: 5,
    origin: null,
    ...changes,
  };
}

/** One that is pending. */
export const makePending = (version: string, changes: Partial<ReportStatusRow> = {}): ReportStatusRow =>
  makeRow(version, {
    state: "pending",
    appliedAt: null,
    appliedBy: null,
    executionTimeMs: null,
    ...changes,
  });

/** An entry of the history: version applied in batch 1 an hour before, with `changes` laid over. */
export function makeEntry(version: string, changes: Partial<ReportHistoryEntry> = {}): ReportHistoryEntry {
  return {
    version,
    name: `step_${version}`,
    action: "up",
    status: "completed",
    executedAt: "2026-06-01T11:00:00.000Z",
    executedBy: "deploy",
    executionTimeMs: 5,
    batch: 1,
    environment: null,
    runUrl: null,
    error: null,
    ...changes,
  };
}

/** What a page of these is made from: healthy unless something is pending or `changes` say otherwise. */
export function makePage(
  rows: readonly ReportStatusRow[],
  entries: readonly ReportHistoryEntry[] = [],
  changes: Partial<Page> = {},
): Page {
  const applied = rows.filter(({ state }) => state === "applied").map(({ version }) => version);
  const pending = rows.filter(({ state }) => state === "pending").map(({ version }) => version);
  const ledger = {
    previousVersion: null,
    currentVersion: applied.at(-1) ?? null,
    applied,
    pending,
    ahead: [],
  };
  const report = makeReport("status", { status: rows, ledger });
  const known = {
    database: "connected",
    migrations: { applied, latest: applied.at(-1) ?? null, pending },
  } as const;
  const health: Health =
    pending.length === 0
      ? { status: "healthy", ...known }
      : {
          status: "unhealthy",
          ...known,
          problems: [{ code: "MIGRATIONS_PENDING", message: `Not applied yet: ${pending.join(", ")}.` }],
        };
  return {
    standing: { report, missing: [] },
    health,
    history: makeReport("history", { history: entries }),
    preview: null,
    query: { text: "", state: null, length: "newest" },
    nowMs: NOW_MS,
    ...changes,
  };
}

/** A dry run with these steps and their hazards. */
export const makePreview = (steps: NonNullable<Report["plan"]>["steps"]): Report =>
  makeReport("planned-hazards", {
    failure: null,
    plan: { digest: "sha256:00", refusals: [], steps },
  });
