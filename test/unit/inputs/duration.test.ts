import { expect, test } from "vitest";
import { parseDurationMs } from "../../../src/inputs/duration.ts";

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["10min", 600_000],
  ["1h", 3_600_000],
  ["0", 0],
  ["0s", 0],
  ["2147483647ms", 2_147_483_647],
  ["596h", 2_145_600_000],
])("%s is %d milliseconds", (text, durationMs) => {
  expect(parseDurationMs(text)).toBe(durationMs);
});

test.each([
  "",
  "5",
  "5m",
  "5 s",
  "1.5s",
  "-1s",
  "5S",
  "1h30min",
  "s",
  "2147483648ms",
  "597h",
  "99999999999h",
  "٣s",
])("%j is not a duration", (text) => {
  expect(parseDurationMs(text)).toBeNull();
});
