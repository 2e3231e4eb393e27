import { expect, onTestFinished, test } from "vitest";
import { makeConnector } from "../../../src/database/connector.ts";
import { identifier } from "../../../src/database/quote.ts";
import { type Repair, writeRepair } from "../../../src/ledger/write-repair.ts";
import { type LedgerPlace, ledgerPlaces, makeRecorderOf } from "../../support/ledger-place.ts";
import { makeFile } from "../../support/plan-values.ts";
import { freshRole } from "../../support/roles.ts";
import { describeOnNewest } from "../../support/servers.ts";

const FILE = makeFile("001_a", "SELECT 'now';");
const LOCK = { lockTimeoutMs: 200, lockRetries: 0, statementTimeoutMs: 0, runLockWaitMs: 0 };

describeOnNewest("a repair that is written", (server) => {
  const places = ledgerPlaces(server);

  /** A ledger in which FILE was left half-way, and what writes a repair of that, `first` sent before (null: closed). */
  const halfWay = async () => {
    const place = await places.whole();
    await place.run(
      `INSERT INTO ${place.table} (version, checksum, status, statements_done) VALUES ('001', 'sha256:then', 'failed', 1)`,
    );
    const ledger = await place.read();
    const [row] = ledger.rows;
    if (row === undefined) throw new Error("There is no row.");
    const write = async (
      values: Partial<Repair>,
      role: string | null = null,
      first: string | null = "SELECT 1",
    ) => {
      const session = await makeConnector(places.database().settings, 5_000).open();
      const repair = {
        file: FILE,
        row,
        direction: "up",
        resolve: "done",
        remark: "told",
        ...values,
      } as const;
      const inputs = { role, lock: LOCK };
      try {
        await (first === null ? session.close() : session.query(first));
        const written = writeRepair(session, repair, { recorder: makeRecorderOf(place), ledger, inputs });
        const error = await written.then(() => null).catch((thrown: unknown) => thrown);
        const usable = await session
          .query("SELECT 1")
          .then(() => true)
          .catch(() => false);
        return { error, usable };
      } finally {
        await session.close();
      }
    };
    return { place, write };
  };
  const standing = async (place: LedgerPlace) => {
    const { rows } = await place.read();
    return rows.map(({ version, status, checksum }) => `${version} ${status} ${checksum}`);
  };
  const past = (place: LedgerPlace) =>
    place.ask(`SELECT action, error_message, executed_by FROM ${place.history}`);

  test.each<[Repair["direction"], Repair["resolve"], string[]]>([
    ["up", "done", [`001 completed ${FILE.checksum}`]],
    ["up", "clear", []],
    ["down", "done", []],
    ["down", "clear", ["001 completed sha256:then"]],
  ])(
    "of a way %s that counts as %s leaves %j, with its row in the history",
    async (direction, resolve, left) => {
      const { place, write } = await halfWay();
      expect(await write({ direction, resolve })).toEqual({ error: null, usable: true });
      expect(await standing(place)).toEqual(left);
      expect(await past(place)).toEqual([{ action: "repair", error_message: "told", executed_by: "o'hara" }]);
    },
  );

  test("is told as such where another run was faster: nothing is written, and the session can be used again", async () => {
    const { place, write } = await halfWay();
    await place.run(`UPDATE ${place.table} SET statements_done = 2`);
    const { error, usable } = await write({});
    expect(error).toMatchObject({
      code: "LEDGER_CHANGED",
      message: "The row of this migration has changed since it was read. Nothing was written.",
      details: { hint: "Look at `repair` again: another run may be at it." },
      cause: { code: "MA001" },
    });
    expect(usable).toBe(true);
    expect([await standing(place), await past(place)]).toEqual([["001 failed sha256:then"], []]);
  });

  test("waits for a lock no longer than it may, and says what the server says", async () => {
    const { place, write } = await halfWay();
    const holder = await makeConnector(places.database().settings, 5_000).open();
    try {
      await holder.query("BEGIN");
      await holder.query(`LOCK TABLE ${place.table}`);
      expect(await write({})).toMatchObject({ error: { code: "55P03" }, usable: true });
    } finally {
      await holder.close();
    }
    expect(await standing(place)).toEqual(["001 failed sha256:then"]);
  });

  test("is written as the role that is named", async () => {
    const { place, write } = await halfWay();
    const role = await freshRole(server, "NOLOGIN");
    onTestFinished(() => place.run(`DROP OWNED BY ${role.name} CASCADE`));
    expect(await write({}, role.name)).toMatchObject({ error: { code: "42501" }, usable: true });
    await place.run([
      `ALTER SCHEMA ${identifier(place.name.schema)} OWNER TO ${role.name}`,
      `ALTER TABLE ${place.table} OWNER TO ${role.name}`,
      `ALTER TABLE ${place.history} OWNER TO ${role.name}`,
    ]);
    expect(await write({}, role.name)).toMatchObject({ error: null });
    expect(await standing(place)).toEqual([`001 completed ${FILE.checksum}`]);
  });

  test("finds its row whatever operators the session's search path has", async () => {
    const { place, write } = await halfWay();
    await place.run([
      "CREATE SCHEMA theirs",
      "CREATE FUNCTION theirs.never(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
      "CREATE OPERATOR theirs.= (FUNCTION = theirs.never, LEFTARG = text, RIGHTARG = text)",
    ]);
    const done = await write({}, null, "SET search_path = theirs, pg_catalog");
    expect(done).toEqual({ error: null, usable: true });
    expect(await standing(place)).toEqual([`001 completed ${FILE.checksum}`]);
  });

  test("is told as it is where the connection is gone", async () => {
    const { place, write } = await halfWay();
    const { error } = await write({}, null, null);
    expect(String(error)).toMatch(/^Error: .*clos/);
    expect(await past(place)).toEqual([]);
  });

  test("has its history where that was not there yet", async () => {
    const place = await places.whole();
    await place.run([
      `DROP TABLE ${place.history}`,
      `INSERT INTO ${place.table} (version, status) VALUES ('001', 'running')`,
    ]);
    const ledger = await place.read();
    const session = await makeConnector(places.database().settings, 5_000).open();
    const [row] = ledger.rows;
    if (row === undefined) throw new Error("There is no row.");
    const repair = { file: null, row, direction: "up", resolve: "clear", remark: "told" } as const;
    const inputs = { role: null, lock: LOCK };
    await writeRepair(session, repair, { recorder: makeRecorderOf(place), ledger, inputs });
    await session.close();
    expect([await standing(place), await past(place)]).toMatchObject([[], [{ action: "repair" }]]);
  });
});
