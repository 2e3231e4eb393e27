import { ledgerAfter } from "../../execution/ledger-after.ts";
import type { Step } from "../../plan/plan.ts";
import type { RoundTrip } from "../../plan/ways-back/round-trip.ts";
import {
  type AsideDatabase,
  type AsideWork,
  beginAside,
  inAside,
  REPLAY_LIMIT_MS,
} from "../aside-database.ts";
import type { OpenedSite } from "../open-site.ts";
import type { RehearsalRequest } from "../rehearsal-request.ts";
import { replay } from "../replay.ts";
import { runUntraced } from "../run-untraced.ts";
import { readOwnSchema } from "./own-schema.ts";
import { compareRestored, type Restoration, unknownForLeftOut, unknownRestoration } from "./restoration.ts";

/**
 * Begins to run, in a second and empty database of the site, what is applied and stays, then what is taken back, and then
 * its ways back: so what was there before is known whatever else the target has. Gives up after `limitMs`.
 */
export function roundTripAside(
  opened: OpenedSite,
  request: RehearsalRequest,
  makeTrip: () => RoundTrip,
  limitMs: number = REPLAY_LIMIT_MS,
): AsideWork<Restoration> {
  const work = async (signal: AbortSignal) => {
    const trip = makeTrip();
    const steps = [...trip.stays, ...trip.there];
    return await inAside(opened, request, { steps, signal }, (database) =>
      runTrip(opened, request, trip, { ...database, signal }),
    );
  };
  return beginAside(request.signal, limitMs, work, unknownRestoration);
}

async function runTrip(
  opened: OpenedSite,
  request: RehearsalRequest,
  { stays, there, back }: RoundTrip,
  { aside, session, execution, roles, signal }: AsideDatabase & { readonly signal: AbortSignal },
): Promise<Restoration> {
  const leftOut = opened.makeLeftOut([...stays, ...there, ...back]);
  const run = (steps: readonly Step[]) => replay(session, { steps, execution, roles, signal }, leftOut);
  const read = () => readOwnSchema(aside, opened.facts.major, request.inputs.ledger);
  const before = await run(stays);
  if (!before.ok)
    return unknownRestoration(
      `What stays applied does not run, from nothing, without what is taken back: ${before.reason}`,
    );
  const schema = await read();
  const applied = await run(there);
  if (!applied.ok)
    return unknownRestoration(`What is taken back does not run after all that stays: ${applied.reason}`);
  const done = await runUntraced(back, { session, execution: ledgerAfter(execution, 1), leftOut, signal });
  if (done.failure !== null)
    return unknownRestoration(
      `The way back does not run where the files alone made the schema: ${done.failure.message}`,
    );
  return (
    unknownForLeftOut([...applied.leftOut, ...done.notRehearsed]) ?? compareRestored(schema, await read())
  );
}
