import { describe, expect, test } from "vitest";
import { makePageRows, searchRows } from "../../../../src/report/page/page-rows.ts";
import { makeEntry, makePending, makeRow } from "./page-values.ts";

const versions = (rows: readonly { readonly version: string }[]) => rows.map(({ version }) => version);

test("what is amiss comes first, then what is pending, then the rest, the newest first in each", () => {
  const rows = [
    makeRow("1"),
    makeRow("2", { state: "edited" }),
    makePending("3", { state: "late" }),
    makeRow("4"),
    makePending("5"),
    makePending("6"),
  ];
  expect(versions(makePageRows(rows, []))).toEqual(["3", "2", "6", "5", "4", "1"]);
});

test("a row knows the newest run of its migration", () => {
  const [row] = makePageRows([makeRow("1")], [makeEntry("1", { batch: 9 }), makeEntry("1", { batch: 2 })]);
  expect(row?.lastRun?.batch).toBe(9);
});

describe("a search", () => {
  const rows = makePageRows(
    [
      makeRow("001", { name: "create_users", appliedBy: "Ada" }),
      makeRow("002", { name: "Übersicht", appliedBy: null }),
      makePending("003", { name: "users_email" }),
    ],
    [],
  );
  const find = (text: string, state: "pending" | null = null) =>
    versions(searchRows(rows, { text, state, length: "newest" }));

  test.each([
    ["", ["003", "002", "001"]],
    ["users", ["003", "001"]],
    ["USERS 00", ["003", "001"]],
    ["email users", ["003"]],
    ["ada", ["001"]],
    ["u\u0308bersicht", ["002"]],
    ["no such", []],
    [".*", []],
  ])("for %j finds %j", (text, found) => {
    expect(find(text)).toEqual(found);
  });

  test("and a state finds what is both", () => {
    expect(find("users", "pending")).toEqual(["003"]);
  });
});
