import { expect, onTestFinished, test } from "vitest";
import { readDone } from "../../src/apply/settle.ts";
import { makeConnector } from "../../src/database/connector.ts";
import type { Session } from "../../src/database/session.ts";
import { makeRecorder } from "../../src/ledger/make-recorder.ts";
import { readLedger } from "../../src/ledger/read-ledger.ts";
import { beginRow, completeRow, type Recorder } from "../../src/ledger/record.ts";
import { completeBack } from "../../src/ledger/record-down.ts";
import type { Step } from "../../src/plan/plan.ts";
import { LEDGER_NAME, makeRow, makeStep } from "../support/plan-values.ts";
import { migrate } from "../support/runs.ts";
import { describeOnServers, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";
import { parsed } from "../unit/inputs/support.ts";

const SETTINGS = { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null };
const [ours, others] = [makeStep("2_b"), makeStep("3_c")];

async function openOn(database: TestDatabase): Promise<Session> {
  const session = await makeConnector(database.settings, 5_000).open();
  onTestFinished(() => session.close());
  return session;
}

describeOnServers("what a run has done whose connection was lost", (server) => {
  /** A database with a ledger, and two runs that record in its next batch. */
  const prepared = async () => {
    const database = await freshDatabase(server);
    await migrate(server, database, makeMigrations({ "1_a.sql": "SELECT 1;" }));
    const session = await openOn(database);
    const ledger = await readLedger(session, LEDGER_NAME, null);
    const recorderOf = (runMark: string) =>
      makeRecorder({
        ...{ inputs: parsed({}), ledger, creation: null, redact: (text) => text },
        ...{ runMark, planDigest: "sha256:x", toolVersion: "0" },
      });
    const doneBy = async (recorder: Recorder, steps: readonly Step[]) => [
      ...(await readDone(session, steps, { recorder, settings: SETTINGS })),
    ];
    return { database, mine: recorderOf("0123456789ab"), another: recorderOf("0123456789ac"), doneBy };
  };
  const run = (database: TestDatabase, statements: readonly string[]) =>
    database.query(`BEGIN; ${statements.join("; ")}; COMMIT`);
  const apply = (database: TestDatabase, recorder: Recorder, { file }: Step) =>
    run(database, [beginRow(recorder, file, null), ...completeRow(recorder, file)]);

  test("is not what another run of the same batch has applied", async () => {
    const { database, mine, another, doneBy } = await prepared();
    await apply(database, mine, ours);
    await apply(database, another, others);
    expect(await doneBy(mine, [ours, others])).toEqual([ours]);
    expect(await doneBy(another, [ours, others])).toEqual([others]);
  });

  test("nor what another one has taken back", async () => {
    const { database, mine, another, doneBy } = await prepared();
    await apply(database, mine, ours);
    const back = { ...ours, direction: "down", takesBack: makeRow("2") } as const;
    const taken = { file: ours.file, row: back.takesBack, checksum: "sha256:x" };
    await run(database, completeBack(another, taken));
    expect(await doneBy(mine, [back])).toEqual([]);
    expect(await doneBy(another, [back])).toEqual([back]);
  });

  test("goes by the batch where the history's ids are not uuids", async () => {
    const { database, doneBy } = await prepared();
    await database.query(
      "ALTER TABLE migration_history DROP COLUMN id; ALTER TABLE migration_history ADD COLUMN id serial",
    );
    const session = await openOn(database);
    const ledger = await readLedger(session, LEDGER_NAME, null);
    const recorder = makeRecorder({
      ...{ inputs: parsed({}), ledger, creation: null, redact: (text: string) => text },
      ...{ runMark: "0123456789ab", planDigest: "sha256:x", toolVersion: "0" },
    });
    await apply(database, recorder, ours);
    expect(await doneBy(recorder, [ours, others])).toEqual([ours]);
  });
});
