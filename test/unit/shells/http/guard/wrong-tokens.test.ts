import { describe, expect, test } from "vitest";
import { makeSource, makeWrongTokens } from "../../../../../src/shells/http/guard/wrong-tokens.ts";

const countTimes = (
  wrong: ReturnType<typeof makeWrongTokens>,
  source: string,
  times: number,
  atMs: number,
) => {
  for (let turn = 0; turn < times; turn += 1) wrong.count(source, atMs);
};

describe("wrong tokens", () => {
  test("nine from one source are heard, the tenth makes it wait for the rest of the minute", () => {
    const wrong = makeWrongTokens();
    countTimes(wrong, "a", 9, 1_000);
    expect(wrong.waitMs("a", 2_000)).toBe(0);
    wrong.count("a", 21_000);
    expect(wrong.waitMs("a", 21_000)).toBe(40_000);
    expect(wrong.waitMs("a", 60_999)).toBe(1);
    expect(wrong.waitMs("a", 61_000)).toBe(0);
  });

  test("another source is heard meanwhile", () => {
    const wrong = makeWrongTokens();
    countTimes(wrong, "a", 50, 0);
    expect(wrong.waitMs("b", 1)).toBe(0);
  });

  test("after the minute it begins at nothing", () => {
    const wrong = makeWrongTokens();
    countTimes(wrong, "a", 50, 0);
    countTimes(wrong, "a", 9, 60_000);
    expect(wrong.waitMs("a", 60_001)).toBe(0);
  });

  test("of a hundred thousand sources ten thousand are remembered, the newest", () => {
    const wrong = makeWrongTokens();
    for (let source = 0; source < 100_000; source += 1) countTimes(wrong, String(source), 10, 0);
    expect(wrong.size()).toBe(10_000);
    expect(wrong.waitMs("99999", 1)).toBeGreaterThan(0);
    expect(wrong.waitMs("0", 1)).toBe(0);
  });

  test("what is over is forgotten", () => {
    const wrong = makeWrongTokens();
    for (let source = 0; source < 500; source += 1) wrong.count(String(source), 0);
    wrong.count("late", 60_000);
    expect(wrong.size()).toBe(1);
  });
});

describe("the source of a connection", () => {
  const cases: readonly [address: string | undefined, source: string][] = [
    [undefined, "unknown"],
    ["", "unknown"],
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::9", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ];
  test.each(cases)("%s is counted as %s", (address, source) => {
    expect(makeSource(address)).toBe(source);
  });
});
