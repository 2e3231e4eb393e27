import { expect, test } from "vitest";
import {
  beginRow,
  completeOwnRow,
  completeRow,
  REMEMBER_START,
  withdrawRow,
} from "../../../src/ledger/record.ts";
import { ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile } from "../../support/plan-values.ts";
import { describeOnNewest } from "../../support/servers.ts";

const FILE = makeFile("001_it's", "SELECT 'a';");

/** What the run of `makeRecorderOf` writes of itself and of FILE in a row of the history. */
const IN_HISTORY = {
  version: "001",
  checksum: "sha256:SELECT 'a';",
  executed_by: "o'hara",
  environment: "o'production",
  batch: 4,
  run_url: "https://github.com/o'/r/actions/runs/1",
  plan_digest: "sha256:o'digest",
  tool_version: "1.2.3'",
  executed_at: expect.any(Date),
};

describeOnNewest("the row of a migration", (server) => {
  const places = ledgerPlaces(server);

  test("is begun as `running`, with who began what, when and in which batch", async () => {
    const place = await places.whole();
    await place.run(beginRow(makeRecorderOf(place), FILE, null));
    expect(await place.ask(`SELECT *, now() - applied_at < '1 min' AS just FROM ${place.table}`)).toEqual([
      {
        ...{ version: "001", name: "it's", checksum: "sha256:SELECT 'a';", status: "running" },
        ...{ applied_by: "o'hara", batch: 4, execution_time_ms: null, error_message: null },
        ...{ statements_done: null, origin: null, applied_at: expect.any(Date), just: true },
      },
    ]);
    expect(await place.ask(`SELECT FROM ${place.history}`)).toEqual([]);
  });

  test("is begun with no statement done where they are counted", async () => {
    const place = await places.whole();
    await place.run(beginRow(makeRecorderOf(place), FILE, 0));
    expect(await place.ask(`SELECT statements_done FROM ${place.table}`)).toEqual([{ statements_done: 0 }]);
  });

  test("is in the database user's name where no actor is known", async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place, { actor: null });
    await place.run([beginRow(recorder, FILE, null), ...completeRow(recorder, FILE)]);
    const rows = await place.ask(
      `SELECT applied_by = session_user AS own, (SELECT executed_by = session_user FROM ${place.history}) AS past FROM ${place.table}`,
    );
    expect(rows).toEqual([{ own: true, past: true }]);
  });

  test("can be begun once only: a second runner meets its key", async () => {
    const place = await places.whole();
    await place.run(beginRow(makeRecorderOf(place), FILE, null));
    await expect(place.run(beginRow(makeRecorderOf(place), FILE, null))).rejects.toMatchObject({
      code: "23505",
    });
  });

  test("has the stem for a version and its name twice in a ledger of shape C", async () => {
    const place = await places.whole();
    await place.run(`ALTER TABLE ${place.table} ADD COLUMN description text`);
    const recorder = makeRecorderOf(place, { versionIsStem: true, hasDescription: true });
    await place.run([beginRow(recorder, FILE, null), ...completeRow(recorder, FILE)]);
    expect(await place.ask(`SELECT version, name, description, status FROM ${place.table}`)).toEqual([
      { version: "001_it's", name: "it's", description: "it's", status: "completed" },
    ]);
    expect(await place.ask(`SELECT version FROM ${place.history}`)).toEqual([{ version: "001" }]);
  });

  test("is withdrawn alone, and only while it is running", async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place);
    await place.run([beginRow(recorder, FILE, null), beginRow(recorder, makeFile("2_b"), null)]);
    await place.run(withdrawRow(recorder, FILE));
    expect(await place.ask(`SELECT version FROM ${place.table}`)).toEqual([{ version: "2" }]);
    await place.run([...completeRow(recorder, makeFile("2_b")), withdrawRow(recorder, makeFile("2_b"))]);
    expect(await place.ask(`SELECT version FROM ${place.table}`)).toEqual([{ version: "2" }]);
  });

  test("is completed with the time since it was begun, and the history has the run", async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place);
    await place.run([beginRow(recorder, FILE, 0), beginRow(recorder, makeFile("2_b"), 0)]);
    await place.run([
      `UPDATE ${place.table} SET applied_at = applied_at - interval '5 s', statements_done = 3`,
      ...completeRow(recorder, FILE),
    ]);
    const [row, other] = await place.ask(
      `SELECT *, now() - applied_at < '1 min' AS just FROM ${place.table} ORDER BY version`,
    );
    expect(row).toMatchObject({ version: "001", status: "completed", statements_done: null, just: true });
    expect(row?.["execution_time_ms"]).toBeGreaterThanOrEqual(5_000);
    expect(row?.["execution_time_ms"]).toBeLessThan(60_000);
    expect(other).toMatchObject({ version: "2", status: "running", statements_done: 3 });
    expect(await place.ask(`SELECT * FROM ${place.history}`)).toEqual([
      {
        ...{ ...IN_HISTORY, id: expect.any(String), action: "up", status: "completed" },
        ...{ error_message: null, execution_time_ms: row?.["execution_time_ms"] },
      },
    ]);
  });

  test("is no row of the history where there is none to complete", async () => {
    const place = await places.whole();
    await place.run(completeRow(makeRecorderOf(place), FILE));
    expect(await place.ask(`SELECT FROM ${place.history}`)).toEqual([]);
  });
});

describeOnNewest("of a file that writes its own row", (server) => {
  const places = ledgerPlaces(server);
  const started = (ago: string) =>
    `SELECT set_config('migrate_action.started', (clock_timestamp() - interval '${ago}')::text, false)`;

  test.each(["001", "1", "0001", "001_it's", "1-anything"])(
    "the one that it wrote as %o is completed, whatever its spelling",
    async (spelling) => {
      const place = await places.whole();
      const written = spelling.replaceAll("'", "''");
      await place.run([
        started("5 s"),
        `INSERT INTO ${place.table} (version, status, error_message, statements_done) VALUES ('${written}', 'running', 'x', 2), ('11', 'running', 'x', 2), ('10', 'running', 'x', 2)`,
        ...completeOwnRow(makeRecorderOf(place), FILE),
      ]);
      const [row, ...others] = await place.ask(
        `SELECT *, now() - applied_at < '1 min' AS just FROM ${place.table} ORDER BY status, version`,
      );
      expect(row).toEqual({
        ...{ version: spelling, name: "it's", checksum: "sha256:SELECT 'a';", status: "completed" },
        ...{ applied_by: "o'hara", batch: 4, error_message: null, statements_done: null, origin: null },
        ...{ applied_at: expect.any(Date), just: true, execution_time_ms: expect.any(Number) },
      });
      expect(row?.["execution_time_ms"]).toBeGreaterThanOrEqual(5_000);
      expect(row?.["execution_time_ms"]).toBeLessThan(60_000);
      expect(others.map(({ version, status }) => `${version} ${status}`)).toEqual([
        "10 running",
        "11 running",
      ]);
      expect(await place.ask(`SELECT * FROM ${place.history}`)).toEqual([
        {
          ...{ ...IN_HISTORY, id: expect.any(String), action: "up", status: "completed" },
          ...{ error_message: null, execution_time_ms: row?.["execution_time_ms"] },
        },
      ]);
    },
  );

  test("a row is made after all where it wrote none, and its history with it", async () => {
    const place = await places.whole();
    await place.run([
      started("5 s"),
      `INSERT INTO ${place.table} (version) VALUES ('2')`,
      ...completeOwnRow(makeRecorderOf(place), FILE),
    ]);
    const rows = await place.ask(`SELECT version, name, status, batch FROM ${place.table} ORDER BY version`);
    expect(rows).toEqual([
      { version: "001", name: "it's", status: "completed", batch: 4 },
      { version: "2", name: "", status: "completed", batch: null },
    ]);
    const [past, ...more] = await place.ask(`SELECT version, execution_time_ms FROM ${place.history}`);
    expect(more).toEqual([]);
    expect(past?.["version"]).toBe("001");
    expect(past?.["execution_time_ms"]).toBeGreaterThanOrEqual(5_000);
  });

  test("a version that is no number is found as it is, or by its stem", async () => {
    const place = await places.whole();
    const named = (text: string) => ({
      ...makeFile("1_a"),
      version: { text, key: text, order: [] },
      stem: `${text}.stem`,
    });
    await place.run(
      `INSERT INTO ${place.table} (version, status) VALUES ('a', 'running'), ('b.stem', 'running'), ('c', 'running')`,
    );
    await place.run(completeOwnRow(makeRecorderOf(place), named("a")));
    await place.run(completeOwnRow(makeRecorderOf(place), named("b")));
    expect(await place.ask(`SELECT version, status FROM ${place.table} ORDER BY 1`)).toEqual([
      { version: "a", status: "completed" },
      { version: "b.stem", status: "completed" },
      { version: "c", status: "running" },
    ]);
  });

  test.each([
    ["digits first", "1-2", "12"],
    ["digits last", "v12", "12"],
  ])("a version that has %s is no number: the row that would be is another's", async (_, text, key) => {
    const place = await places.whole();
    await place.run(
      `INSERT INTO ${place.table} (version, status) VALUES ('${text}', 'running'), ('12', 'running')`,
    );
    const file = { ...makeFile("1_a"), version: { text, key, order: [] }, stem: `${text}_a` };
    await place.run(completeOwnRow(makeRecorderOf(place), file));
    const rows = await place.ask(`SELECT version, status FROM ${place.table} ORDER BY version = '12'`);
    expect(rows).toEqual([
      { version: text, status: "completed" },
      { version: "12", status: "running" },
    ]);
  });

  test("the time of a transaction that has remembered its beginning is taken from there, and is not known without", async () => {
    const place = await places.whole();
    const recorder = makeRecorderOf(place);
    const statements = [...completeOwnRow(recorder, FILE)];
    await place.run(["SELECT set_config('migrate_action.started', '', false)", ...statements]);
    expect(await place.ask(`SELECT execution_time_ms FROM ${place.table}`)).toEqual([
      { execution_time_ms: null },
    ]);
    const other = await places.whole();
    await other.run(["BEGIN", REMEMBER_START, "SELECT pg_sleep(0.02)"]);
    await other.run([...completeOwnRow(makeRecorderOf(other), FILE), "COMMIT"]);
    const [row] = await other.ask(`SELECT execution_time_ms FROM ${other.table}`);
    expect(row?.["execution_time_ms"]).toBeGreaterThanOrEqual(20);
    const [after] = await other.ask("SELECT current_setting('migrate_action.started', true) AS kept");
    expect(after).toEqual({ kept: "" });
  });
});
