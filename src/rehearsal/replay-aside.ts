import type { Execution } from "../execution/make-transaction.ts";
import { makeRecorder } from "../ledger/make-recorder.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";
import type { Step } from "../plan/plan.ts";
import { readSiteSchema, type Scopes } from "./compare-target.ts";
import { emptyStart } from "./empty-start.ts";
import { type Expected, unknown, unknownFor } from "./expected-schema.ts";
import type { OpenedSite } from "./open-site.ts";
import type { RehearsalRequest } from "./rehearsal-request.ts";
import { replay } from "./replay.ts";

/** The applied files running again beside the rehearsal. */
export interface AsideReplay {
  readonly expected: Promise<Expected>;
  /** Ends it, however far it is, and waits until it is over; never rejects. */
  readonly stop: () => Promise<void>;
}

/** The longest that all applied files may take together, data and all, in milliseconds: a dry run waits for no more than that. */
export const REPLAY_LIMIT_MS = 30_000;

/** A shadow may be a server that keeps what it commits: here that would be hundreds of waits for a disk. */
const UNFLUSHED = { role: null, inDatabase: true, setting: "synchronous_commit=off" };

/** Begins to run the applied files in a second, empty database of the site; gives up after `limitMs`. */
export function replayAside(
  opened: OpenedSite,
  request: RehearsalRequest,
  scopes: Promise<Scopes>,
  limitMs: number = REPLAY_LIMIT_MS,
): AsideReplay {
  const stopping = new AbortController();
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([request.signal, stopping.signal, limit]);
  const expected = run(opened, request, scopes, signal).catch((error) => {
    if (!limit.aborted) throw error;
    return unknown(`Running the applied files again took longer than ${limitMs / 1_000} s and was given up.`);
  });
  const over = expected.then(
    () => {},
    () => {},
  );
  return {
    expected,
    stop: () => {
      stopping.abort();
      return over;
    },
  };
}

async function run(
  opened: OpenedSite,
  request: RehearsalRequest,
  scopes: Promise<Scopes>,
  signal: AbortSignal,
): Promise<Expected> {
  const { site, cluster } = opened;
  // By then the dump is under way: reading the files as SQL keeps nobody waiting.
  const scope = await scopes;
  const steps = request.appliedSteps();
  const like = emptyStart(cluster, { ...request, steps });
  const aside = await site.makeAside?.({ ...like, settings: [...like.settings, UNFLUSHED] });
  if (aside === undefined) throw new Error("The site can have no second database.");
  signal.throwIfAborted();
  const session = await aside.openUser();
  const giveUp = () => void session.close();
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    const roles = new Set(cluster.roles.map(({ name }) => name));
    const execution = freshExecution(request, steps);
    const done = await replay(session, { steps, execution, roles, signal }, opened.makeLeftOut(steps));
    if (!done.ok) return unknown(`Running the applied files again did not work: ${done.reason}`);
    const gap = unknownFor(done.leftOut);
    return gap ?? { known: true, schema: await readSiteSchema(aside, scope) };
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
