/** The middle value; of an even number the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Values of both, measured in turns (A B A B …), so that what else the machine does strikes both alike. */
export async function inTurns<A, B>(
  pairs: number,
  one: () => Promise<A>,
  other: () => Promise<B>,
): Promise<{ readonly one: readonly A[]; readonly other: readonly B[] }> {
  const ones: A[] = [];
  const others: B[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    ones.push(await one());
    others.push(await other());
  }
  return { one: ones, other: others };
}

/** What `work` resolves to, and how long it took. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly wallMs: number }> {
  const begun = performance.now();
  const value = await work();
  return { value, wallMs: performance.now() - begun };
}

/**
 * What `one` is in parts of `other`: the median of the pairs' own ratios. A machine that grows slower while it measures
 * changes both of a pair, where the ratio of two medians could take them from different times.
 */
export function medianRatio(one: readonly number[], other: readonly number[]): number {
  return median(one.map((value, index) => value / (other[index] ?? Number.NaN)));
}
