import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMENT_LIMIT_CHARACTERS, renderComment } from "../../../src/report/render-comment.ts";
import { outlineOf } from "../../support/reading/as-page.ts";
import { fillWith, makeReport, makeStep } from "./make-report.ts";

const FRAME = { marker: "<!-- marker -->", runUrl: "https://github.com/o/r/actions/runs/1/attempts/2" };
const CASES = readdirSync(join(import.meta.dirname, "../../fixtures/report"));

test("a comment begins with its marker, and has the result, what is wrong, the plan and the way to the whole run", () => {
  const comment = renderComment(makeReport("check-refused"), FRAME);
  expect(comment.startsWith("<!-- marker -->\n## ⛔ ") || comment.startsWith("<!-- marker -->\n## ❌ ")).toBe(
    true,
  );
  const parts = [
    "### What is wrong",
    "CHECK_EDITED",
    "### Plan",
    "### Hazards",
    "### Ways back and questions",
    "### What to do next",
    `](${FRAME.runUrl})`,
  ];
  for (const part of parts) expect(comment).toContain(part);
  expect(comment).not.toContain("### SQL");
});

test("a URL that is none of GitHub's is no link", () => {
  for (const runUrl of [null, "javascript:alert(1)", "https://x/) <b>"]) {
    expect(renderComment(makeReport("check"), { ...FRAME, runUrl })).not.toContain("all of its SQL](");
  }
});

describe.each(CASES)("the report %s", (name) => {
  test("as a comment is never longer than GitHub takes, whatever is in it", () => {
    const report = makeReport(name);
    const steps = Array.from({ length: 3_000 }, (_, index) =>
      makeStep(String(index), { name: "😀".repeat(60) }),
    );
    const plan = { digest: "", refusals: [], steps };
    const long = fillWith({ ...report, plan }, "😀 | <b> `x` ".repeat(2_000));
    const comment = renderComment(long, FRAME);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_LIMIT_CHARACTERS);
    expect(comment.startsWith(FRAME.marker)).toBe(true);
  });

  test("as a comment keeps its structure under hostile text", () => {
    const report = makeReport(name);
    for (const canary of [
      "--> <!-- marker --> @octocat #1",
      "```\n# x\n| a |\n</details>",
      "[a](http://x) ![b](y)",
    ]) {
      const page = renderComment(fillWith(report, canary), FRAME);
      expect(outlineOf(page)).toEqual(outlineOf(renderComment(fillWith(report, "harmless"), FRAME)));
      // In a fence it is text.
      expect(page.replace(/^(`{3,})[\s\S]*?^\1$/gm, "").split("<!--")).toHaveLength(2);
    }
  });
});
