import { setTimeout as delay } from "node:timers/promises";
import type { BlastRadius } from "../blast-radius/blast-radius.ts";
import { makeBlastRadius, touchedRelations } from "../blast-radius/make-blast-radius.ts";
import type { CatalogFacts } from "../database/catalog-facts.ts";
import { readDatabaseSize } from "../database/read-database-size.ts";
import { readOpenTransactions } from "../database/read-open-transactions.ts";
import { readReplication } from "../database/read-replication.ts";
import { readTraffic } from "../database/read-traffic.ts";
import type { Session } from "../database/session.ts";
import type { Budget } from "./budget.ts";

/** A look at what is going on in the target, begun: the rest is for later, when there has been time to count writes. */
export interface BegunCount {
  /** Finishes it, on any session of the target; rejects only when that is lost or the run cancelled. */
  finish(session: Session): Promise<BlastRadius>;
}

/** Who looks, and within which limits. */
export interface CountLimits {
  readonly major: number;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** For this long writes are counted at least, as far as the budget lasts. */
const COUNTED_MS = 1_000;

/** Counts writes to the relations of `facts` that were asked for, for the first time. Read-only. */
export async function beginCount(
  first: Session,
  facts: CatalogFacts | null,
  { major, budget, signal }: CountLimits,
): Promise<BegunCount> {
  const relations = facts === null ? [] : touchedRelations(facts);
  if (relations.length === 0) {
    const radius = makeBlastRadius({ facts, relations, ...NOT_ASKED });
    return { finish: () => Promise.resolve(radius) };
  }
  const spend = <Result>(work: (limit: { role: null; limitMs: number; major: number }) => Promise<Result>) =>
    budget.spend((limitMs) => work({ role: null, limitMs, major }));
  const before = await spend((limit) => readTraffic(first, relations, limit));
  const countedSince = performance.now();
  const finish = async (session: Session): Promise<BlastRadius> => {
    // Who is in the way now matters most, then how busy it is.
    const open = await spend((limit) => readOpenTransactions(session, relations, limit));
    const replication = await spend((limit) => readReplication(session, limit));
    const databaseBytes = await spend((limit) => readDatabaseSize(session, limit));
    const waitMs = Math.min(COUNTED_MS - (performance.now() - countedSince), budget.leftMs / 2);
    if (waitMs > 0) await budget.spend(() => delay(waitMs, undefined, { signal }));
    const after = await spend((limit) => readTraffic(session, relations, limit));
    return makeBlastRadius({ facts, relations, before, after, open, replication, databaseBytes });
  };
  return { finish };
}

const NOT_ASKED = {
  before: "not asked",
  after: "not asked",
  open: "not asked",
  replication: "not asked",
  databaseBytes: "not asked",
};
