import { type Adoption, adoptedFiles } from "../adoption/adoption.ts";
import { writeAdoption } from "../adoption/write-adoption.ts";
import { isConnectionLoss } from "../database/server-error.ts";
import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { establishExpectation } from "./keep-expectation.ts";
import { makeUnrunRecorder } from "./make-execution.ts";
import { openAgain } from "./sessions.ts";
import { underRunLock } from "./under-run-lock.ts";

/** Records `shown` under the run lock, after `readAgain` has shown that it is still what both ledgers say. */
export async function recordAdoption(
  flow: Flow,
  session: Session,
  planned: Planned,
  shown: Adoption,
  readAgain: (session: Session) => Promise<Adoption>,
): Promise<void> {
  await underRunLock(flow, session, planned, async ({ now, session: own, atEnd }) => {
    const adoption = await readAgain(own);
    if (now.ledger.rows.length > 0 || fingerprint(adoption) !== fingerprint(shown)) throw changed();
    flow.world.signal.throwIfAborted();
    establishExpectation(flow, { atEnd });
    await write(flow, own, now, adoption);
  });
}

/** Writes; where the connection is lost on the way, the ledger itself is asked whether that was done. */
async function write(
  flow: Flow,
  session: Session,
  { ledger, plan }: Planned,
  adoption: Adoption,
): Promise<void> {
  const { inputs } = flow;
  const recorder = makeUnrunRecorder(flow, { ledger, plan });
  try {
    await writeAdoption(session, adoption, { recorder, ledger, inputs });
  } catch (error) {
    if (error instanceof MigrateError || !isConnectionLoss(error)) throw error;
    const after = await rereadLedger(flow).catch((cause) => Promise.reject(unknown(cause)));
    if (!hasAll(after, recorder.batch, adoption)) throw lost();
  }
  keep(flow, {
    batch: recorder.batch,
    adoption: { adoption, end: "written", previousVersion: plan.currentVersion },
  });
}

/** On a connection of its own. */
async function rereadLedger(flow: Flow): Promise<Ledger> {
  return readLedger(await openAgain(flow), flow.inputs.ledger, flow.inputs.role);
}

/** One transaction wrote them all or none. */
const hasAll = ({ rows }: Ledger, batch: number, adoption: Adoption): boolean =>
  rows.filter((row) => row.batch === batch && row.origin !== null).length === adoptedFiles(adoption).length;

const fingerprint = ({ rows }: Adoption): string =>
  JSON.stringify(rows.map(({ entry, file, state }) => [entry?.foreign, file?.version.key, state]));

function changed(): MigrateError {
  return new MigrateError(
    "LEDGER_CHANGED",
    "One of the two ledgers has changed since the mapping was shown. Nothing was written.",
    { hint: "Look at the mapping again, and see that no run of the other tool is under way." },
  );
}

function lost(): MigrateError {
  return new MigrateError(
    "CONNECTION_LOST",
    "The connection was lost while the adoption was being written. Nothing of it is on record.",
    { hint: "Run it again." },
  );
}

function unknown(cause: unknown): MigrateError {
  return new MigrateError(
    "STATE_UNKNOWN",
    "The connection was lost while the adoption was being written, and the ledger could not be read afterwards.",
    { hint: "Run `status` when the database can be reached: all of it is on record, or nothing." },
    { cause },
  );
}
