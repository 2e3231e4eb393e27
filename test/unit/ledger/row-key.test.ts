import { expect, test } from "vitest";
import { rowKey, rowKeysOf } from "../../../src/ledger/row-key.ts";
import { makeFile, makeRepeatable } from "../../support/plan-values.ts";

test.each(["1", "01", "0001", "1_create_users", "001-create-users", "1_with\na line"])(
  "%j means 1",
  (text) => {
    expect(rowKey(text)).toBe("1");
  },
);

test.each(["0", "000", "0_zero"])("%j means 0", (text) => {
  expect(rowKey(text)).toBe("0");
});

test("a time stamp means itself, whatever follows", () => {
  expect(rowKey("20261122093000_add_tasks")).toBe("20261122093000");
});

test.each(["1.2", "V1__x", "R__views", "", "1a"])("%j is no number: it means itself", (text) => {
  expect(rowKey(text)).toBe(`text:${text}`);
});

test("a file is meant by its version, and by its stem as that is read", () => {
  expect(rowKeysOf(makeFile("001_a"))).toEqual(["1", "1"]);
  expect(rowKeysOf({ ...makeRepeatable("v"), stem: "sub/R__v" })).toEqual(["text:R__v", "text:sub/R__v"]);
});
