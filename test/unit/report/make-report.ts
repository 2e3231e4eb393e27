import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report, ReportFailure, ReportStep } from "../../../src/report/report.ts";

/** The report of a golden case, with `changes` laid over its fields. */
export function makeReport(name: string, changes: Partial<Report> = {}): Report {
  const file = join(import.meta.dirname, "../../fixtures/report", name, "report.json");
  return { ...(JSON.parse(readFileSync(file, "utf8")) as Report), ...changes };
}

/** A failure that says nothing but its code and message, with `changes` laid over. */
export function makeFailure(changes: Partial<ReportFailure> = {}): ReportFailure {
  return {
    code: "MIGRATION_FAILED",
    message: "it failed",
    hint: null,
    version: null,
    at: null,
    sqlState: null,
    statement: null,
    ...changes,
  };
}

/** A step of one transactional statement, with `changes` laid over. */
export function makeStep(version: string, changes: Partial<ReportStep> = {}): ReportStep {
  const sql = "SELECT 1";
  return {
    version,
    name: "step",
    file: `migrations/${version}_step.sql`,
    checksum: "sha256:00",
    mode: "transaction",
    statements: [
      { line: 1, column: 1, sql, truncated: false, locks: [], rewrites: [], scans: [], durationMs: 1 },
    ],
    hazards: [],
    ...changes,
  };
}

/** Words the program chooses itself; every other string of a report may be foreign. */
const OWN = new Set(
  "format command result state code mode site schemaFrom level tool answer back origin change".split(" "),
);

/** `value` with every string that may be foreign replaced by `text`; numbers, shape and closed words stay. */
export function fillWith<T>(value: T, text: string, key = ""): T {
  if (typeof value === "string") return (OWN.has(key) ? value : text) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => fillWith(item, text, key)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, fillWith(inner, text, name)]),
  ) as T;
}
