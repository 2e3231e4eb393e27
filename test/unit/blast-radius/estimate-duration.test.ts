import { expect, test } from "vitest";
import { estimateDuration } from "../../../src/blast-radius/estimate-duration.ts";

test.each([
  ["scan", 5_000, 10_000, "at 100–200 MB/s"],
  ["rewrite", 10_000, 20_000, "at 50–100 MB/s"],
  ["index-build", 12_500, 33_333, "at 30–80 MB/s"],
] as const)(
  "a %s of a gigabyte takes a range, with what it was reckoned with",
  (work, minMs, maxMs, basis) => {
    expect(estimateDuration(work, 1_000_000_000)).toEqual({ minMs, maxMs, basis });
  },
);

test("of an unknown size nothing is said", () => {
  expect(estimateDuration("scan", null)).toBeNull();
});
