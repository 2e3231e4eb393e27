import { isConnectionLoss } from "../database/server-error.ts";
import { MigrateError } from "../errors.ts";
import { readLedger } from "../ledger/read-ledger.ts";
import { readOwnHistory } from "../ledger/read-own-history.ts";
import type { Recorder } from "../ledger/record.ts";
import { type Flow, keep, type Planned } from "./flow.ts";
import { makeUnrunRecorder } from "./make-execution.ts";
import { openAgain } from "./sessions.ts";

/**
 * Changes the record of `version`, null: what is expected of the schema, by `write`, which does it in one transaction; the draft has its batch afterwards. Where the
 * connection is lost on the way the history is asked whether that was done: CONNECTION_LOST where it was not,
 * STATE_UNKNOWN where it does not say.
 */
export async function writeRecord(
  flow: Flow,
  planned: Pick<Planned, "ledger" | "plan">,
  version: string | null,
  write: (recorder: Recorder) => Promise<void>,
): Promise<void> {
  const recorder = makeUnrunRecorder(flow, planned);
  try {
    await write(recorder);
  } catch (error) {
    if (!isConnectionLoss(error)) throw error;
    const isWritten = await readWhetherWritten(flow, recorder).catch(() => null);
    if (isWritten !== true) throw isWritten === null ? unknown(version, error) : lost(version, error);
  }
  keep(flow, { batch: recorder.batch });
}

/** On a connection of its own: whether the history has a row of this run, which writes no other; null where it cannot tell. */
async function readWhetherWritten(flow: Flow, recorder: Recorder): Promise<boolean | null> {
  const { ledger: name, role } = flow.inputs;
  const session = await openAgain(flow);
  const own = await readOwnHistory(session, recorder, await readLedger(session, name, role), role);
  return own === null ? null : own.applied.size > 0;
}

const of = (version: string | null): string => version ?? "what is expected of the schema";

function lost(version: string | null, cause: unknown): MigrateError {
  return new MigrateError(
    "CONNECTION_LOST",
    `The connection was lost while the record of ${of(version)} was being changed, and the history does not have that change.`,
    { version: version ?? undefined, hint: "Run it again: without `apply` it shows how it stands by now." },
    { cause },
  );
}

function unknown(version: string | null, cause: unknown): MigrateError {
  return new MigrateError(
    "STATE_UNKNOWN",
    `The connection was lost while the record of ${of(version)} was being changed, and whether it was could not be read afterwards.`,
    {
      version: version ?? undefined,
      hint: "Run `history` when the database can be reached: it has the change, or nothing was changed.",
    },
    { cause },
  );
}
