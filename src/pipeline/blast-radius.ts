import { setTimeout as delay } from "node:timers/promises";
import type { BlastRadius } from "../blast-radius/blast-radius.ts";
import { makeBlastRadius, type Readings, touchedRelations } from "../blast-radius/make-blast-radius.ts";
import type { AskedName, CatalogRelation } from "../database/catalog-facts.ts";
import { readCatalogFacts } from "../database/read-catalog-facts.ts";
import { readDatabaseSize } from "../database/read-database-size.ts";
import { readOpenTransactions } from "../database/read-open-transactions.ts";
import { readReplication } from "../database/read-replication.ts";
import { readTraffic } from "../database/read-traffic.ts";
import type { Session } from "../database/session.ts";

/** A look at the target's tables, begun: the rest of it is for later, when there has been time to count writes. */
export interface BegunLook {
  /** Finishes it; rejects only when the connection is lost or the run cancelled. */
  finish(): Promise<BlastRadius>;
}

/** What a look is limited by; all of it together takes at most `budgetMs` on the target. */
export interface LookLimits {
  readonly role: string | null;
  readonly major: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

/** For this long writes are counted at least, as far as the budget lasts. */
const COUNTED_MS = 1_000;

/** Reads of the target what `asked` are like, and counts their writes for the first time. Read-only. */
export async function beginLook(
  session: Session,
  asked: readonly AskedName[],
  limits: LookLimits,
): Promise<BegunLook> {
  const { role, major, signal } = limits;
  let leftMs = limits.budgetMs;
  const spend = async <T>(work: (limit: { role: null; limitMs: number; major: number }) => Promise<T>) => {
    const begun = performance.now();
    const result = await work({ role: null, limitMs: leftMs, major });
    leftMs -= performance.now() - begun;
    return result;
  };
  const question = { relations: asked, types: [], functions: [] };
  const facts = await spend((limit) => readCatalogFacts(session, question, { ...limit, role }));
  const relations: readonly CatalogRelation[] = facts === null ? [] : touchedRelations(facts);
  if (relations.length === 0) {
    const readings: Readings = { facts, relations, ...NOT_ASKED };
    return { finish: async () => makeBlastRadius(readings) };
  }
  const before = await spend((limit) => readTraffic(session, relations, limit));
  const countedSince = performance.now();
  const finish = async () => {
    // Who is in the way now matters most, then how busy it is.
    const open = await spend((limit) => readOpenTransactions(session, relations, limit));
    const replication = await spend((limit) => readReplication(session, limit));
    const databaseBytes = await spend((limit) => readDatabaseSize(session, limit));
    const waitMs = Math.min(COUNTED_MS - (performance.now() - countedSince), leftMs / 2);
    if (waitMs > 0) await spend(() => delay(waitMs, undefined, { signal }));
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
