import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectories } from "../files/make-directories.ts";
import type { Report } from "../report/report.ts";

/** Writes `report` as JSON to `path`, readable by this account alone; the reason when that cannot be done. */
export function writeReport(path: string, report: Report): string | null {
  try {
    makeDirectories(dirname(path));
    writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
    return null;
  } catch (error) {
    return `The report could not be written to ${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
