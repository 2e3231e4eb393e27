import type { Statement } from "../../files/sql/statement.ts";
import { filledBy, LOOKED_AT } from "./repeats.ts";
import { goesBack, isVisibleWithin, sightOf } from "./sight.ts";
import type { StatementTrace, TracedLock } from "./statement-trace.ts";
import type { Tracer } from "./tracer.ts";

/**
 * How the statement that comes next is run, so that it can be seen what it does:
 * watched: in the open transaction, between `watch` and `see` · wrapped: the same, in a transaction of ours ·
 * around: alone, inside `around` · unseen: as it is; its trace is `trace`.
 */
export type Way =
  | { readonly kind: "watched" | "wrapped" | "around" }
  | { readonly kind: "unseen"; readonly trace: StatementTrace | null };

/**
 * Where a statement stands: within: in a transaction that is open before it · framed: between a BEGIN and a COMMIT of its
 * own · alone: in none.
 */
export type Place = "within" | "framed" | "alone";

/** What touches nothing. */
const NOTHING: StatementTrace = {
  locks: [],
  indexLocks: [],
  rewrites: [],
  scans: [],
  invalid: [],
  basis: "known",
};

/** Decides for each statement of one step how it is watched, and keeps what was seen. */
export class StepTracer {
  readonly #tracer: Tracer;
  readonly #traces: (StatementTrace | null)[];
  /** By `filledBy`; `transaction`: the tracer's number of that in which it was seen. */
  readonly #filled = new Map<string, { readonly trace: StatementTrace; readonly transaction: number }>();
  #lookedAt = 0;
  /** What was seen last. */
  #last = NOTHING;

  constructor(tracer: Tracer, statements: readonly Statement[]) {
    this.#tracer = tracer;
    this.#traces = statements.map(() => null);
  }

  /** One of each statement, in their order; null for those of which nothing is known. */
  get traces(): readonly (StatementTrace | null)[] {
    return this.#traces;
  }

  /** How `statement` is run. */
  wayOf(statement: Statement, index: number, place: Place): Way {
    if (!isVisibleWithin(statement)) {
      if (goesBack(statement)) this.#tracer.goBack();
      return unseen(null);
    }
    const repeated = this.#lookedAt < LOOKED_AT ? null : this.#repeated(statement, index, place);
    if (repeated !== null) {
      this.#tracer.skip();
      return unseen(repeated);
    }
    const sight = place === "within" ? "alone" : sightOf(statement);
    if (sight === "setting") return unseen(NOTHING);
    if (sight === "outside") return { kind: "around" };
    if (sight === "alone") return { kind: place === "alone" ? "wrapped" : "watched" };
    this.#tracer.forget();
    return unseen(null);
  }

  /** Keeps `trace` as that of the statement `index`. */
  keep(statement: Statement, index: number, trace: StatementTrace | null): void {
    this.#traces[index] = trace;
    if (trace === null || trace.basis === "known") return;
    this.#lookedAt++;
    this.#last = trace;
    const filled = filledBy(statement);
    const { transaction } = this.#tracer;
    if (filled !== null) this.#filled.set(filled, { trace, transaction });
  }

  /** What `statement` does by what one that fills the same was seen to do; null: none was, or not in its transaction. */
  #repeated(statement: Statement, index: number, place: Place): StatementTrace | null {
    const filled = filledBy(statement);
    const seen = filled === null ? undefined : this.#filled.get(filled);
    if (seen === undefined) return null;
    if (place === "within") {
      const { locks, indexLocks } = this.#last;
      return seen.transaction === this.#tracer.transaction ? { ...NOTHING, locks, indexLocks } : null;
    }
    const now = (lock: TracedLock) => ({ ...lock, heldSince: index });
    return {
      ...NOTHING,
      locks: seen.trace.locks.map(now),
      indexLocks: seen.trace.indexLocks.map(now),
    };
  }
}

const unseen = (trace: StatementTrace | null): Way => ({ kind: "unseen", trace });
