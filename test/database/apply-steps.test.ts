import { expect, test } from "vitest";
import { applyWithoutRehearsal } from "../support/apply-without-rehearsal.ts";
import { forwardTo } from "../support/forward.ts";
import { freePort } from "../support/free-port.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { makeStep } from "../support/plan-values.ts";
import { becomesTrue } from "../support/processes.ts";
import { historyOf, ledgerOf, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase } from "../support/servers.ts";

describeOnServers("apply without a rehearsal", (server) => {
  test("a later file that does not parse hinders none of those before it, and is named with its place", async () => {
    const database = await freshDatabase(server);
    const { outcome, states } = await applyWithoutRehearsal(database, [
      makeStep("1_a", "CREATE TABLE a (id int);"),
      makeStep("2_b", "CREATE TABLE b (id int);"),
      makeStep("3_bad", "-- 🐘\nSELECT 1;\n  CREATE TABEL c ();"),
      makeStep("4_d", "CREATE TABLE d (id int);"),
    ]);
    expect(states).toEqual(["1 applied", "2 applied", "3 rolled-back", "4 not-run"]);
    expect(outcome.failure).toMatchObject({
      code: "MIGRATION_FAILED",
      details: { version: "3", sqlState: "42601", at: { line: 3, column: 10 } },
    });
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1", "2"]);
    expect(await historyOf(database)).toEqual(["1 completed", "2 completed", "3 failed"]);
  });

  test("all pending transactional files are one message: the server sees them as one query", async () => {
    const database = await freshDatabase(server);
    const seen = "CREATE TABLE seen AS SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid();";
    const { states } = await applyWithoutRehearsal(database, [
      makeStep("1_a", "CREATE TABLE a (id int);"),
      makeStep("2_b", "CREATE TABLE b (id int);"),
      makeStep("3_seen", seen),
    ]);
    expect(states).toEqual(["1 applied", "2 applied", "3 applied"]);
    const [row] = await database.query<{ query: string }>("SELECT query FROM seen");
    // The server keeps the first 1,024 bytes of it.
    expect(row?.query).toMatch(/^BEGIN\n;\nSELECT pg_catalog\.pg_backend_pid/);
  });

  test("when the connection is cut, the ledger tells what was committed: nothing is done twice and nothing is unknown", async () => {
    const database = await freshDatabase(server);
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const forward = await forwardTo(port, hostname, Number(realPort));
    const running = applyWithoutRehearsal(
      database,
      [
        makeStep("1_a", "CREATE TABLE a (id int);"),
        makeStep("2_slow", "CREATE TABLE b (id int); SELECT pg_sleep(30);"),
        makeStep("3_c", "CREATE TABLE c (id int);"),
      ],
      { ...database.settings, host: "127.0.0.1", port },
    );
    expect(await becomesTrue(() => isAsleep(database), 10_000)).toBe(true);
    forward.cut();
    const { outcome, states } = await running;
    expect(states).toEqual(["1 applied", "2 rolled-back", "3 not-run"]);
    expect(outcome.failure?.code).toBe("CONNECTION_LOST");
    expect(await isAsleep(database)).toBe(false);
    expect((await ledgerOf(database)).map(({ version }) => version)).toEqual(["1"]);
    expect(await relationsOf(database)).not.toContain("b");
  });

  test("when it is cut among statements outside a transaction, the rest of them is not run behind our back", async () => {
    const database = await freshDatabase(server);
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const forward = await forwardTo(port, hostname, Number(realPort));
    const running = applyWithoutRehearsal(
      database,
      [
        makeStep(
          "1_slow",
          "-- migrate:no-transaction\nCREATE TABLE a (id int); CREATE TABLE b AS SELECT 1 AS one FROM pg_sleep(30); CREATE TABLE c (id int); VACUUM;",
        ),
      ],
      { ...database.settings, host: "127.0.0.1", port },
    );
    expect(await becomesTrue(() => isAsleep(database), 10_000)).toBe(true);
    forward.cut();
    const { outcome, states } = await running;
    expect(states).toEqual(["1 failed"]);
    expect(outcome.failure?.code).toBe("CONNECTION_LOST");
    expect(await isAsleep(database)).toBe(false);
    expect(await ledgerOf(database)).toMatchObject([{ version: "1", status: "failed", statements_done: 1 }]);
    expect(await relationsOf(database)).toContain("a");
    expect(await relationsOf(database)).not.toContain("c");
  });

  test("outside a transaction, too, nothing of a message counts as done that does not parse", async () => {
    const database = await freshDatabase(server);
    const text = "-- migrate:no-transaction\nVACUUM; CREATE TABLE a (id int); CREATE TABLE b (;";
    const { outcome, states } = await applyWithoutRehearsal(database, [makeStep("1_a", text)]);
    expect(states).toEqual(["1 failed"]);
    expect(outcome.failure?.details.at).toMatchObject({ line: 2, column: 50 });
    expect(await ledgerOf(database)).toMatchObject([{ version: "1", status: "failed", statements_done: 1 }]);
    expect(await relationsOf(database)).not.toContain("a");
  });

  test("another run that records a file first makes this one take itself back", async () => {
    const database = await freshDatabase(server);
    await applyWithoutRehearsal(database, [makeStep("1_a", "CREATE TABLE a (id int);")]);
    const { outcome, states } = await applyWithoutRehearsal(database, [
      makeStep("1_a", "CREATE TABLE again (id int);"),
      makeStep("2_b"),
    ]);
    expect(states).toEqual(["1 rolled-back", "2 not-run"]);
    expect(outcome.failure?.code).toBe("LEDGER_CHANGED");
    expect(await relationsOf(database)).not.toContain("again");
  });

  test("what is heard is in the order in which it was done", async () => {
    const database = await freshDatabase(server);
    const { heard } = await applyWithoutRehearsal(database, [makeStep("1_a"), makeStep("2_b")]);
    const said = heard.map((progress) =>
      "version" in progress ? `${progress.kind} ${progress.version}` : progress.kind,
    );
    expect(said).toEqual(["apply-started", "applying 1", "applied 1", "applying 2", "applied 2"]);
  });

  test("what is done is heard while the server is at the next file", async () => {
    const database = await freshDatabase(server);
    const waits = `DO $$BEGIN
      FOR i IN 1..100 LOOP
        IF EXISTS (SELECT FROM pg_class WHERE relname = 'heard') THEN RETURN; END IF;
        PERFORM pg_sleep(0.05);
      END LOOP;
      RAISE EXCEPTION 'nobody has heard of the first';
    END$$`;
    const { states } = await applyWithoutRehearsal(
      database,
      [makeStep("1_a"), makeStep("2_waits", waits)],
      undefined,
      undefined,
      (progress) => {
        if (progress.kind === "applied" && progress.version === "1")
          void database.query("CREATE TABLE heard ()");
      },
    );
    expect(states).toEqual(["1 applied", "2 applied"]);
  });
});
