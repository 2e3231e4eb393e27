import type { Session } from "../../../database/session.ts";
import { type Glance, type GlanceAt, isLedgerAbsent, readGlance } from "../../../ledger/read-glance.ts";

/** How long a schema of which nothing is kept, or may be read, is not asked for it again. */
const WITHOUT_MS = 30_000;

/** A glance that failed because of what it asks of the schema, and that came through without. */
interface Without {
  readonly digest: string | null;
  readonly untilMs: number;
}

/**
 * Glances again and again, in one message each time. Where nothing is kept of what the schema is expected to have that is
 * remembered, until the ledger changes: a run may have written it then. Where the last glance has read no ledger, whether there is
 * one is asked before the next: a database that nobody has migrated yet has no line in its log for every answer.
 */
export function makeGlancer(at: Omit<GlanceAt, "expectation">): (session: Session) => Promise<Glance> {
  let without: Without | null = null;
  const readLedger = async (session: Session): Promise<Glance> => {
    if (without !== null && performance.now() < without.untilMs) {
      const { digest } = without;
      const found = await readGlance(session, { ...at, expectation: "left-out" });
      if (found.kind === "late" || digestOf(found) === digest) return found;
    }
    const found = await readGlance(session, { ...at, expectation: "asked" });
    without = null;
    if (found.kind !== "unreadable") return found;
    const plain = await readGlance(session, { ...at, expectation: "left-out" });
    if (plain.kind !== "late") without = { digest: digestOf(plain), untilMs: performance.now() + WITHOUT_MS };
    return plain;
  };
  let isLedgerKnown = false;
  return async (session) => {
    if (!isLedgerKnown && (await isLedgerAbsent(session, at))) return { kind: "unreadable" };
    const found = await readLedger(session);
    isLedgerKnown = found.kind === "read";
    return found;
  };
}

const digestOf = (glance: Glance): string | null => (glance.kind === "read" ? glance.digest : null);
