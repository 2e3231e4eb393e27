import { describe, expect, test } from "vitest";
import { blockedBy, gravityOf, makeHeldLocks, renderMode } from "../../../src/report/held-locks.ts";
import type { ReportStep } from "../../../src/report/report.ts";
import type { ReportStatement } from "../../../src/report/report-statement.ts";
import { makeStep } from "./make-report.ts";

type Lock = readonly [relation: string, mode: string, heldSince: number];

/** A step of statements that took `ms` each and held `locks` at their end. */
function stepOf(
  statements: readonly { ms: number; locks?: readonly Lock[]; scans?: readonly string[] }[],
  changes: Partial<ReportStep> = {},
): ReportStep {
  return makeStep("1", {
    statements: statements.map(
      ({ ms, locks = [], scans = [] }, index): ReportStatement => ({
        ...{
          line: index + 1,
          column: 1,
          sql: "SELECT 1",
          truncated: false,
          rewrites: [],
          scans,
          durationMs: ms,
        },
        locks: locks.map(([relation, mode, heldSince]) => ({ relation, mode, heldSince })),
      }),
    ),
    ...changes,
  });
}

const AX = "AccessExclusiveLock";

describe("a lock of a step", () => {
  test("is held from the statement that took it to the end of the transaction, and stands there once", () => {
    const step = stepOf([{ ms: 5 }, { ms: 10, locks: [["t", AX, 2]] }, { ms: 20, locks: [["t", AX, 2]] }]);
    expect(makeHeldLocks(step)).toEqual([
      { relation: "t", mode: AX, blocks: "all", statement: 2, startMs: 5, heldMs: 30, length: "brief" },
    ]);
  });

  test("ends with its statement where there is no transaction, and is another one after it", () => {
    const locks = [["t", AX, 1]] as const;
    const step = stepOf(
      [
        { ms: 10, locks },
        { ms: 20, locks },
      ],
      { mode: "no-transaction" },
    );
    expect(makeHeldLocks(step).map(({ startMs, heldMs }) => [startMs, heldMs])).toEqual([
      [0, 10],
      [10, 20],
    ]);
  });

  test.each([
    [
      "before a table is read whole",
      "grows",
      [
        { ms: 1, locks: [["t", AX, 1]] as const },
        { ms: 1, scans: ["t"] },
      ],
    ],
    [
      "after it",
      "brief",
      [
        { ms: 1, scans: ["t"] },
        { ms: 1, locks: [["t", AX, 2]] as const },
      ],
    ],
  ])("that is taken %s %s", (_, length, statements) => {
    expect(makeHeldLocks(stepOf(statements)).map((lock) => lock.length)).toEqual([length]);
  });

  test("of a statement whose number is not known begins with that statement", () => {
    expect(makeHeldLocks(stepOf([{ ms: 3 }, { ms: 4, locks: [["t", AX, 0]] }]))[0]).toMatchObject({
      statement: 2,
      startMs: 3,
    });
  });

  test("on a relation that a pending migration makes keeps nobody waiting, and is not told", () => {
    const [statement] = stepOf([{ ms: 1 }]).statements;
    if (statement === undefined) throw new Error("There is none.");
    const lockOn = (onTarget: string | null) => ({ relation: "t", mode: AX, heldSince: 1, onTarget });
    const step = (onTarget: string | null) =>
      makeStep("1", { statements: [{ ...statement, locks: [lockOn(onTarget)] }] });
    expect(makeHeldLocks(step(null))).toEqual([]);
    expect(makeHeldLocks(step("public.t"))).toHaveLength(1);
  });

  test.each([
    ["AccessExclusiveLock", "ACCESS EXCLUSIVE", "all", "reads"],
    ["ExclusiveLock", "EXCLUSIVE", "writes", "writes"],
    ["ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE", "writes", "writes"],
    ["ShareLock", "SHARE", "writes", "writes"],
    ["ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE", "changes", null],
    ["RowExclusiveLock", "ROW EXCLUSIVE", "nothing", null],
    ["AccessShareLock", "ACCESS SHARE", "nothing", null],
    ["click x call y()", "LOCK", "nothing", null],
  ] as const)("of the mode %s is called %s and blocks %s", (mode, name, blocks, gravity) => {
    expect(renderMode(mode)).toBe(name);
    expect(blockedBy(mode)).toBe(blocks);
    const [lock] = makeHeldLocks(stepOf([{ ms: 1, locks: [["t", mode, 1]], scans: ["t"] }]));
    expect(lock && gravityOf(lock)).toBe(gravity);
  });
});
