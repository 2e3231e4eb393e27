import { expect, test } from "vitest";
import type { StatementTrace, TracedLock } from "../../../src/rehearsal/trace/statement-trace.ts";
import { makeTraced } from "../../../src/report/make-traced.ts";

const lock: TracedLock = {
  relation: "public.t",
  kind: "table",
  mode: "AccessExclusiveLock",
  heldSince: 0,
  onTarget: "public.old",
  table: null,
};
const index: TracedLock = { ...lock, relation: "public.i", kind: "index", table: "public.t" };
const trace: StatementTrace = {
  locks: [lock],
  indexLocks: [],
  rewrites: ["public.t"],
  scans: [],
  invalid: [],
  basis: "observed",
};

test("a report counts statements from one, and names what the target has", () => {
  expect(makeTraced(trace)).toEqual({
    locks: [
      {
        relation: "public.t",
        mode: "AccessExclusiveLock",
        heldSince: 1,
        kind: "table",
        onTarget: "public.old",
      },
    ],
    rewrites: ["public.t"],
    scans: [],
    basis: "observed",
  });
});

test("what was not traced is told from what took nothing", () => {
  expect(makeTraced(null)).toEqual({ locks: [], rewrites: [], scans: [] });
  expect(makeTraced({ ...trace, locks: [], rewrites: [] })).toMatchObject({ locks: [], basis: "observed" });
});

test("an index is told where nothing can read it, and what is left invalid", () => {
  const weak = { ...index, mode: "RowExclusiveLock" } as const;
  const traced = makeTraced({ ...trace, indexLocks: [index, weak], invalid: ["c on public.t"] });
  expect(traced.indexLocks).toEqual([{ ...makeTraced({ ...trace, locks: [index] }).locks[0] }]);
  expect(traced.invalid).toEqual(["c on public.t"]);
});

test("of very many locks the strongest are told, and how many there are", () => {
  const traced = makeTraced({ ...trace, locks: Array.from({ length: 120 }, () => lock) });
  expect(traced.locks).toHaveLength(100);
  expect(traced.lockCount).toBe(120);
});
