/** How long the target may be asked things before a plan is applied, counted only while it is being asked. */
export class Budget {
  #leftMs: number;

  constructor(budgetMs: number) {
    this.#leftMs = budgetMs;
  }

  /** What is left; never below zero. */
  get leftMs(): number {
    return Math.max(0, this.#leftMs);
  }

  /** What `work` resolves to; the time that it takes is spent, however it ends. */
  async spend<Result>(work: (leftMs: number) => Promise<Result>): Promise<Result> {
    const begun = performance.now();
    try {
      return await work(this.leftMs);
    } finally {
      this.#leftMs -= performance.now() - begun;
    }
  }
}
