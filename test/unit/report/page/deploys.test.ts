import { describe, expect, test } from "vitest";
import { makeDeploys } from "../../../../src/report/page/deploys.ts";
import { makeEntry, makePending, makeRow } from "./page-values.ts";

const at = (time: string) => `2026-06-01T${time}:00.000Z`;
const said = (deploys: ReturnType<typeof makeDeploys>) =>
  deploys.map(({ batch, result, entries }) => [
    batch,
    result,
    entries.map(({ version }) => version).join(" "),
  ]);

describe("runs", () => {
  test("are one a batch, the newest first, with all times together", () => {
    const deploys = makeDeploys(
      [
        makeEntry("3", { batch: 2, executedAt: at("10:00"), executionTimeMs: 7 }),
        makeEntry("2", { executedAt: at("09:01"), executionTimeMs: 1 }),
        makeEntry("1", { executedAt: at("09:00"), executionTimeMs: 2 }),
      ],
      [],
    );
    expect(said(deploys)).toEqual([
      [2, "applied", "3"],
      [1, "applied", "2 1"],
    ]);
    expect(deploys[1]).toMatchObject({
      durationMs: 3,
      startMs: Date.parse(at("09:00")),
      endMs: Date.parse(at("09:01")),
    });
  });

  test.each([
    ["failed", [{ status: "failed" }, {}]],
    ["taken-back", [{ action: "rollback" }, {}]],
    ["recorded", [{ action: "adopt" }, { action: "baseline" }]],
    ["applied", [{ action: "repair" }, {}]],
    ["applied", [{ action: null, status: null }]],
  ] as const)("of %s are called so", (result, changes) => {
    const entries = changes.map((change, index) => makeEntry(String(index), change));
    expect(makeDeploys(entries, [])[0]?.result).toBe(result);
  });

  test("without a batch are told apart by a pause, and by who ran them", () => {
    const entries = [
      makeEntry("4", { batch: null, executedAt: at("12:00"), executedBy: "ada" }),
      makeEntry("3", { batch: null, executedAt: at("11:59") }),
      makeEntry("2", { batch: null, executedAt: at("11:52") }),
      makeEntry("1", { batch: null, executedAt: at("11:00") }),
    ];
    expect(said(makeDeploys(entries, [])).map(([, , versions]) => versions)).toEqual(["4", "3 2", "1"]);
  });
});

test("what no history tells of is taken from the ledger, and what it tells of only once", () => {
  const rows = [makeRow("1", { appliedAt: at("08:00") }), makeRow("2"), makePending("3")];
  expect(said(makeDeploys([makeEntry("2")], rows))).toEqual([
    [1, "applied", "2"],
    [null, "applied", "1"],
  ]);
});

test("what was adopted is a record then, and was applied when the other tool says so", () => {
  const rows = [
    makeRow("1", { appliedAt: "2024-01-01T00:00:00.000Z", origin: "adopted from dbmate" }),
    makeRow("2"),
  ];
  const entries = [makeEntry("2", { action: "adopt" }), makeEntry("1", { action: "adopt" })];
  expect(said(makeDeploys(entries, rows))).toEqual([
    [1, "recorded", "2 1"],
    [null, "applied", "1"],
  ]);
});

test("an entry of a migration that is on record has its name, whatever the history lacks", () => {
  const [deploy] = makeDeploys([makeEntry("1", { name: null })], [makePending("1", { name: "users" })]);
  expect(deploy?.entries[0]?.name).toBe("users");
});

test("times that are none do not keep a run from being shown", () => {
  const [deploy] = makeDeploys(
    [makeEntry("1", { executedAt: null }), makeEntry("2", { executedAt: "soon" })],
    [],
  );
  expect(deploy).toMatchObject({ startMs: null, endMs: null });
});
