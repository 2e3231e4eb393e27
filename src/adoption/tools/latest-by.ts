/** The last of `values` for each key, in the order in which the keys first appear. */
export function latestBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}
