import { describe, expect, test } from "vitest";
import { howItEnded, recordedMessage } from "../../../src/ledger/how-it-ended.ts";
import { makeRow } from "../../support/plan-values.ts";

describe("a migration that stopped half-way was", () => {
  test.each([
    ["failed", "no such table [42P01]", "refused 42P01"],
    ["failed", "no such table [42P01] (in: SET ROLE nobody)", "refused 42P01"],
    ["failed", "no such table [42P01] (at COMMIT: COMMIT)", "refused 42P01"],
    ["failed", "while it was taken back: no such table [42P01]", "refused 42P01"],
    ["failed", "no such table [42P01] (in: a\nb)", "unheard"],
    ["failed", "no such table [42P01] it said", "unheard"],
    ["failed", "no such table [42P0]", "unheard"],
    ["failed", "no such table [42p01]", "unheard"],
    ["failed", "the connection was lost", "unheard"],
    ["failed", null, "unheard"],
    ["running", "no such table [42P01]", "unheard"],
  ] as const)("where its row is %s and says %j: %s", (status, errorMessage, told) => {
    const ended = howItEnded(makeRow("1", { status, errorMessage }));
    expect(ended.kind === "refused" ? `refused ${ended.sqlState}` : ended.kind).toBe(told);
  });
});

test.each([
  ["no such table", "42P01", "no such table [42P01]"],
  ["no such table [42P01]", "42P01", "no such table [42P01]"],
  ["no such table [42P01] (in: SET ROLE nobody)", "42P01", "no such table [42P01] (in: SET ROLE nobody)"],
  ["the connection was lost", null, "the connection was lost"],
])("a row keeps %j of the state %s as %j", (message, sqlState, kept) => {
  expect(recordedMessage(message, sqlState)).toBe(kept);
});
