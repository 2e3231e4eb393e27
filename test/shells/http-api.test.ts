import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { connect } from "../support/connect.ts";
import { becomesTrue } from "../support/processes.ts";
import { ledgerOf, relationsOf } from "../support/runs.ts";
import { json, serve, TOKEN } from "../support/serve.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const TWO = { "1_a.sql": "CREATE TABLE a (id int);", "2_b.sql": "CREATE TABLE b (id int);" };

const reportOf = async (response: Response): Promise<Report> => (await response.json()) as Report;

describeOnNewest("the admin API", (server) => {
  test("shows the status, rehearses by default, and applies when it is told to", async () => {
    const database = await freshDatabase(server);
    const { ask, post } = await serve(server, database, makeMigrations(TWO));
    const before = await ask("/api/migrations");
    expect(before.status).toBe(200);
    expect(before.headers.get("cache-control")).toBe("no-store");
    expect(await before.json()).toMatchObject({
      ...{ format: "migrate-action.report/1", command: "status", ledger: { pending: ["1", "2"] } },
      ...{ running: null, lastRun: null },
    });
    const dry = await post({});
    expect(dry.status).toBe(200);
    expect(await dry.json()).toMatchObject({ command: "plan", result: "planned", rehearsal: { ok: true } });
    expect(await relationsOf(database)).toEqual([]);
    const wet = await post({ dryRun: false });
    expect(wet.status).toBe(200);
    expect(await wet.json()).toMatchObject({ command: "up", result: "applied" });
    expect(await relationsOf(database)).toContain("b");
    const after = await reportOf(await ask("/api/migrations"));
    expect(after).toMatchObject({
      ledger: { applied: ["1", "2"], pending: [] },
      lastRun: { dryRun: false, report: { command: "up", result: "applied" } },
    });
  });

  test("applies a part, by target and by steps", async () => {
    const database = await freshDatabase(server);
    const files = { ...TWO, "3_c.sql": "CREATE TABLE c (id int);" };
    const { post } = await serve(server, database, makeMigrations(files));
    expect((await reportOf(await post({ dryRun: false, target: "1" }))).ledger?.pending).toEqual(["2", "3"]);
    expect((await reportOf(await post({ dryRun: false, steps: 1 }))).ledger?.pending).toEqual(["3"]);
  });

  test("applies the plan that was reviewed, and no other", async () => {
    const database = await freshDatabase(server);
    const { post } = await serve(server, database, makeMigrations(TWO));
    const other = await post({ dryRun: false, expectedPlan: `sha256:${"0".repeat(64)}` });
    expect(other.status).toBe(422);
    expect((await reportOf(other)).failure?.code).toBe("EXPECTED_PLAN_DIFFERS");
    expect(await relationsOf(database)).toEqual([]);
    const digest = (await reportOf(await post({}))).plan?.digest;
    expect((await post({ dryRun: false, expectedPlan: digest })).status).toBe(200);
    expect(await relationsOf(database)).toContain("b");
  });

  test("holds to the gate: a hazard stops it as it stops the command line", async () => {
    const database = await freshDatabase(server);
    const files = { "1_a.sql": "CREATE SCHEMA a;", "2_b.sql": "ALTER SCHEMA a RENAME TO b;" };
    const { post } = await serve(server, database, makeMigrations(files), { flags: ["--fail-on=medium"] });
    expect((await post({ dryRun: false, target: "1" })).status).toBe(200);
    const refused = await post({ dryRun: false });
    expect(refused.status).toBe(422);
    expect(await reportOf(refused)).toMatchObject({
      exitCode: 5,
      result: "refused",
      failure: { code: "HAZARDS" },
    });
    const schemas = await database.query("SELECT nspname FROM pg_namespace WHERE nspname IN ('a', 'b')");
    expect(schemas).toEqual([{ nspname: "a" }]);
  });

  test("asks for the phrase in production, typed in the request and not when the server was started", async () => {
    const database = await freshDatabase(server);
    const { post } = await serve(server, database, makeMigrations(TWO), {
      flags: ["--environment=production", "--confirm=MIGRATE-PRODUCTION"],
      env: { CONFIRM_PRODUCTION_MIGRATION: "true" },
    });
    const refused = await post({ dryRun: false });
    expect(refused.status).toBe(422);
    expect((await reportOf(refused)).failure?.code).toBe("CONFIRMATION_MISSING");
    const wrong = await post({ dryRun: false, confirm: "migrate-production" });
    expect((await reportOf(wrong)).failure?.code).toBe("CONFIRMATION_WRONG");
    expect(await relationsOf(database)).toEqual([]);
    const typed = await post({ dryRun: false, confirm: "MIGRATE-PRODUCTION" });
    expect((await reportOf(typed)).result).toBe("applied");
  });

  test("records who asked, as they say, and the database user where they do not", async () => {
    const database = await freshDatabase(server);
    const { post } = await serve(server, database, makeMigrations(TWO));
    await post({ dryRun: false, steps: 1, actor: "octocat" });
    await post({ dryRun: false });
    const rows = await ledgerOf(database);
    expect(rows.map((row) => row.applied_by)).toEqual(["octocat (HTTP)", server.settings.user]);
  });

  test("tells a migration that fails as a report, and what of it is left", async () => {
    const database = await freshDatabase(server);
    const files = { "1_a.sql": "CREATE TABLE a (id int);", "2_b.sql": "SELECT 1/0;" };
    const { post } = await serve(server, database, makeMigrations(files), { flags: ["--rehearsal=auto"] });
    const failed = await post({ dryRun: false });
    expect(failed.status).toBe(422);
    expect((await reportOf(failed)).failure?.at?.file).toContain("2_b.sql");
  });

  test("is not there in production, without a token, and with an unknown one it is shut", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(TWO);
    const production = await serve(server, database, migrations, { env: { NODE_ENV: "production" } });
    const without = await serve(server, database, migrations, { env: { INTERNAL_ADMIN_TOKEN: "" } });
    for (const { ask, post } of [production, without]) {
      expect((await ask("/api/migrations")).status).toBe(404);
      expect((await post({})).status).toBe(404);
      expect((await ask("/api/migrations", { method: "DELETE" })).status).toBe(404);
    }
    const open = await serve(server, database, migrations);
    for (const headers of [{}, { authorization: "Bearer other" }]) {
      expect((await open.ask("/api/migrations", { headers })).status).toBe(401);
      const response = await open.post(
        { dryRun: false },
        { headers: { ...json(), authorization: "", ...headers } },
      );
      expect(response.status).toBe(401);
    }
    expect(await relationsOf(database)).toEqual([]);
  });
});

describeOnNewest("a run through the API", (server) => {
  /** Somebody's lock on `a`, which every migration that alters it waits for. */
  const holdTable = async (url: string) => {
    const client = await connect(url);
    await client.query("BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
    return async () => {
      await client.query("COMMIT");
      await client.end();
    };
  };
  const FILES = { "1_a.sql": "CREATE TABLE a (id int);" };
  const WAITS = { ...FILES, "2_b.sql": "ALTER TABLE a ADD b int;", "3_c.sql": "CREATE TABLE c (id int);" };

  const held = async (flags: readonly string[] = ["--lock-timeout=20s"]) => {
    const database = await freshDatabase(server);
    const served = await serve(server, database, makeMigrations(WAITS), { flags });
    await served.post({ dryRun: false, target: "1" });
    const letGo = await holdTable(database.url);
    const isWaiting = async () => {
      const rows = await database.query(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      return rows.length > 0;
    };
    return { database, served, letGo, waits: () => becomesTrue(isWaiting, 30_000) };
  };

  test("is one at a time: the second is told who and since when, and begins nothing", async () => {
    const { served, letGo, waits } = await held();
    const first = served.post({ dryRun: false, actor: "first" });
    await waits();
    for (const body of [{ dryRun: false }, {}]) {
      const second = await served.post(body);
      expect(second.status).toBe(409);
      expect(await second.json()).toEqual({
        error: {
          ...{ code: "RUN_UNDER_WAY", message: expect.any(String) },
          ...{ by: "first (HTTP)", startedAt: expect.stringMatching(/^20.*Z$/) },
        },
      });
    }
    expect(await reportOf(await served.ask("/api/migrations"))).toMatchObject({
      running: { by: "first (HTTP)", dryRun: false },
    });
    await letGo();
    expect((await reportOf(await first)).result).toBe("applied");
    expect((await served.post({})).status).toBe(200);
  });

  test("goes on to its end when the client has gone, is recorded whole, and can be looked at afterwards", async () => {
    const { database, served, letGo, waits } = await held();
    const going = new AbortController();
    const gone = served.post({ dryRun: false }, { signal: going.signal }).catch((error: Error) => error.name);
    await waits();
    going.abort();
    expect(await gone).toBe("AbortError");
    await letGo();
    await becomesTrue(async () => (await ledgerOf(database)).length === 3, 30_000);
    expect((await ledgerOf(database)).map(({ status }) => status)).toEqual([
      "completed",
      "completed",
      "completed",
    ]);
    const seen = async () =>
      (await served.ask("/api/migrations")).json() as Promise<{ lastRun: { report: Report } }>;
    await becomesTrue(async () => (await seen()).lastRun.report.ledger?.pending.length === 0, 30_000);
  });

  test("is cancelled by SIGTERM, recorded, answered, and the server ends with 0", async () => {
    const { database, served, letGo, waits } = await held();
    const answer = served.post({ dryRun: false });
    await waits();
    served.child.kill("SIGTERM");
    const response = await answer;
    expect(response.status).toBe(503);
    expect(await reportOf(response)).toMatchObject({ exitCode: 7, result: "cancelled" });
    expect((await served.run).code).toBe(0);
    await letGo();
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
    expect((await served.run).stderr).toMatch(/API: up for .*: cancelled in .* \(exit code 7, CANCELLED\)/);
  });

  test("of a second server waits for the first one's, as runs do everywhere", async () => {
    const { database, served, letGo, waits } = await held();
    const other = await serve(server, database, makeMigrations(WAITS), { flags: ["--run-lock-wait=100ms"] });
    const first = served.post({ dryRun: false });
    await waits();
    const second = await other.post({ dryRun: false });
    expect(second.status).toBe(409);
    expect((await reportOf(second)).failure?.code).toBe("RUN_LOCKED");
    await letGo();
    expect((await first).status).toBe(200);
  });

  test("says in the log that it began and how it ended, and of health nothing", async () => {
    const database = await freshDatabase(server);
    const served = await serve(server, database, makeMigrations(FILES));
    await served.ask("/health/database");
    await served.post({ actor: "octocat" });
    served.child.kill("SIGTERM");
    const { stderr } = await served.run;
    expect(stderr).toContain("API: dry run for octocat (HTTP) begins.");
    expect(stderr).toMatch(/API: dry run for octocat \(HTTP\): planned in .* \(exit code 0\)\./);
    expect(stderr).not.toContain("health");
  });

  test("repeats no secret, whatever echoes it", async () => {
    const database = await freshDatabase(server);
    const files = {
      "1_a.sql": "DO $$ BEGIN RAISE EXCEPTION 'it is %', 'token-of-' || 'these-tests-0123456789'; END $$;",
    };
    const served = await serve(server, database, makeMigrations(files));
    const text = await (await served.post({ dryRun: false })).text();
    const events = await served.post({}, { headers: { ...json(), accept: "text/event-stream" } });
    const told = [text, await events.text(), await (await served.ask("/api/migrations")).text()];
    for (const answer of told) {
      expect(answer).toContain("it is ***");
      expect(answer).not.toContain(TOKEN);
    }
  });
});
