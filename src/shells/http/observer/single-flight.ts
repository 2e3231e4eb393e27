/**
 * `work`, never twice at a time. Who asks while it is under way is given the next one, with all others who do: so no answer is
 * older than its question. `work` must not reject.
 */
export function makeSingleFlight<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | null = null;
  let next: Promise<Value> | null = null;
  const begin = (): Promise<Value> => {
    next = null;
    running = work().finally(() => {
      if (next === null) running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return begin();
    next ??= running.then(begin);
    return next;
  };
}

/** What `promise` gives, which must not reject; `late` where that takes longer than `limitMs`. */
export function withinLimit<Value>(
  promise: Promise<Value>,
  limitMs: number,
  late: () => Value,
): Promise<Value> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(late()), limitMs);
    void promise.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}
