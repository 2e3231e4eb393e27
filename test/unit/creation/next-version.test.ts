import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SECONDS } from "../../../src/creation/clocks.ts";
import { nextCount, nextMoment, numbersIn } from "../../../src/creation/next-version.ts";

const AT = new Date("2026-01-31T12:00:59.123Z");

describe("the version after those that are there", () => {
  test.each([
    ["nothing is there", [], "20260131120059"],
    ["it is counted", ["001", "002"], "003"],
    ["it is counted with more zeros", ["0008", "0009"], "0010"],
    ["a nine has no more room", ["998", "999"], "1000"],
    ["it has gaps", ["000", "001", "016"], "017"],
    ["there is only the zeroth", ["000"], "001"],
    ["the width is not the same in all", ["0009", "00010"], "00011"],
    ["one number is written twice", ["7", "007"], "008"],
    ["the numbers are longer than any integer", ["99999999999999999999999"], "100000000000000000000000"],
    ["they are seconds", ["20240101000000", "20251231235959"], "20260131120059"],
    ["the newest second is this one", ["20260131120059"], "20260131120100"],
    ["the newest is in the future, at the end of a day", ["20280228235959"], "20280229000000"],
    ["the newest is in the future, at the end of a year", ["20261231235959"], "20270101000000"],
    ["the newest has a second that no clock shows", ["20260131120099"], "20260131120100"],
    ["the newest, past, has one", ["20250101000099"], "20260131120059"],
    [
      "numbers and moments are mixed: what is last stays last",
      ["001", "20240101000000", "002"],
      "20260131120059",
    ],
    ["what is last is a number that is no moment", ["20240101000000", "99999999999999"], "100000000000000"],
    ["they are days", ["20240101", "20260130"], "20260131"],
    ["the newest day is today", ["20260131"], "20260201"],
    ["they are minutes", ["202601311159"], "202601311200"],
    ["the newest minute is this one", ["202601311200"], "202601311201"],
    ["they are milliseconds of a day", ["20260131120059123"], "20260131120059124"],
    ["they are numbers within days", ["2026013007"], "2026013101"],
    ["they are numbers within today", ["2026013101"], "2026013102"],
    ["they are seconds since 1970", ["1700000000"], "1769860859"],
    ["they are milliseconds since 1970", ["1700000000000"], "1769860859123"],
    ["the newest millisecond since 1970 is ahead", ["1769860859999"], "1769860860000"],
    ["they are nanoseconds since 1970", ["1700000000000000000"], "1769860859123000000"],
    ["eight digits are counted", ["00000001"], "00000002"],
    ["eight digits begin as no day does", ["20261301"], "20261302"],
  ])("where %s: %j is followed by %s", (_, taken, version) => {
    expect(nextMoment(taken, AT, SECONDS)).toBe(version);
  });

  test("of a tool that only counts is the next number, whatever it looks like", () => {
    expect(nextCount([], "001")).toBe("001");
    expect(nextCount(["009"], "001")).toBe("010");
    expect(nextCount(["20240101000000"], "1")).toBe("20240101000001");
  });

  test("is larger than all of them, and after itself again", () => {
    const digits = fc.oneof(
      fc.stringMatching(/^\d{1,20}$/),
      fc
        .date({ min: new Date("1991-01-01"), max: new Date("2150-01-01"), noInvalidDate: true })
        .chain((at) => {
          const all = at.toISOString().replace(/\D/g, "");
          return fc.constantFrom(8, 10, 12, 14, 17).map((length) => all.slice(0, length));
        }),
    );
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 8 }), (taken) => {
        const first = nextMoment(taken, AT, SECONDS);
        const second = nextMoment([...taken, first], AT, SECONDS);
        for (const one of taken) expect(BigInt(first)).toBeGreaterThan(BigInt(one));
        expect(BigInt(second)).toBeGreaterThan(BigInt(first));
      }),
      { numRuns: 1_000 },
    );
  });
});

test("numbers are found in names of files, of their folders, and with the letters of Flyway", () => {
  const names = [
    "001_a.sql",
    "up/002_b.sql",
    "V3__c.sql",
    "sql/2024/U4__d.sql",
    "005_x/up.sql",
    "006_y/",
    "7",
  ];
  expect(numbersIn(names)).toEqual(["001", "002", "3", "4", "005", "006", "7"]);
  expect(numbersIn(["notes.sql", "R__x.sql", "up/", "x2.sql"])).toEqual([]);
});
