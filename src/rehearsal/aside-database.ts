import type { Session } from "../database/session.ts";
import type { Execution } from "../execution/make-transaction.ts";
import { makeRecorder } from "../ledger/make-recorder.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";
import type { Step } from "../plan/plan.ts";
import { emptyStart } from "./empty-start.ts";
import type { OpenedSite } from "./open-site.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import type { Aside } from "./site.ts";

/** Work in a second database of the site, beside the rehearsal. */
export interface AsideWork<Value> {
  readonly result: Promise<Value>;
  /** Ends it, however far it is, and waits until it is over; never rejects. */
  readonly stop: () => Promise<void>;
}

/** The longest that all applied files may take together, data and all, in milliseconds: a dry run waits for no more than that. */
export const REPLAY_LIMIT_MS = 30_000;

/** Begins `work`, which ends when its signal is aborted; resolves to what `givenUp` makes of it after `limitMs`. */
export function beginAside<Value>(
  cancelled: AbortSignal,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<Value>,
  givenUp: (why: string) => Value,
): AsideWork<Value> {
  const stopping = new AbortController();
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([cancelled, stopping.signal, limit]);
  const result = work(signal).catch((error) => {
    if (!limit.aborted) throw error;
    return givenUp(`Running the applied files again took longer than ${limitMs / 1_000} s and was given up.`);
  });
  const over = result.then(
    () => {},
    () => {},
  );
  return {
    result,
    stop: () => {
      stopping.abort();
      return over;
    },
  };
}

/** An empty second database, and what files are run with there. */
export interface AsideDatabase {
  readonly aside: Aside;
  /** With the rights that the migrations have; closed when the signal is aborted. */
  readonly session: Session;
  readonly execution: Execution;
  /** Roles that the site's server has as the target's has them. */
  readonly roles: ReadonlySet<string>;
}

/** A shadow may be a server that keeps what it commits: here that would be hundreds of waits for a disk. */
const UNFLUSHED = { role: null, inDatabase: true, setting: "synchronous_commit=off" };

/** What `work` gives in a second database of the site that begins as one in which `steps` have not run yet. */
export async function inAside<Value>(
  { site, cluster }: OpenedSite,
  request: RehearsalRequest,
  { steps, signal }: { readonly steps: readonly Step[]; readonly signal: AbortSignal },
  work: (database: AsideDatabase) => Promise<Value>,
): Promise<Value> {
  const like = emptyStart(cluster, { ...request, steps });
  const aside = await site.makeAside?.({ ...like, settings: [...like.settings, UNFLUSHED] });
  if (aside === undefined) throw new Error("The site can have no second database.");
  signal.throwIfAborted();
  const session = await aside.openUser();
  const giveUp = () => void session.close();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    const roles = new Set(cluster.roles.map(({ name }) => name));
    return await work({ aside, session, execution: freshExecution(request, steps), roles });
  } finally {
    signal.removeEventListener("abort", giveUp);
    await session.close();
  }
}

/** There is no ledger yet: how the target's records plays no part. */
function freshExecution({ inputs, execution }: RehearsalRequest, steps: readonly Step[]): Execution {
  const { runMark, planDigest, toolVersion, redact } = execution.recorder;
  const first = steps[0]?.script;
  const creation = first?.statements[first.createsLedger ?? -1] ?? null;
  const run = { runMark, planDigest, toolVersion, redact };
  const recorder = makeRecorder({ inputs, ledger: NO_LEDGER, creation, ...run });
  return { ...execution, recorder, ledger: NO_LEDGER };
}
