import type { LockWait } from "../database/backend-state.ts";

/**
 * How long a try may wait for locks, all its waits together, in ms: whoever needs what it has already waits as long.
 * The server's lock_timeout bounds each wait alone, so the first is left to it. Of a wait that ends unseen counts what was
 * seen of it.
 */
export class WaitBudget {
  readonly #limitMs: number;
  readonly #waits = new Map<string, number>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  saw({ since, ms }: LockWait): void {
    this.#waits.set(since, ms);
  }

  /** What was waited for belongs to a transaction that has ended. */
  reset(): void {
    this.#waits.clear();
  }

  /** Null: the server sees to it. */
  get leftMs(): number | null {
    if (this.#waits.size < 2) return null;
    return this.#limitMs - [...this.#waits.values()].reduce((sum, ms) => sum + ms, 0);
  }
}
