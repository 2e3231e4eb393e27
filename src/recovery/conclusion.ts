/**
 * What is concluded of the statement at which a file goes on.
 * run: nothing of it is there that counts, once `cleanUp` has cleared away what it left · done: it is done, once `cleanUp`
 * has brought it to its end · unknown: neither can be known.
 */
export type Conclusion =
  | {
      readonly kind: "run" | "done";
      /** What is known, a clause: `the index "i" is not there`. */
      readonly because: string;
      /** Statements of ours, in order, each of which runs outside a transaction. */
      readonly cleanUp: readonly string[];
    }
  | { readonly kind: "unknown"; readonly because: string };

/** It is to be run: for the reason `because`. */
export const run = (because: string, cleanUp: readonly string[] = []): Conclusion => ({
  kind: "run",
  because,
  cleanUp,
});

/** It is done. */
export const done = (because: string, cleanUp: readonly string[] = []): Conclusion => ({
  kind: "done",
  because,
  cleanUp,
});

/** Neither can be known. */
export const unknown = (because: string): Conclusion => ({ kind: "unknown", because });
