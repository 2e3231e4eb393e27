import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { MigrationSet } from "../files/migration-file.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Flow } from "./flow.ts";
import { connect } from "./sessions.ts";

/** What a plan is made from. */
export interface Gathered extends OnTarget {
  readonly set: MigrationSet;
}

interface OnTarget {
  readonly session: Session;
  readonly facts: ServerFacts;
  readonly ledger: Ledger;
}

/**
 * Reads the files, and the ledger meanwhile: each waits for others most of its time. What is wrong with the files is
 * told first, and then nobody waits for the server.
 */
export async function gather(flow: Flow): Promise<Gathered> {
  const { inputs, world } = flow;
  const files = new AbortController();
  const onTarget = readTarget(flow, AbortSignal.any([world.signal, files.signal]));
  // Heard below, or of no interest any more.
  onTarget.catch(() => {});
  try {
    const set = await world.readFiles(inputs.migrationsPath, inputs.layout);
    return { set, ...(await onTarget) };
  } catch (error) {
    files.abort();
    throw error;
  }
}

async function readTarget(flow: Flow, signal: AbortSignal): Promise<OnTarget> {
  const { ledger, role } = flow.inputs;
  const read = (session: Session) => flow.world.readTarget(session, ledger, role);
  const { session, value } = await connect(flow, read, signal);
  return { session, ...value };
}
