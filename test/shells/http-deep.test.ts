import { expect, test } from "vitest";
import type { Health } from "../../src/report/health/health.ts";
import { becomesTrue } from "../support/processes.ts";
import { migrate } from "../support/runs.ts";
import { bearer, type Served, serve } from "../support/serve.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";

const FILES = {
  "1_a.sql": "CREATE TABLE a (id int PRIMARY KEY, name text);",
  "1.verify.sql": "SELECT count(*) < 3 FROM a;",
  "2_b.sql": "CREATE TABLE b (id int);",
};

/** The deep answer as soon as it is so; it may be of a few seconds ago. */
async function deepUntil(
  { ask }: Served,
  isSo: (health: Health) => boolean,
): Promise<{ readonly status: number; readonly health: Health }> {
  let last = { status: 0, health: {} as Health };
  await becomesTrue(async () => {
    const answer = await ask("/health/database?deep", { headers: bearer() });
    last = { status: answer.status, health: (await answer.json()) as Health };
    return isSo(last.health);
  }, 40_000);
  return last;
}

describeOnNewest("deep health", (server) => {
  test("compares the whole schema with what the applied files make, and asks the verify files", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const served = await serve(server, database, migrations);
    const well = await deepUntil(served, () => true);
    expect([well.status, well.health.status, well.health.deep]).toEqual([
      ...[200, "healthy", { schema: "same", verify: "holds" }],
    ]);
    await database.query("ALTER TABLE b ALTER COLUMN id TYPE bigint");
    const shallow = await served.ask("/health/database");
    expect(shallow.status).toBe(200);
    expect(await shallow.json()).not.toHaveProperty("deep");
    const drifted = await deepUntil(served, ({ deep }) => deep?.schema !== "same");
    expect([drifted.status, drifted.health.deep, drifted.health.problems]).toEqual([
      503,
      { schema: "differs", verify: "holds" },
      [{ code: "SCHEMA_DIFFERS", message: "Not as the applied migrations make it: table public.b." }],
    ]);
    await database.query("ALTER TABLE b ALTER COLUMN id TYPE int");
    await database.query("INSERT INTO a SELECT n, 'x' FROM generate_series(1, 5) n");
    const violated = await deepUntil(served, ({ deep }) => deep?.schema === "same");
    expect([violated.status, violated.health.deep, violated.health.problems]).toEqual([
      503,
      { schema: "same", verify: "violated" },
      [{ code: "VERIFY_FAILED", message: "What these verify files ask is not so: 1.verify.sql." }],
    ]);
  }, 150_000);

  test("says why it could not compare, which is no problem by itself", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    // A server that has no database of this name to rehearse in.
    const nowhere = { ...server, url: "postgresql://127.0.0.1:1/nothing" };
    const served = await serve(nowhere, database, migrations);
    const { status, health } = await deepUntil(served, () => true);
    expect([status, health.deep]).toEqual([
      200,
      {
        schema: "not-compared",
        why: "There is no server on which to see what the applied files make.",
        verify: "holds",
      },
    ]);
  });

  test("is for who has the token, and health itself for everybody", async () => {
    const database = await freshDatabase(server);
    const migrations = makeMigrations(FILES);
    expect((await migrate(server, database, migrations)).code).toBe(0);
    const { ask } = await serve(server, database, migrations);
    for (const query of ["?deep", "?deep=1", "?x&deep="])
      expect((await ask(`/health/database${query}`, { headers: {} })).status).toBe(401);
    expect((await ask("/health/database", { headers: {} })).status).toBe(200);
    expect((await ask("/health/database?deeper", { headers: {} })).status).toBe(200);
  });
});
