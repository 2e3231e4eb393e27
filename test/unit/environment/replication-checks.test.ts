import { describe, expect, test } from "vitest";
import type { Slot, Standby } from "../../../src/database/read-replication.ts";
import { checkReplication } from "../../../src/environment/replication-checks.ts";

const STANDBY: Standby = { name: "eu", state: "streaming", syncState: "async", lagBytes: 4_096, lagMs: 20 };
const SLOT: Slot = {
  name: "s",
  kind: "physical",
  isActive: false,
  retainedBytes: 1_024,
  walStatus: "reserved",
};

const states = (standbys: readonly Standby[], slots: readonly Slot[] = [], limitMs: number | null = null) =>
  checkReplication({ standbys, slots }, limitMs).map(({ state, stop }) => stop?.code ?? state);

describe("a standby", () => {
  test.each<[string, Partial<Standby>, number | null, string]>([
    ["that is at work holds", {}, null, "holds"],
    ["at the limit holds", { lagMs: 1_000 }, 1_000, "holds"],
    ["beyond the limit stops the run", { lagMs: 1_001 }, 1_000, "REPLICATION_LAG"],
    ["half a minute behind holds where nobody has set a limit", { lagMs: 30_000 }, null, "holds"],
    ["further behind is told of then", { lagMs: 30_001 }, null, "warning"],
    ["further behind holds within a limit that allows it", { lagMs: 60_000 }, 120_000, "holds"],
    [
      "with nothing to replay is not behind, whatever was measured last",
      { lagBytes: 0, lagMs: 9_000 },
      1_000,
      "holds",
    ],
    ["that streams and of which no time is told had replayed all", { lagMs: null }, 1_000, "holds"],
    [
      "that catches up and of which no time is told stops the run",
      { lagMs: null, state: "catchup" },
      1_000,
      "REPLICATION_LAG",
    ],
    [
      "that catches up is not known where nobody asks",
      { lagMs: null, state: "catchup" },
      null,
      "not-readable",
    ],
    [
      "that may not be read stops the run",
      { lagMs: null, lagBytes: null, state: null },
      1_000,
      "REPLICATION_LAG",
    ],
    [
      "that may not be read is not known where nobody asks",
      { lagMs: null, lagBytes: null, state: null },
      null,
      "not-readable",
    ],
  ])("%s", (_, values, limitMs, expected) => {
    expect(states([{ ...STANDBY, ...values }], [], limitMs)).toEqual([expected]);
  });

  test.each<[string, Partial<Standby>]>([
    ["pg_basebackup", { state: "backup" }],
    ["pg_receivewal, which replays nothing", { lagBytes: null, lagMs: null }],
  ])("is not what %s looks like", (_, values) => {
    const checks = checkReplication({ standbys: [{ ...STANDBY, ...values }], slots: [] }, 1_000);
    expect(checks).toMatchObject([{ state: "holds", message: "No standby is connected." }]);
  });

  test("is each judged for itself", () => {
    expect(states([STANDBY, { ...STANDBY, name: "us", lagMs: 5_000 }], [], 1_000)).toEqual([
      "holds",
      "REPLICATION_LAG",
    ]);
  });
});

describe("a slot", () => {
  test.each<[string, Partial<Slot>, readonly string[]]>([
    ["that has lost log is told of", { walStatus: "lost" }, ["warning"]],
    ["that is about to is told of, in use or not", { walStatus: "unreserved", isActive: true }, ["warning"]],
    [
      "that nobody uses and that keeps more than max_wal_size is told of",
      { walStatus: "extended" },
      ["warning"],
    ],
    ["in use that keeps as much is not", { walStatus: "extended", isActive: true }, ["holds"]],
    ["that keeps little is not", {}, ["holds"]],
    ["without log is not", { walStatus: null, retainedBytes: null }, ["holds"]],
  ])("%s", (_, values, expected) => {
    expect(states([], [{ ...SLOT, ...values }])).toEqual(expected);
  });
});

test("what could not be read stops a run only where a limit is set", () => {
  expect(checkReplication("no time", null).map(({ state }) => state)).toEqual(["not-readable"]);
  expect(checkReplication("no time", 1_000).map(({ stop }) => stop?.code)).toEqual(["REPLICATION_LAG"]);
});
