import { DEFINING_MODES } from "../../database/lock-modes.ts";
import type { Row, Session } from "../../database/session.ts";
import type { Statement } from "../../files/sql/statement.ts";
import { ask } from "./ask.ts";
import type { KnownRelation, Relations } from "./known-relations.ts";
import { heldAfter, lockKey, makeTrace, type Sample } from "./make-trace.ts";
import { type LockedRelation, parseLockedRelations, parseRelation, type Relation } from "./relation.ts";
import type { RelationQueries } from "./relation-queries.ts";
import { changesDomain, creates, empties, redefines, renamesSchema } from "./sight.ts";
import type { StatementTrace } from "./statement-trace.ts";

/** A transaction, and what is known when it begins. */
export interface WatchPlace {
  readonly session: Session;
  readonly queries: RelationQueries;
  readonly relations: Relations;
  readonly domains: ReadonlySet<string>;
  /** How often each relation had been scanned when it was looked at last, but for those that never were; null: not known. */
  readonly scans: ReadonlyMap<number, number> | null;
  /** Number of the step that it belongs to, and the highest oid of what was there before that. */
  readonly step: number;
  readonly upTo: number;
}

/** What a transaction was seen to leave: a null is a relation that it dropped. */
export interface Left {
  readonly relations: ReadonlyMap<number, Relation | null>;
  readonly domains: ReadonlySet<string>;
  readonly scans: ReadonlyMap<number, number>;
}

/** One open transaction, looked at after its statements; what is seen in it is compared with what was seen before. */
export class WatchedTransaction {
  readonly #place: WatchPlace;
  /** Null: not known, as something ran that was not looked at. */
  #scans: Map<number, number> | null = null;
  /** What it has changed, as it was seen last. */
  readonly #seen = new Map<number, Relation | null>();
  #domains: ReadonlySet<string>;
  #held: ReadonlyMap<string, number> = new Map();
  /** watched · whole: and what it will leave has been looked at · lost: it could not be. */
  #state: "watched" | "whole" | "lost" = "watched";
  /** True when it changed names that its locks do not show. */
  #hasHidden = false;

  private constructor(place: WatchPlace) {
    this.#place = place;
    this.#domains = place.domains;
  }

  /** The transaction that is open in `place.session`, from now on. Never rejects. */
  static async begin(place: WatchPlace): Promise<WatchedTransaction> {
    const transaction = new WatchedTransaction(place);
    await transaction.#countScans(place.scans);
    return transaction;
  }

  /** To be called before each statement that is to be seen. */
  async goOn(): Promise<void> {
    if (this.#scans === null) await this.#countScans(null);
  }

  /** To be called when something ran in it that was not looked at. */
  skip(): void {
    this.#scans = null;
  }

  /** To be called when it went back to a savepoint: names are again what they were, and locks are gone. */
  goBack(): void {
    this.#seen.clear();
    this.#hasHidden = true;
  }

  /** What the statement `index`, just done, did; null: that could not be seen. See Tracer. */
  async see(statement: Statement, index: number, after: "more" | "nothing"): Promise<StatementTrace | null> {
    const sample = this.#state === "lost" ? null : await this.#look(statement, after);
    if (sample === null) {
      this.#state = "lost";
      return null;
    }
    const { relations, step } = this.#place;
    const before = {
      relation: (oid: number) => this.#shown(oid, step),
      nameOf: (oid: number) => this.#find(oid)?.name ?? relations.get(oid)?.name ?? null,
      held: this.#held,
      scans: this.#scans ?? new Map<number, number>(),
      domains: this.#domains,
    };
    const trace = makeTrace(before, sample, index, empties(statement) ? "nothing" : "as-counted");
    this.#keep(sample, index);
    this.#hasHidden ||= renamesSchema(statement);
    if (after === "nothing") this.#state = "whole";
    return trace;
  }

  /** What it has left, now that it is committed; null: not all of that has been seen. */
  left(): Left | null {
    if (this.#state !== "whole" || this.#hasHidden) return null;
    const counted = [...(this.#scans ?? [])].filter(([, scans]) => scans > 0);
    return { relations: this.#seen, domains: this.#domains, scans: new Map(counted) };
  }

  async #countScans(last: ReadonlyMap<number, number> | null): Promise<void> {
    if (last?.size === 0) {
      this.#scans = new Map();
      return;
    }
    const question = this.#place.queries.scans(last === null ? null : [...last.keys()]);
    const rows = await ask(this.#place.session, [question]);
    if (rows === null) this.#state = "lost";
    else this.#scans = new Map(rows[0]?.map(({ oid, scans }) => [Number(oid), Number(scans)]));
  }

  /** The locks, and closely what the statement may have defined anew; at the end what is new too. */
  async #look(statement: Statement, after: "more" | "nothing"): Promise<Sample | null> {
    const { session, queries, upTo } = this.#place;
    const isEnd = after === "nothing";
    const isClose = redefines(statement) || (isEnd && creates(statement));
    const changed = isClose ? [queries.changed(upTo, isEnd ? "newer-too" : "there-before")] : [];
    const domains = changesDomain(statement) ? [queries.domains] : [];
    const answers = await ask(session, [queries.locked(isEnd ? null : upTo), ...changed, ...domains]);
    if (answers === null) return null;
    const locked = parseLockedRelations(answers[0] ?? []);
    const oids = locked
      .filter((one) => (this.#find(one.oid) === null ? isEnd : this.#mayDiffer(one, statement)))
      .map(({ oid }) => oid);
    const rows = isClose ? answers[1] : await this.#relations(oids);
    if (rows === undefined) return null;
    const closely = new Map<number, Relation | null>(oids.map((oid) => [oid, null]));
    for (const relation of rows.map(parseRelation)) closely.set(relation.oid, relation);
    const names = domains.length === 0 ? this.#domains : answers.at(-1)?.map(({ name }) => String(name));
    return { locked, closely, domains: new Set(names) };
  }

  async #relations(oids: readonly number[]): Promise<readonly Row[] | undefined> {
    if (oids.length === 0) return [];
    return (await ask(this.#place.session, [this.#place.queries.relations(oids)]))?.[0];
  }

  /** Whether `statement` may have changed more of the relation than its rows. */
  #mayDiffer({ oid, modes }: LockedRelation, statement: Statement): boolean {
    const strong = modes.filter((mode) => DEFINING_MODES.includes(mode));
    if (this.#find(oid)?.owner === "ledger" || strong.length === 0) return false;
    return redefines(statement) || strong.some((mode) => !this.#held.has(lockKey(oid, mode)));
  }

  #shown(oid: number, step: number): KnownRelation | null {
    const known = this.#find(oid);
    return known === null || known.bornIn >= step || known.owner === "ledger" ? null : known;
  }

  /** The relation as it was seen last; one that was dropped, as it was before that. Null: it is new. */
  #find(oid: number): KnownRelation | null {
    const known = this.#place.relations.get(oid);
    return known === undefined ? null : { ...known, ...this.#seen.get(oid) };
  }

  #keep({ locked, closely, domains }: Sample, index: number): void {
    this.#held = heldAfter(locked, this.#held, index);
    this.#domains = domains;
    for (const { oid, scans, filenode } of locked) {
      this.#scans?.set(oid, scans);
      const known = this.#find(oid);
      if (filenode !== null && known !== null && known.filenode !== filenode)
        this.#seen.set(oid, { ...known, filenode });
    }
    for (const [oid, relation] of closely) this.#seen.set(oid, relation);
  }
}
