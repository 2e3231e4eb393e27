import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Health } from "../../src/report/health/health.ts";
import { connect } from "../support/connect.ts";
import { forwardTo } from "../support/forward.ts";
import { startOwnServer } from "../support/own-server.ts";
import { becomesTrue } from "../support/processes.ts";
import { migrate } from "../support/runs.ts";
import { type Served, serve } from "../support/serve.ts";
import { describeOnNewest, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";
import { startSilentServer } from "../support/silent-server.ts";
import { tapTo } from "../support/tap.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (id int PRIMARY KEY)" };
const LIMIT_MS = 500;

/** What a busy machine may add to the limit; without one an answer takes as long as the database is away, or a minute. */
const LATE_MS = 3_000;

/** One answer. */
interface Answer {
  readonly status: number;
  readonly codes: readonly string[];
  readonly durationMs: number;
}

async function askHealth({ ask }: Served): Promise<Answer> {
  const begun = performance.now();
  const answer = await ask("/health/database");
  const { problems = [] } = (await answer.json()) as Health;
  return {
    status: answer.status,
    codes: problems.map(({ code }) => code),
    durationMs: performance.now() - begun,
  };
}

/** Asks without an end from ten sides at once; what was answered, when it is told to end. */
function askOnAndOn(served: Served): () => Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  const asking = Array.from({ length: 10 }, async () => {
    while (!isOver) {
      const answer = await askHealth(served).catch((error) => {
        // Its server may have ended with a test that failed.
        if (!isOver) throw error;
      });
      if (answer !== undefined) answers.push(answer);
      await delay(5);
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(asking);
    return answers;
  };
}

/** `serve`, by way of `port`, of a database where all is applied. */
async function serveThrough(server: TestServer, database: TestDatabase, port: number): Promise<Served> {
  const migrations = makeMigrations(FILES);
  expect((await migrate(server, database, migrations)).code).toBe(0);
  const url = new URL(database.url);
  Object.assign(url, { hostname: "127.0.0.1", port: String(port), search: "?sslmode=disable" });
  return await serve(server, { ...database, url: url.href }, migrations, {
    flags: [`--health-timeout=${LIMIT_MS}ms`],
  });
}

/** Under load: healthy, then 503 in time with one of `codes` while `harm` lasts, then healthy again by itself. */
async function expectOutage(
  served: Served,
  codes: readonly string[],
  { harm, mend }: { readonly harm: () => unknown; readonly mend: () => unknown },
): Promise<void> {
  const isHealthy = async () => (await askHealth(served)).status === 200;
  expect(await becomesTrue(isHealthy, 10_000)).toBe(true);
  const end = askOnAndOn(served);
  await delay(300);
  await harm();
  const isUnhealthy = async () => !(await isHealthy());
  expect(await becomesTrue(isUnhealthy, 10_000)).toBe(true);
  await delay(1_500);
  await mend();
  expect(await becomesTrue(isHealthy, 20_000)).toBe(true);
  const answers = await end();
  const bad = answers.filter(({ status }) => status !== 200);
  expect(new Set(bad.map(({ status }) => status))).toEqual(new Set([503]));
  expect(bad.flatMap((answer) => answer.codes).filter((code) => !codes.includes(code))).toEqual([]);
  expect(Math.max(...answers.map(({ durationMs }) => durationMs))).toBeLessThan(LIMIT_MS + LATE_MS);
  expect(answers.length).toBeGreaterThan(bad.length);
  expect(served.child.exitCode).toBeNull();
}

describeOnNewest("health under load", (server) => {
  test("is 503 while the ledger is locked, and keeps no second session waiting", async () => {
    const database = await freshDatabase(server);
    const tap = await tapTo(server.settings.host, server.settings.port);
    const served = await serveThrough(server, database, tap.port);
    const holder = await connect(database.url);
    await expectOutage(served, ["HEALTH_TIMEOUT"], {
      harm: () => holder.query("BEGIN; LOCK public.schema_migrations IN ACCESS EXCLUSIVE MODE"),
      mend: async () => {
        const waiting = await database.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        expect(waiting.length).toBeLessThanOrEqual(2);
        await holder.query("ROLLBACK");
      },
    });
    await holder.end();
    expect(tap.mostAtOnce()).toBeLessThanOrEqual(2);
  });

  test("is 503 while nobody listens there", async () => {
    const database = await freshDatabase(server);
    const { host, port } = server.settings;
    const forward = await forwardTo(0, host, port);
    const served = await serveThrough(server, database, forward.port);
    await expectOutage(served, ["CONNECTION_FAILED", "HEALTH_TIMEOUT"], {
      harm: forward.cut,
      mend: () => forwardTo(forward.port, host, port),
    });
  });

  test("is 503 while the network swallows everything, and opens few connections meanwhile", async () => {
    const database = await freshDatabase(server);
    const { host, port } = server.settings;
    const forward = await forwardTo(0, host, port);
    const served = await serveThrough(server, database, forward.port);
    let before = 0;
    await expectOutage(served, ["HEALTH_TIMEOUT", "CONNECTION_FAILED"], {
      harm: () => {
        before = forward.connections();
        forward.stall();
      },
      mend: () => forward.leadTo(host, port),
    });
    expect(forward.connections() - before).toBeLessThan(40);
  });

  test("is 503 while the network is too slow", async () => {
    const database = await freshDatabase(server);
    const tap = await tapTo(server.settings.host, server.settings.port);
    const served = await serveThrough(server, database, tap.port);
    await expectOutage(served, ["HEALTH_TIMEOUT", "CONNECTION_FAILED"], {
      harm: () => tap.slowDown(LIMIT_MS * 4),
      mend: () => tap.slowDown(0),
    });
  });

  test("is told in time by a server that accepts and never answers", async () => {
    const database = await freshDatabase(server);
    const { port } = await startSilentServer();
    const served = await serveThrough(server, database, port);
    const answers = await Promise.all(Array.from({ length: 50 }, () => askHealth(served)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(["HEALTH_TIMEOUT"]));
    expect(Math.max(...answers.map(({ durationMs }) => durationMs))).toBeLessThan(LIMIT_MS + LATE_MS);
  });

  test("comes back by itself when the server has crashed, and when all sessions were ended", async () => {
    const own = await startOwnServer();
    const database = await freshDatabase(own);
    const served = await serveThrough(own, database, own.settings.port);
    const admin = await connect(own.url);
    const isHealthy = async () => (await askHealth(served)).status === 200;
    expect(await becomesTrue(isHealthy, 10_000)).toBe(true);
    const end = askOnAndOn(served);
    for (let round = 0; round < 20; round++) {
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      );
      await delay(20);
    }
    const { rows } = await admin.query("SELECT pg_backend_pid() AS pid");
    // A backend that is killed takes the whole server through its recovery. Source: PostgreSQL manual, "Shutting Down".
    process.kill(Number(rows[0]?.pid), "SIGKILL");
    await delay(1_000);
    expect(await becomesTrue(isHealthy, 20_000)).toBe(true);
    const answers = await end();
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(Math.max(...answers.map(({ durationMs }) => durationMs))).toBeLessThan(LIMIT_MS + LATE_MS);
    expect(served.child.exitCode).toBeNull();
    await admin.end().catch(() => {});
  });
});
