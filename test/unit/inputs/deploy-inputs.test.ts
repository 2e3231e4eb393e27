import { expect, test } from "vitest";
import { parsed, problemsBeside } from "./support.ts";

test("a marker is a query or a command", () => {
  expect(parsed({ "backup-marker": " SELECT 1 " }).deploy.backup).toEqual({
    kind: "query",
    text: "SELECT 1",
  });
  expect(parsed({ "backup-command": "date -Is" }).deploy).toEqual({
    backup: { kind: "command", text: "date -Is" },
    backupMaxAgeMs: 86_400_000,
    maxReplicationLagMs: null,
  });
});

test("both together are refused, and what they are is not repeated", () => {
  const problems = problemsBeside({ "backup-marker": "SELECT 'one'", "backup-command": "echo two" });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^INPUT_INVALID backup-marker and backup-command are both given/);
  expect(problems[0]).not.toMatch(/one'|two/);
});

test("ages and lags are durations longer than nothing", () => {
  const { deploy } = parsed({ "backup-max-age": "90min", "max-replication-lag": "10s" });
  expect([deploy.backupMaxAgeMs, deploy.maxReplicationLagMs]).toEqual([5_400_000, 10_000]);
  const problems = problemsBeside({ "backup-max-age": "0", "max-replication-lag": "soon" });
  expect(problems.map((problem) => problem.slice(0, 30))).toEqual([
    "INPUT_INVALID backup-max-age: ",
    "INPUT_INVALID max-replication-",
  ]);
});

test.each(["status", "history", "repair", "baseline", "adopt", "check"])(
  "%s asks nobody for a backup or a standby: it deploys nothing",
  (command) => {
    const more = command === "baseline" ? { target: "1" } : {};
    const values = { command, "backup-command": "false", "max-replication-lag": "1s", ...more };
    expect(parsed(values).deploy).toMatchObject({ backup: null, maxReplicationLagMs: null });
  },
);
