import type { Session } from "../../database/session.ts";
import type { Statement } from "../../files/sql/statement.ts";
import { ask } from "./ask.ts";
import type { KnownRelation, Relations } from "./known-relations.ts";
import { heldAfter, makeTrace, type Sample } from "./make-trace.ts";
import { parseLockedRelation, type Relation } from "./relation.ts";
import type { RelationQueries } from "./relation-queries.ts";
import { empties, renamesSchema } from "./sight.ts";
import type { StatementTrace } from "./statement-trace.ts";

/** A transaction, and what is known when it begins. */
export interface WatchPlace {
  readonly session: Session;
  readonly queries: RelationQueries;
  readonly relations: Relations;
  readonly domains: ReadonlySet<string>;
  /** Number of the step that it belongs to, and the highest oid of what was there before that. */
  readonly step: number;
  readonly upTo: number;
}

/** What a transaction was seen to leave: a null is a relation that it dropped. */
export interface Left {
  readonly relations: ReadonlyMap<number, Relation | null>;
  readonly domains: ReadonlySet<string>;
}

/** One open transaction, looked at after its statements; what is seen in it is compared with what was seen before. */
export class WatchedTransaction {
  readonly #place: WatchPlace;
  readonly #scans: Map<number, number>;
  /** What it has changed, as it was seen last. */
  readonly #seen = new Map<number, Relation | null>();
  #domains: ReadonlySet<string>;
  #held: ReadonlyMap<string, number> = new Map();
  /** watched · whole: and what it will leave has been looked at · lost: it could not be. */
  #state: "watched" | "whole" | "lost" = "watched";
  /** True when it changed names that its locks do not show. */
  #hasHidden = false;

  private constructor(place: WatchPlace, scans: Map<number, number> | null) {
    this.#place = place;
    this.#domains = place.domains;
    this.#scans = scans ?? new Map();
    if (scans === null) this.#state = "lost";
  }

  /** The transaction that is open in `place.session`, from now on. Never rejects. */
  static async begin(place: WatchPlace): Promise<WatchedTransaction> {
    const rows = await ask(place.session, [place.queries.scans]);
    const scans = rows?.[0]?.map(({ oid, scans }) => [Number(oid), Number(scans)] as const);
    return new WatchedTransaction(place, scans === undefined ? null : new Map(scans));
  }

  /** What the statement `index`, just done, did; null: that could not be seen. See Tracer. */
  async see(statement: Statement, index: number, after: "more" | "nothing"): Promise<StatementTrace | null> {
    if (this.#state === "lost") return null;
    const { session, queries, upTo } = this.#place;
    const locked = queries.locked(after === "nothing" ? null : upTo);
    const rows = await ask(session, [locked, queries.domains]);
    if (rows === null) {
      this.#state = "lost";
      return null;
    }
    const [relations = [], domains = []] = rows;
    const sample = {
      locked: relations.map(parseLockedRelation),
      domains: domains.map(({ name }) => String(name)),
    };
    const trace = makeTrace(this.#before(), sample, index, empties(statement) ? "nothing" : "as-counted");
    this.#keep(sample, index);
    this.#hasHidden ||= renamesSchema(statement);
    if (after === "nothing") this.#state = "whole";
    return trace;
  }

  /** To be called when it went back to a savepoint: names are again what they were, and locks are gone. */
  goBack(): void {
    this.#seen.clear();
    this.#hasHidden = true;
  }

  /** What it has left, now that it is committed; null: not all of that has been seen. */
  left(): Left | null {
    return this.#state === "whole" && !this.#hasHidden
      ? { relations: this.#seen, domains: this.#domains }
      : null;
  }

  #before() {
    const { step } = this.#place;
    const relation = (oid: number) => {
      const known = this.#find(oid);
      return known === null || known.bornIn >= step ? null : known;
    };
    const nameOf = (oid: number) => this.#find(oid)?.name ?? null;
    return { relation, nameOf, held: this.#held, scans: this.#scans, domains: this.#domains };
  }

  /** The relation as it was seen last; one that was dropped, as it was before that. */
  #find(oid: number): KnownRelation | null {
    const known = this.#place.relations.get(oid);
    if (known === undefined) return null;
    return { ...known, ...this.#seen.get(oid) };
  }

  #keep(sample: Sample, index: number): void {
    this.#held = heldAfter(sample, this.#held, index);
    this.#domains = new Set(sample.domains);
    for (const { oid, now, scans } of sample.locked) {
      this.#seen.set(oid, now);
      this.#scans.set(oid, scans);
    }
  }
}
