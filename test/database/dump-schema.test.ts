import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type DumpOptions, dumpSchema } from "../../src/database/dump-schema.ts";
import { type LocalServer, startServer } from "../../src/database/local-server/start-server.ts";
import { connect } from "../support/connect.ts";
import { installations } from "../support/local-servers.ts";
import { allArguments, becomesTrue } from "../support/processes.ts";

// The npm packages have no pg_dump: this needs an installed PostgreSQL.
const dumping = installations.find(({ pgDump }) => pgDump !== null);
if (dumping === undefined) console.warn("Dumps were not tested: no PostgreSQL here has pg_dump.");
const pgDump = dumping?.pgDump ?? "";
const options: DumpOptions = { lockWaitTimeoutMs: 2_000, startupOptions: "allowed" };

describe.skipIf(dumping === undefined)("a schema dump", () => {
  let server: LocalServer;
  /** The owner of locks. */
  let client: Client;
  /** Outside any transaction: inside one, pg_stat_activity does not change. */
  let observer: Client;

  beforeAll(async () => {
    if (dumping === undefined) return;
    server = await startServer(dumping, { kind: "ephemeral", lifetime: "process" });
    client = await connect(server.settings);
    observer = await connect(server.settings);
    await client.query(`CREATE ROLE reader; CREATE TABLE people (id int PRIMARY KEY, name text DEFAULT 'Łódź');
      GRANT SELECT ON people TO reader; ALTER TABLE people OWNER TO reader; INSERT INTO people VALUES (1, 'Ada')`);
  });
  afterAll(() => server?.stop());

  test("has tables, owners and privileges, and no data", async () => {
    const dump = await dumpSchema(pgDump, server.settings, options);
    const sql = dump.ok ? dump.sql : dump.reason;
    expect(dump.ok, sql).toBe(true);
    expect(sql).toContain("CREATE TABLE public.people");
    expect(sql).toContain("DEFAULT 'Łódź'");
    expect(sql).toContain("ALTER TABLE public.people OWNER TO reader");
    expect(sql).not.toContain("Ada");
  });

  test("gives up when another session holds a lock for longer than it may wait, and waits for nothing afterwards", async () => {
    await client.query("BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE");
    onTestFinished(async () => void (await client.query("ROLLBACK")));
    const begun = performance.now();
    const dump = await dumpSchema(pgDump, server.settings, { ...options, lockWaitTimeoutMs: 300 });
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(dump).toMatchObject({ ok: false, reason: expect.stringContaining("statement timeout") });
    expect(await becomesTrue(noDumpRuns, 2_000)).toBe(true);
  });

  test.each(["signal", "time limit"] as const)("is ended by its %s, on the server too", async (limit) => {
    await client.query("BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE");
    onTestFinished(async () => void (await client.query("ROLLBACK")));
    const ending = limit === "signal" ? { signal: AbortSignal.timeout(500) } : { timeoutMs: 500 };
    const dump = await dumpSchema(pgDump, server.settings, {
      ...options,
      lockWaitTimeoutMs: 30_000,
      ...ending,
    });
    expect(dump).toMatchObject({ ok: false, reason: expect.stringContaining("was stopped") });
    expect(await becomesTrue(noDumpRuns, 2_000)).toBe(true);
  });

  test("needs no start-up options", async () => {
    const dump = await dumpSchema(pgDump, server.settings, { ...options, startupOptions: "refused" });
    expect(dump).toMatchObject({ ok: true, sql: expect.stringContaining("CREATE TABLE public.people") });
  });

  test.runIf(process.platform === "linux")(
    "shows its password in no process's arguments, nor in its reason",
    async () => {
      await client.query("BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE");
      onTestFinished(async () => void (await client.query("ROLLBACK")));
      const password = server.settings.password ?? "";
      const dumping = dumpSchema(pgDump, server.settings, { ...options, lockWaitTimeoutMs: 500 });
      const seen: string[] = [];
      while ((await Promise.race([dumping, sleep(20)])) === undefined) seen.push(...(await allArguments()));
      expect(seen.some((line) => line.includes("--lock-wait-timeout=500"))).toBe(true);
      expect(seen.filter((line) => line.includes(password))).toEqual([]);

      const wrong = { ...server.settings, password: "an unlikely password" };
      const refused = await dumpSchema(pgDump, wrong, options);
      expect(refused).toMatchObject({
        ok: false,
        reason: expect.stringContaining("password authentication failed"),
      });
      expect(JSON.stringify(refused)).not.toContain("unlikely");
    },
  );

  test("says why when it cannot be run or the server cannot be reached", async () => {
    expect(await dumpSchema("/nowhere/pg_dump", server.settings, options)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("could not be run"),
    });
    expect(await dumpSchema(pgDump, { ...server.settings, port: 1 }, options)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("refused"),
    });
  });

  async function noDumpRuns(): Promise<boolean> {
    const { rows } = await observer.query("SELECT FROM pg_stat_activity WHERE application_name ~ 'dump'");
    return rows.length === 0;
  }
});
