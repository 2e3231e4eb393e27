/** A part of a run in which the same things happen; each statement counts for the phase it was begun in. */
export type Phase = "between" | "baseline" | "migrating" | "contrast";

/** What one statement of a session took. */
interface Latency {
  readonly phase: Phase;
  readonly of: "control" | "tables";
  readonly sql: string;
  readonly ms: number;
}

/** How long the statements of a phase took. */
export interface Waits {
  readonly statements: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** The statement that waited longest; empty where there was none. */
  readonly longestSql: string;
}

/** All that the sessions measured. */
export class Latencies {
  readonly #all: Latency[] = [];
  readonly #errors = new Map<string, number>();
  /** What is going on now: statements begun from here on count for it. */
  phase: Phase = "between";

  add(latency: Latency): void {
    this.#all.push(latency);
  }

  addError(sqlState: string): void {
    const key = `${this.phase}: ${sqlState}`;
    this.#errors.set(key, (this.#errors.get(key) ?? 0) + 1);
  }

  /** `phase: SQLSTATE × count`, one each; empty when every statement of every session succeeded. */
  errors(): readonly string[] {
    return [...this.#errors].map(([what, count]) => `${what} × ${count}`);
  }

  waits(phase: Phase, of: Latency["of"]): Waits {
    const some = this.#all.filter((one) => one.phase === phase && one.of === of);
    const sorted = some.toSorted((a, b) => a.ms - b.ms);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    const longest = sorted.at(-1);
    return {
      statements: sorted.length,
      medianMs: at(0.5)?.ms ?? 0,
      p99Ms: at(0.99)?.ms ?? 0,
      longestMs: longest?.ms ?? 0,
      longestSql: longest?.sql ?? "",
    };
  }
}
