import { beginAside, inAside, REPLAY_LIMIT_MS } from "./aside-database.ts";
import { readSiteSchema, type Scopes } from "./compare-target.ts";
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

/** Begins to run the applied files in a second, empty database of the site; gives up after `limitMs`. */
export function replayAside(
  opened: OpenedSite,
  request: RehearsalRequest,
  scopes: Promise<Scopes>,
  limitMs: number = REPLAY_LIMIT_MS,
): AsideReplay {
  const work = (signal: AbortSignal) => run(opened, request, scopes, signal);
  const { result, stop } = beginAside(request.signal, limitMs, work, unknown);
  return { expected: result, stop };
}

async function run(
  opened: OpenedSite,
  request: RehearsalRequest,
  scopes: Promise<Scopes>,
  signal: AbortSignal,
): Promise<Expected> {
  // By then the dump is under way: reading the files as SQL keeps nobody waiting.
  const scope = await scopes;
  const steps = request.appliedSteps();
  return await inAside(opened, request, { steps, signal }, async ({ aside, session, execution, roles }) => {
    const done = await replay(session, { steps, execution, roles, signal }, opened.makeLeftOut(steps));
    if (!done.ok) return unknown(`Running the applied files again did not work: ${done.reason}`);
    const gap = unknownFor(done.leftOut);
    return gap ?? { known: true, schema: await readSiteSchema(aside, scope) };
  });
}
