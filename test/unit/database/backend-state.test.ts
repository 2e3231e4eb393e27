import { expect, test } from "vitest";
import { parseBackendState } from "../../../src/database/backend-state.ts";

const NO_BLOCKER = {
  pid: null,
  application: null,
  state: null,
  query: null,
  age: null,
  waiting_since: null,
  waiting_ms: null,
};
const own = (state: string | null, seconds: number | null, tracking = "on") => ({
  tracking,
  own_state: state,
  own_state_s: seconds,
  ...NO_BLOCKER,
});

test.each([
  ["active", 900, true],
  ["idle", 1, true],
  ["idle in transaction", 4, true],
  ["idle", 6, false],
  ["idle in transaction (aborted)", 60, false],
  ["fastpath function call", 60, true],
])("a backend that is %s for %i s is at work: %s", (state, seconds, isAtWork) => {
  expect(parseBackendState([own(state, seconds)]).isAtWork).toBe(isAtWork);
});

test("one that is gone is not at work", () => {
  expect(parseBackendState([own(null, null)]).isAtWork).toBe(false);
});

test("where the server keeps no book of its backends, each counts as at work", () => {
  expect(parseBackendState([own(null, null, "off")]).isAtWork).toBe(true);
});

test("each blocker is told with pid, name, state, age and query, in one line", () => {
  const blocked = (pid: number, query: string) => ({
    ...own("active", 3),
    pid,
    application: "report",
    state: "idle in transaction",
    age: "00:01:02",
    query,
  });
  expect(parseBackendState([blocked(7, "SELECT 1\n  FROM t"), blocked(8, "x".repeat(200))]).blockers).toEqual(
    [
      "pid 7 (report, idle in transaction, in its transaction for 00:01:02): SELECT 1 FROM t",
      `pid 8 (report, idle in transaction, in its transaction for 00:01:02): ${"x".repeat(120)}`,
    ],
  );
  expect(parseBackendState([own("active", 3)]).blockers).toEqual([]);
});

test("a wait for a lock is known by its beginning, and has lasted so long", () => {
  const waiting = { ...own("active", 3), waiting_since: "2026-01-02 03:04:05.678+00", waiting_ms: 250.5 };
  expect(parseBackendState([waiting]).wait).toEqual({ since: "2026-01-02 03:04:05.678+00", ms: 250.5 });
  expect(parseBackendState([own("active", 3)]).wait).toBeNull();
});
