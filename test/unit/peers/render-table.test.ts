import { expect, test } from "vitest";
import { renderResult } from "../../peers/render-table.ts";
import type { FaultResult } from "../../peers/results.ts";

const tried = (...words: readonly string[]): FaultResult => ({
  kind: "tried",
  tries: words.map((each) => ({
    variant: "",
    observation: null,
    verdict: each.startsWith("+") ? { isOk: true, words: each.slice(1) } : { isOk: false, words: each },
  })),
});

test.each<{ name: string; result: FaultResult; cell: string }>([
  { name: "all tries went well", result: tried("+", "+"), cell: "**ok**" },
  { name: "all went well, with a figure", result: tried("+2 s", "+2 s", "+1 s"), cell: "**ok**: 2 s" },
  { name: "some went wrong, most of them alike", result: tried("+", "b", "a", "b"), cell: "1 of 4: b" },
  {
    name: "it fails without the fault",
    result: { kind: "fails-alone", run: { code: 1, isStuck: false, said: "no index", durationMs: 1 } },
    cell: "alone too: it fails (no index)",
  },
  {
    name: "it was never made to go wrong",
    result: { kind: "not-shown", because: "There is no pooler." },
    cell: "not shown: There is no pooler.",
  },
])("a cell says it in a few words: $name", ({ result, cell }) => {
  expect(renderResult(result)).toBe(cell);
});
