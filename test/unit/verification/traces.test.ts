import { expect, test } from "vitest";
import { describeTraces, tracesOf } from "../../../src/verification/traces.ts";

const told = (...row: readonly (string | null)[]) => describeTraces(tracesOf(row));

test("what only reads leaves nothing to tell", () => {
  expect(told("f", "f", "f", null)).toBeNull();
});

test("what opened writing is told before all that it did then", () => {
  expect(told("t", "t", "t", "RowExclusiveLock on public.a")).toContain("made its transaction writable");
  expect(told("f", "t", "t", "ExclusiveLock on public.a")).toContain("advisory lock");
  expect(told("f", "t", "f", "ExclusiveLock on public.a")).toContain("This took ExclusiveLock on public.a,");
  expect(told("f", "t", "f", null)).toContain("This wrote");
});

test("a row that did not come tells nothing", () => {
  expect(told()).toBeNull();
});
