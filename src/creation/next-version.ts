import type { Standing } from "../files/read-standing.ts";
import { addOne, type Clock, clockOf } from "./clocks.ts";
import type { Wish } from "./creation.ts";

/**
 * The number after all of `taken`: the moment `at`, or the next one behind the newest where that is not over yet; the next
 * number where the newest is no moment but counted. `first`: the clock where nothing is taken.
 */
export function nextMoment(taken: readonly string[], at: Date, first: Clock): string {
  const newest = largest(taken);
  if (newest === null) return first.render(at);
  const clock = clockOf(newest);
  if (clock === null) return addOne(newest);
  const now = clock.render(at);
  return BigInt(now) > BigInt(newest) ? now : clock.after(newest);
}

/** The number after all of `taken`, for tools that take none but the next; `first` where nothing is taken. */
export function nextCount(taken: readonly string[], first: string): string {
  const newest = largest(taken);
  return newest === null ? first : addOne(newest);
}

/** The one with the largest value, of those the longest; null where there is none. */
function largest(taken: readonly string[]): string | null {
  let newest: string | null = null;
  for (const digits of taken) {
    if (newest === null || isAfter(digits, newest)) newest = digits;
  }
  return newest;
}

function isAfter(a: string, b: string): boolean {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left > right || (left === right && a.length > b.length);
}

/** Numbers of migrations, of files that belong to none, and of those that are being written. */
export const numbersTaken = (standing: Standing, wish: Wish): readonly string[] =>
  numbersIn(namesTaken(standing, wish));

/** The same as names, or as versions of those that are being written. */
export const namesTaken = ({ own }: Standing, { taken }: Wish): readonly string[] => [
  ...own.map(({ name }) => name),
  ...taken,
];

/** The digits that the names begin with, in whatever folder: of migrations, and of files that only look like one. */
export function numbersIn(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const digits = /(?:^|\/)[VU]?(\d+)[^/]*\/?$/.exec(name)?.[1] ?? /^(\d+)[^/]*\//.exec(name)?.[1];
    return digits === undefined ? [] : [digits];
  });
}
