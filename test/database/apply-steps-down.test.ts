import { expect, test } from "vitest";
import { applyWithoutRehearsal } from "../support/apply-without-rehearsal.ts";
import { connect } from "../support/connect.ts";
import { forwardTo } from "../support/forward.ts";
import { freePort } from "../support/free-port.ts";
import { isAsleep } from "../support/is-asleep.ts";
import { makeRow, makeStep, makeStepDown } from "../support/plan-values.ts";
import { becomesTrue } from "../support/processes.ts";
import { freshRole } from "../support/roles.ts";
import { historyOf, ledgerOf, relationsOf } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { settingsOfUrl } from "../support/settings-of-url.ts";

const OUTSIDE = "-- migrate:no-transaction\n";

describeOnServers("taking back without a rehearsal", (server) => {
  const prepared = async () => {
    const database = await freshDatabase(server);
    const ups = ["a", "b", "c"].map((letter, index) =>
      makeStep(`${index + 1}_${letter}`, `CREATE TABLE ${letter} (id int);`),
    );
    const { outcome } = await applyWithoutRehearsal(database, ups);
    expect(outcome.failure).toBeNull();
    return database;
  };
  const versionsOf = async (database: TestDatabase) =>
    (await ledgerOf(database)).map(({ version, status }) => `${version} ${status}`);
  const lettersOf = async (database: TestDatabase) =>
    (await relationsOf(database)).filter((name) => name.length === 1);
  const back = (stem: string, text: string) => makeStepDown(stem, text, makeRow(stem.slice(0, 1)));

  test.each([
    ["in a transaction", ""],
    ["outside a transaction", OUTSIDE],
  ])("a row that somebody else took back makes this run take nothing back, %s", async (_, mode) => {
    const database = await prepared();
    await database.query("DELETE FROM schema_migrations WHERE version = '3'");
    const steps = [back("3_c", `${mode}DROP TABLE c;`), back("2_b", "DROP TABLE b;")];
    const { outcome, states } = await applyWithoutRehearsal(database, steps);
    expect(states).toEqual(["3 rolled-back", "2 not-run"]);
    expect(outcome.failure).toMatchObject({ code: "LEDGER_CHANGED", details: { version: "3" } });
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
    expect(await versionsOf(database)).toEqual(["1 completed", "2 completed"]);
  });

  test("a row that is under way elsewhere is not taken", async () => {
    const database = await prepared();
    await database.query("UPDATE schema_migrations SET status = 'running' WHERE version = '3'");
    const { outcome } = await applyWithoutRehearsal(database, [back("3_c", "DROP TABLE c;")]);
    expect(outcome.failure?.code).toBe("LEDGER_CHANGED");
    expect(await versionsOf(database)).toContain("3 running");
  });

  test("of two at the same row, without a lock between them, the second waits and then finds it gone", async () => {
    const database = await prepared();
    const take = (lock: string) =>
      applyWithoutRehearsal(
        database,
        [back("3_c", "SELECT pg_sleep(1); DROP TABLE c;")],
        database.settings,
        lock,
      );
    const both = await Promise.all([take("one"), take("two")]);
    expect(both.flatMap(({ states }) => states).toSorted()).toEqual(["3 rolled-back", "3 taken-back"]);
    const loser = both.find(({ outcome }) => outcome.failure !== null);
    expect(loser?.outcome.failure?.code).toBe("LEDGER_CHANGED");
    // Nothing has failed: what it was at is done.
    expect((await historyOf(database)).filter((line) => line.startsWith("3"))).toEqual([
      "3 completed",
      "3 completed",
    ]);
  });

  test("a table that somebody holds for a while is waited for and the whole of it tried again", async () => {
    const database = await prepared();
    const holder = await connect(database.url);
    await holder.query("BEGIN; LOCK TABLE c IN ACCESS SHARE MODE");
    const running = applyWithoutRehearsal(database, [back("3_c", "DROP TABLE c;")]);
    setTimeout(() => void holder.query("COMMIT").then(() => holder.end()), 2_300);
    const { outcome, heard } = await running;
    expect(outcome).toMatchObject({ failure: null, migrations: [{ state: "taken-back", tries: 2 }] });
    expect(heard.some(({ kind }) => kind === "retrying")).toBe(true);
    expect(heard.some((progress) => progress.kind === "blocked" && progress.version === "3")).toBe(true);
  });

  test("when the connection is cut, the ledger tells what was taken back, and nothing is unknown", async () => {
    const database = await prepared();
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const forward = await forwardTo(port, hostname, Number(realPort));
    const running = applyWithoutRehearsal(
      database,
      [
        back("3_c", "DROP TABLE c;"),
        back("2_b", "DROP TABLE b; SELECT pg_sleep(30);"),
        back("1_a", "DROP TABLE a;"),
      ],
      { ...database.settings, host: "127.0.0.1", port },
    );
    expect(await becomesTrue(() => isAsleep(database), 10_000)).toBe(true);
    forward.cut();
    const { outcome, states } = await running;
    expect(states).toEqual(["3 taken-back", "2 rolled-back", "1 not-run"]);
    expect(outcome.failure?.code).toBe("CONNECTION_LOST");
    expect(await versionsOf(database)).toEqual(["1 completed", "2 completed"]);
    expect(await lettersOf(database)).toEqual(["a", "b"]);
  });

  test("outside a transaction a cut connection leaves the row failed, with how far it came", async () => {
    const database = await prepared();
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const forward = await forwardTo(port, hostname, Number(realPort));
    const running = applyWithoutRehearsal(
      database,
      [back("3_c", `${OUTSIDE}DROP TABLE c; SELECT pg_sleep(30);`)],
      { ...database.settings, host: "127.0.0.1", port },
    );
    expect(await becomesTrue(() => isAsleep(database), 10_000)).toBe(true);
    forward.cut();
    const { states } = await running;
    expect(states).toEqual(["3 failed"]);
    expect((await ledgerOf(database)).at(-1)).toMatchObject({
      status: "failed",
      statements_done: 1,
      error_message: expect.stringMatching(/^while it was taken back \(sha256:[0-9a-f]{64}\): /),
    });
  });

  test("a file that deletes its own row and then stops half-way is on record all the same", async () => {
    const database = await prepared();
    const text = `${OUTSIDE}DELETE FROM schema_migrations WHERE version = '3'; SELECT 1/0; DROP TABLE c;`;
    const { states } = await applyWithoutRehearsal(database, [back("3_c", text)]);
    expect(states).toEqual(["3 failed"]);
    expect((await ledgerOf(database)).at(-1)).toMatchObject({
      version: "3",
      status: "failed",
      statements_done: 1,
    });
  });

  test("what only fails after the last statement is done, in either direction, and is not put on record as failed", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    // The clean-up after a file calls it.
    await database.query("REVOKE EXECUTE ON FUNCTION pg_advisory_unlock_all() FROM PUBLIC");
    await database.query(`GRANT ALL ON SCHEMA public TO ${role.name}`);
    const settings = settingsOfUrl(role.urlOf(database));
    const up = makeStep("3_c", `${OUTSIDE}CREATE TABLE c (id int);`);
    const there = await applyWithoutRehearsal(database, [up], settings);
    expect(there.states).toEqual(["3 applied"]);
    expect(there.outcome.failure?.details.sqlState).toBe("42501");
    expect(await versionsOf(database)).toEqual(["3 completed"]);
    const down = await applyWithoutRehearsal(database, [back("3_c", `${OUTSIDE}DROP TABLE c;`)], settings);
    expect(down.states).toEqual(["3 taken-back"]);
    expect(await versionsOf(database)).toEqual([]);
  });

  test("a way back that could not even be begun leaves its row as it was", async () => {
    const database = await prepared();
    const port = await freePort();
    const { hostname, port: realPort } = new URL(database.url);
    const forward = await forwardTo(port, hostname, Number(realPort));
    const holder = await connect(database.url);
    await holder.query("BEGIN; SELECT 1 FROM schema_migrations WHERE version = '3' FOR UPDATE");
    const running = applyWithoutRehearsal(database, [back("3_c", `${OUTSIDE}DROP TABLE c;`)], {
      ...database.settings,
      host: "127.0.0.1",
      port,
    });
    const waits = async () =>
      (
        await database.query(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%taken back%'",
        )
      ).length > 0;
    expect(await becomesTrue(waits, 5_000)).toBe(true);
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%taken back%'",
    );
    forward.cut();
    await holder.query("COMMIT").then(() => holder.end());
    const { outcome } = await running;
    expect(outcome.failure?.code).toBe("CONNECTION_LOST");
    expect(await versionsOf(database)).toEqual(["1 completed", "2 completed", "3 completed"]);
    expect(await lettersOf(database)).toEqual(["a", "b", "c"]);
  });

  test("all of them go in one message", async () => {
    const database = await prepared();
    const seen = "CREATE TABLE seen AS SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid();";
    const steps = [back("3_c", "DROP TABLE c;"), back("2_b", "DROP TABLE b;"), back("1_a", seen)];
    const { states, heard } = await applyWithoutRehearsal(database, steps);
    expect(states).toEqual(["3 taken-back", "2 taken-back", "1 taken-back"]);
    const [row] = await database.query<{ query: string }>("SELECT query FROM seen");
    expect(row?.query).toMatch(/^BEGIN\n;\nSELECT pg_catalog\.pg_backend_pid/);
    expect(heard[0]).toEqual({ kind: "apply-started", direction: "down", total: 3 });
    expect(await versionsOf(database)).toEqual([]);
  });
});
