import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeAnnotations } from "../../../src/report/make-annotations.ts";
import { renderSummary } from "../../../src/report/render-summary.ts";
import { renderText } from "../../../src/report/render-text.ts";
import { ANSI_PAINT, PLAIN_PAINT } from "../../../src/report/text/paint.ts";
import { elementsOf, outlineOf } from "../../support/reading/as-page.ts";
import { logCommands } from "../../support/reading/as-runner.ts";
import { fillWith, makeReport } from "./make-report.ts";
import { commandsIn } from "./read-as-runner.ts";

const CANARIES = [
  "::set-output name=pending-count::0",
  "x\r::add-mask::x\r\n##[command]rm\n  ::error file=a::b",
  "\u200b::stop-commands::x\u0085::error::y",
  "</summary></details></pre></code><script>alert(1)</script><!--",
  "```\n````\n~~~\n# heading\n- [x] item\n\n| a | b |\n|---|---|\n> quote\n\n1. one\n===",
  "*a* **b** _c_ `d` [e](http://f) ![g](h) <http://i> @octocat #1 $x$ :tada: \\| | \\",
  "a ` b `` c | d ``` e",
  "section x: crit, 0, 1ms\nclick y call z()\n%%{init: {}}%%",
  "\u001b[31mred\u001b]8;;http://x\u0007 \u202eevil\u2066 \u0000",
  "    indented\n\tcode",
];

/** All elements that a page of ours has. */
const OURS = [
  ...[
    "a",
    "br",
    "code",
    "details",
    "em",
    "h2",
    "h3",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "sub",
    "summary",
  ],
  ...["table", "tbody", "td", "th", "thead", "tr", "ul"],
];

const CASES = readdirSync(join(import.meta.dirname, "../../fixtures/report"));

describe.each(CASES)("the report %s, full of hostile text", (name) => {
  const calm = makeReport(name);

  test.each(CANARIES)("%j gives the log no command and no control character", (canary) => {
    const report = fillWith(calm, canary);
    for (const paint of [PLAIN_PAINT, ANSI_PAINT]) {
      const log = renderText(report, paint, null);
      expect([...commandsIn(log), ...logCommands(log)]).toEqual([]);
      // biome-ignore lint/complexity/useRegexLiterals: a literal with these characters cannot be read.
      const unseen = new RegExp(
        "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]",
        "u",
      );
      expect(log.replace(/\u001b\[\d+m/g, "")).not.toMatch(unseen);
    }
    for (const { message, title } of makeAnnotations(report)) {
      expect(commandsIn(message)).toEqual([]);
      expect(title).not.toMatch(/[\r\n]/);
    }
  });

  test.each(CANARIES)("%j leaves the structure of the page as it was", (canary) => {
    const page = renderSummary(fillWith(calm, canary));
    expect(outlineOf(page)).toEqual(outlineOf(renderSummary(fillWith(calm, "harmless"))));
    expect(OURS).toEqual(expect.arrayContaining([...elementsOf(page)]));
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/u);
  });
});
