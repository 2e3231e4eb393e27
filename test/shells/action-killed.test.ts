import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtProgram, plainEnvironment, ROOT } from "../support/built.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { becomesTrue } from "../support/processes.ts";
import { startAction } from "../support/run-action.ts";
import { migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { spawnProgram } from "../support/spawned.ts";
import { makeDirectory, makeMigrations, writeFiles } from "../support/temporary.ts";

/** Runs the post step as the runner does: with main's inputs and what main has saved. */
async function runPost(inputs: Readonly<Record<string, string>>, state: Readonly<Record<string, string>>) {
  const summaryPath = join(mkdtempSync(join(makeDirectory(), "post-")), "summary");
  writeFileSync(summaryPath, "");
  const pairs = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value] as const);
  const { code, stdout, stderr } = await spawnProgram(builtProgram("action-post.js"), [], {
    env: {
      ...plainEnvironment(),
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: summaryPath,
      ...Object.fromEntries([...pairs("INPUT_", upper(inputs)), ...pairs("STATE_", state)]),
    },
    cwd: ROOT,
  }).ended;
  return { code, stdout, stderr, summary: readFileSync(summaryPath, "utf8") };
}

const upper = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]));

describeOnServers("the post step of an action that was killed", (server) => {
  const killed = async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations({ "0_t.sql": "CREATE TABLE t (id int);" });
    await migrate(server, database, migrations);
    await database.query("INSERT INTO t VALUES (1)");
    writeFiles(migrations, {
      "1_a.sql": "CREATE TABLE a (id int);",
      "2_slow.sql": "SELECT pg_sleep(60 * count(*)) FROM t;",
    });
    const inputs = { "database-url": database.url, "shadow-url": server.url, "migrations-path": migrations };
    const action = startAction(inputs);
    expect(await becomesTrue(() => isAsleep(database), 20_000)).toBe(true);
    action.child.kill("SIGKILL");
    const { state, summary } = await action.run;
    expect(state).toEqual({ begun: "true" });
    expect(summary).toBe("");
    return { inputs, state };
  };

  test("says what the database has now, in the log and the summary", async () => {
    const { inputs, state } = await killed();
    const { code, stdout, summary } = await runPost(inputs, state);
    expect(code).toBe(0);
    expect(stdout).toContain("The run was ended before it could report");
    expect(stdout).toMatch(/✓ .*1.*a/);
    expect(summary).toContain("The run was ended before it could report");
    expect(summary).toMatch(/1_a|`1`/);
    expect(summary).toMatch(/pending/i);
  });

  test("says so where the database cannot be asked, and shows no secret", async () => {
    const { inputs, state } = await killed();
    const url = "postgres://me:s3cret-canary@127.0.0.1:1/nowhere";
    const { code, stdout, stderr, summary } = await runPost(
      { ...inputs, "database-url": url, "wait-for-database": "1s" },
      state,
    );
    expect(code).toBe(0);
    expect(summary).toContain("No PostgreSQL server is to be had");
    const shown = stdout.replace(/^::add-mask::.*$/gm, "") + stderr + summary;
    expect(shown).not.toContain("s3cret-canary");
  });

  test("has nothing to say where main has told what it did", async () => {
    const { code, stdout, summary } = await runPost({}, { begun: "true", told: "true" });
    expect({ code, stdout, summary }).toEqual({ code: 0, stdout: "", summary: "" });
  });
});
