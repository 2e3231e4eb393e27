import { execFileSync } from "node:child_process";
import parsePrometheus from "parse-prometheus-text-format";
import { expect, test } from "vitest";
import { TOOL } from "../../src/tool.ts";
import { migrate } from "../support/runs.ts";
import { type Served, serve } from "../support/serve.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = {
  "1_a.sql": "CREATE TABLE a (id int PRIMARY KEY)",
  "2_b.sql": "CREATE TABLE b (id int); CREATE INDEX b_id ON b (id)",
};

/** Names without our prefix, with their values; all of them must be gauges with a help. */
async function readMetrics({ ask }: Served): Promise<Readonly<Record<string, number>>> {
  const answer = await ask("/metrics", { headers: {} });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const text = await answer.text();
  checkWithPromtool(text);
  const families = parsePrometheus(text);
  for (const { type, help } of families) expect([type, help !== ""]).toEqual(["GAUGE", true]);
  return Object.fromEntries(
    families.map(({ name, metrics }) => [name.replace(/^migrate_action_/, ""), Number(metrics[0]?.value)]),
  );
}

/** Prometheus' own judgement, where it is installed. */
function checkWithPromtool(text: string): void {
  try {
    execFileSync("promtool", ["check", "metrics"], { input: text, stdio: "pipe" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new Error(`promtool: ${(error as { stdout?: Buffer }).stdout}${(error as Error).message}`);
  }
}

describeOnNewest("metrics", (server) => {
  test("tell how it stands", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    const served = await serve(server, database, migrations);
    expect(await readMetrics(served)).toEqual({
      ...{ healthy: 0, database_up: 1, applied_migrations: 0, pending_migrations: 2 },
      ...{ failed_migrations: 0, unfinished_migrations: 0, ahead_migrations: 0, build_info: 1 },
    });
    const begun = Date.now() / 1_000;
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const {
      last_applied_timestamp_seconds: at,
      last_duration_seconds: took,
      ...counts
    } = await readMetrics(served);
    expect(counts).toEqual({
      ...{ healthy: 1, database_up: 1, applied_migrations: 2, pending_migrations: 0, missing_objects: 0 },
      ...{ failed_migrations: 0, unfinished_migrations: 0, ahead_migrations: 0, build_info: 1 },
    });
    expect(Math.abs((at ?? 0) - begun)).toBeLessThan(60);
    expect(took).toBeGreaterThanOrEqual(0);
    await database.query(
      "UPDATE schema_migrations SET execution_time_ms = 1500, applied_at = '2033-05-18 03:33:20Z' WHERE version = '1'",
    );
    await database.query("UPDATE schema_migrations SET status = 'failed' WHERE version = '2'");
    await database.query(
      "INSERT INTO schema_migrations (version, name, status) VALUES ('9', 'x', 'completed')",
    );
    await database.query("DROP INDEX b_id");
    expect(await readMetrics(served)).toMatchObject({
      ...{ healthy: 0, failed_migrations: 1, ahead_migrations: 1, missing_objects: 1 },
      ...{ last_applied_timestamp_seconds: 2_000_000_000, last_duration_seconds: 1.5 },
    });
  });

  test("leave out what is not known, and are never 0 for it", async () => {
    const database = await freshDatabase(server);
    const url = Object.assign(new URL(database.url), { port: "1" }).href;
    const served = await serve(server, { ...database, url }, makeMigrations(FILES));
    expect(await readMetrics(served)).toEqual({ healthy: 0, database_up: 0, build_info: 1 });
    const text = await (await served.ask("/metrics")).text();
    expect(text).toContain(`migrate_action_build_info{version="${TOOL.version}"} 1`);
  });
});
