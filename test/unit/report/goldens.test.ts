import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeAnnotations } from "../../../src/report/make-annotations.ts";
import { makeOutputs } from "../../../src/report/render-outputs.ts";
import { renderSummary } from "../../../src/report/render-summary.ts";
import { renderText } from "../../../src/report/render-text.ts";
import type { Report } from "../../../src/report/report.ts";
import { PLAIN_PAINT } from "../../../src/report/text/paint.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/report");
/** `UPDATE_GOLDENS=1 npx vitest run test/unit/report` writes them anew; review the difference. */
const isUpdate = process.env["UPDATE_GOLDENS"] === "1";

const EXTRAS = { reportPath: "/tmp/report.json", databaseUrl: null };

const RENDERED: Readonly<Record<string, (report: Report) => string>> = {
  "summary.md": (report) => renderSummary(report),
  "text.txt": (report) => renderText(report, PLAIN_PAINT, null),
  "outputs.json": (report) => `${JSON.stringify(makeOutputs(report, EXTRAS), null, 2)}\n`,
  "annotations.json": (report) => `${JSON.stringify(makeAnnotations(report), null, 2)}\n`,
};

describe.each(readdirSync(FIXTURES))("the report %s", (name) => {
  const report = JSON.parse(readFileSync(join(FIXTURES, name, "report.json"), "utf8")) as Report;

  test.each(Object.keys(RENDERED))("is rendered as the golden %s", (file) => {
    const actual = RENDERED[file]?.(report) ?? "";
    const golden = join(FIXTURES, name, file);
    if (isUpdate) writeFileSync(golden, actual);
    expect(actual).toBe(readFileSync(golden, "utf8"));
  });
});
