import { join } from "node:path";
import { expect, test } from "vitest";
import { OUTPUTS } from "../../src/inputs/outputs.ts";
import { fixture, ROOT } from "../support/built.ts";
import { type ActionRun, runAction } from "../support/run-action.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations, writeFiles } from "../support/temporary.ts";

describeOnNewest("however the action ends, it sets every output and writes summary and report", (server) => {
  const act = (url: string, migrations: string, inputs: Readonly<Record<string, string>> = {}) =>
    runAction({ "database-url": url, "shadow-url": server.url, "migrations-path": migrations, ...inputs });
  const isWhole = (run: ActionRun) => {
    const names = OUTPUTS.map(({ name }) => name);
    expect(Object.keys(run.outputs).sort()).toEqual([...names].sort());
    expect(run.summary).toContain("## ");
    expect(run.report.result).toBe(run.outputs.result);
    expect(run.state).toMatchObject({ begun: "true", told: "true" });
  };

  test("applied, and nothing to do", async () => {
    const database = await freshDatabase(server);
    const first = await act(database.url, join(ROOT, "migrations-example"));
    isWhole(first);
    expect(first.code).toBe(0);
    expect(first.outputs).toMatchObject({
      result: "applied",
      "applied-count": "8",
      "pending-count": "0",
      pending: "[]",
      changed: "true",
      "previous-version": "",
      "current-version": "016",
      batch: "1",
      "failure-reason": "",
    });
    const again = await act(database.url, join(ROOT, "migrations-example"));
    isWhole(again);
    expect(again.outputs).toMatchObject({
      result: "nothing-to-do",
      applied: "[]",
      "applied-count": "0",
      changed: "false",
      "previous-version": "016",
      "current-version": "016",
      batch: "",
    });
  });

  test("refused for its inputs", async () => {
    const run = await act("postgres://x@127.0.0.1:1/y", fixture("flat"), { "lock-timeout": "soon" });
    isWhole(run);
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({
      result: "refused",
      "failure-reason": "INPUT_INVALID",
      pending: "null",
      "pending-count": "unknown",
      changed: "false",
    });
  });

  test("without a connection", async () => {
    const run = await act("postgres://x@127.0.0.1:1/y", fixture("flat"), { "wait-for-database": "0s" });
    isWhole(run);
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({
      "failure-reason": "CONNECTION_FAILED",
      "pending-count": "unknown",
      changed: "false",
    });
  });

  test("refused by the plan, by the gate and by the rehearsal", async () => {
    const database = await freshDatabase(server);
    for (const [migrations, inputs, reason] of [
      [fixture("mix"), {}, "PLAN_TRANSACTION_MIX"],
      [fixture("flat"), { environment: "production" }, "CONFIRMATION_MISSING"],
      [fixture("failing"), {}, "REHEARSAL_FAILED"],
    ] as const) {
      const run = await act(database.url, migrations, inputs);
      isWhole(run);
      expect(run.code).toBe(1);
      expect(run.outputs).toMatchObject({
        result: "refused",
        "failure-reason": reason,
        changed: "false",
        "applied-count": "0",
      });
      expect(Number(run.outputs["pending-count"])).toBeGreaterThan(0);
    }
  });

  test("failed half-way, with an annotation on the line of the file", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "1_t.sql": "CREATE TABLE t (id int);" });
    await act(database.url, migrations);
    await database.query("INSERT INTO t VALUES (1), (1)");
    writeFiles(migrations, {
      "2_a.sql": "SELECT 1;",
      "3_b.sql": "\n\nALTER TABLE t ADD UNIQUE (id);",
      "4_c.sql": "SELECT 1;",
    });
    // The rows that are in the way are found beforehand: they are let through here.
    const run = await act(database.url, migrations, { "fail-on": "never" });
    isWhole(run);
    expect(run.code).toBe(1);
    expect(run.outputs).toMatchObject({
      result: "failed",
      applied: '["2"]',
      pending: '["3","4"]',
      "failed-version": "3",
      "failure-reason": "MIGRATION_FAILED",
      changed: "true",
      "previous-version": "1",
      "current-version": "2",
    });
    expect(run.stdout).toMatch(/^::error .*file=[^,]*3_b\.sql,line=3,.*col=1/m);
    for (const name of ["Rehearsal", "Plan", "Apply"]) expect(run.stdout).toContain(`::group::${name}`);
  });
});
