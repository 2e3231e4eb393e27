import { readSchema } from "../database/read-schema.ts";
import type { Schema } from "../database/schema.ts";
import { readServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { Inputs } from "../inputs/inputs.ts";
import type { CheckRun } from "./check-run.ts";
import { describeDifferences, readScopes } from "./compare-target.ts";
import { unknownFor } from "./expected-schema.ts";
import { type Drift, limitsUntil, whyUnknown } from "./find-drift.ts";
import { type CheckSiteRequest, openCheckSite } from "./open-check-site.ts";
import type { NotRehearsed } from "./rehearsal.ts";
import { notPossible, rehearsed } from "./rehearse.ts";
import { ownScope } from "./restoring/own-schema.ts";
import { type EntriesRequest, runEntries } from "./run-entries.ts";
import type { Site } from "./site.ts";

/** What is checked, and where. */
export interface CheckRequest
  extends Omit<CheckSiteRequest, "steps">,
    Pick<EntriesRequest, "entries" | "execution" | "onBaseBuilt"> {
  /** Why the target cannot be compared with what the base branch makes, a sentence; null: it can. */
  readonly incomparable: string | null;
}

/**
 * Runs all of `request.entries` from zero on a site, as `runEntries` does. Rejects for a shadow that must not be used, or
 * when cancelled; whatever happens, the site is taken away.
 */
export async function rehearseCheck(request: CheckRequest): Promise<CheckRun> {
  const begun = performance.now();
  const steps = request.entries.map(({ step }) => step);
  const opened = await openCheckSite({ ...request, steps });
  if (typeof opened === "string") return { rehearsal: notPossible(opened, begun), trips: [], problems: [] };
  const { site, leftOut } = opened;
  let sessions: readonly Session[] = [];
  const closeAll = () => Promise.all(sessions.map((session) => session.close()));
  const onAbort = () => void closeAll();
  request.signal.addEventListener("abort", onAbort, { once: true });
  try {
    request.onProgress({ kind: "rehearsal-started", site: site.description, total: steps.length });
    const [user, questions, builder] = await openSessions(site);
    sessions = [user, questions, builder];
    let drift: Drift = { drift: null, driftUnknown: request.incomparable };
    const onBaseBuilt: EntriesRequest["onBaseBuilt"] = async (built, notRehearsed) => {
      await request.onBaseBuilt(built, notRehearsed);
      if (request.incomparable === null) drift = await compareTarget(request, site, builder, notRehearsed);
    };
    const readThere = { readSchema: await schemaReader(builder, request.inputs), onBaseBuilt };
    const run = await runEntries({ ...request, ...readThere, leftOut, user, questions });
    const { trips, problems } = run;
    const durationMs = performance.now() - begun;
    return {
      rehearsal: { ...rehearsed(opened, run), ...drift, schemaFrom: "replay", durationMs },
      trips,
      problems,
    };
  } finally {
    request.signal.removeEventListener("abort", onAbort);
    await closeAll();
    await site.close();
  }
}

/** How the database that is given beside differs from what the base branch makes; nothing of it stops a check. */
async function compareTarget(
  { inputs, target, signal }: CheckRequest,
  site: Site,
  builder: Session,
  notRehearsed: readonly NotRehearsed[],
): Promise<Drift> {
  const gap = unknownFor(notRehearsed);
  if (gap !== null) return { drift: null, driftUnknown: gap.why };
  if (target === null) return { drift: null, driftUnknown: null };
  const { budgetMs } = inputs.rehearsal;
  const deadline = performance.now() + budgetMs;
  try {
    const facts = await readServerFacts(builder);
    const compared = { inputs, target: target.facts, targetSession: target.session };
    const scopes = await readScopes({ site, facts }, compared, limitsUntil(deadline));
    const [expected, found] = await Promise.all([
      readSchema(builder, scopes.site),
      readSchema(target.session, scopes.target, limitsUntil(deadline)),
    ]);
    return { drift: describeDifferences(expected, found), driftUnknown: null };
  } catch (error) {
    signal.throwIfAborted();
    return { drift: null, driftUnknown: whyUnknown(error, budgetMs) };
  }
}

/** Two with the rights that migrations have, and one with all, which sees the whole schema. */
async function openSessions(site: Site): Promise<readonly [Session, Session, Session]> {
  return [await site.openUser(), await site.openUser(), await site.openBuilder()];
}

/** Reads the schema without the ledger and what stands beside it. */
async function schemaReader(session: Session, { ledger }: Inputs): Promise<() => Promise<Schema>> {
  const { major } = await readServerFacts(session);
  return () => readSchema(session, ownScope(major, ledger));
}
