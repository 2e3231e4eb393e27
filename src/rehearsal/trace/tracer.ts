import { identifier } from "../../database/quote.ts";
import type { Session } from "../../database/session.ts";
import type { Statement } from "../../files/sql/statement.ts";
import type { LedgerName } from "../../inputs/inputs.ts";
import { ask } from "./ask.ts";
import { byText } from "./in-order.ts";
import { type KnownEffect, knownEffects } from "./known-effects.ts";
import { type Relations, replaceAll, replaceSome } from "./known-relations.ts";
import { makeKnownTrace, type PlacedEffect } from "./make-known-trace.ts";
import { newlyInvalid } from "./make-trace.ts";
import { parseRelation } from "./relation.ts";
import { makeRelationQueries, type RelationQueries } from "./relation-queries.ts";
import type { StatementTrace } from "./statement-trace.ts";
import { WatchedTransaction } from "./watched-transaction.ts";

/**
 * Watches what the statements of a rehearsal do, in its own session. What cannot be seen has no trace: nothing that goes
 * wrong with watching stops a rehearsal, and a lost connection shows when the next statement is sent.
 */
export class Tracer {
  readonly #session: Session;
  readonly #queries: RelationQueries;
  #relations: Relations = new Map();
  #domains: ReadonlySet<string> = new Set();
  #scans: ReadonlyMap<number, number> | null = null;
  /** Number of the step under way, from 1; 0: none yet. */
  #step = 0;
  /** The highest oid of what was there before the step. */
  #upTo = 0;
  #isStale = true;
  #open: WatchedTransaction | null = null;
  #transaction = 0;

  constructor(session: Session, ledger: LedgerName) {
    this.#session = session;
    this.#queries = makeRelationQueries(ledger);
  }

  /** To be called between transactions, before the first statement of each step. */
  async beginStep(): Promise<void> {
    await this.#refresh();
    this.#step++;
    this.#upTo = [...this.#relations.keys()].reduce((most, oid) => Math.max(most, oid), 0);
  }

  /** Number of the transaction that was watched last; 0: none was. */
  get transaction(): number {
    return this.#transaction;
  }

  /** To be called before each statement that is to be seen inside the open transaction. */
  async watch(): Promise<void> {
    if (this.#open !== null) return this.#open.goOn();
    await this.#refresh();
    this.#transaction++;
    this.#open = await WatchedTransaction.begin({
      session: this.#session,
      queries: this.#queries,
      relations: this.#relations,
      domains: this.#domains,
      scans: this.#scans,
      step: this.#step,
      upTo: this.#upTo,
    });
  }

  /**
   * What the statement `index`, which was just done in the transaction that is watched, did there. `after`: what follows in
   * that transaction; nothing: it is now known what it leaves.
   */
  async see(statement: Statement, index: number, after: "more" | "nothing"): Promise<StatementTrace | null> {
    return (await this.#open?.see(statement, index, after)) ?? null;
  }

  /** To be called when the file has gone back to a savepoint of its own. */
  goBack(): void {
    this.#open?.goBack();
  }

  /** To be called when messages have been sent: where the transaction that was watched is over, it is left. */
  leave(): void {
    if (this.#session.inTransaction || this.#open === null) return;
    const left = this.#open.left();
    this.forget();
    if (left === null) return;
    this.#isStale = false;
    this.#relations = replaceSome(this.#relations, left.relations, this.#step);
    this.#domains = left.domains;
    this.#scans = left.scans;
  }

  /** To be called when something ran unwatched, or was undone: what it leaves must be read. */
  forget(): void {
    this.#open = null;
    this.#isStale = true;
    this.#scans = null;
  }

  /** To be called when rows were written unwatched: what is there stays known, how often it was read does not. */
  skip(): void {
    this.#open?.skip();
    this.#scans = null;
  }

  /** Runs `work`, the statement `index`, which nobody can watch; resolves to what is known that it does. */
  async around<Result>(
    statement: Statement,
    index: number,
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly trace: StatementTrace | null }> {
    const effects = knownEffects(statement);
    if (effects !== null) await this.#refresh();
    const placed = effects === null || this.#isStale ? null : await this.#place(effects);
    const [relations, domains] = [this.#relations, this.#domains];
    const result = await work();
    this.forget();
    if (placed === null) return { result, trace: null };
    await this.#refresh();
    if (this.#isStale) return { result, trace: null };
    const invalid = [...relations.values()]
      .filter(({ bornIn, owner }) => bornIn < this.#step && owner !== "ledger")
      .flatMap((relation) => newlyInvalid(relation, this.#relations.get(relation.oid) ?? null));
    const inDomains = [...this.#domains].filter((name) => !domains.has(name));
    const trace = makeKnownTrace(placed, relations, index, this.#step);
    return { result, trace: { ...trace, invalid: [...invalid, ...inDomains].sort(byText) } };
  }

  /** Reads all relations where that is needed: stale still where that is not let. */
  async #refresh(): Promise<void> {
    if (!this.#isStale) return;
    const { relations, domains } = this.#queries;
    const rows = await ask(this.#session, [relations(null), domains]);
    if (rows === null) return;
    const [found = [], constraints = []] = rows;
    this.#relations = replaceAll(this.#relations, found.map(parseRelation), this.#step);
    this.#domains = new Set(constraints.map(({ name }) => String(name)));
    this.#isStale = false;
  }

  /** The oid of what each effect names, by the session's own search_path; null where that may not be asked. */
  async #place(effects: readonly KnownEffect[]): Promise<readonly PlacedEffect[] | null> {
    const placed: PlacedEffect[] = [];
    for (const effect of effects) {
      if (effect.on.kind !== "name") placed.push({ effect, oid: null });
      else {
        const name = effect.on.parts.map(identifier).join(".");
        const question = "SELECT pg_catalog.to_regclass($1)::pg_catalog.oid AS oid";
        const rows = await this.#session.query(question, [name]).catch(() => null);
        if (rows === null) return null;
        const oid = rows[0]?.["oid"];
        placed.push({ effect, oid: typeof oid === "number" ? oid : null });
      }
    }
    return placed;
  }
}
