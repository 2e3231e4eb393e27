import { createHash } from "node:crypto";

/** A stream of numbers that is the same for the same seed and case, on every machine. */
export interface Random {
  /** A whole number of `from` to `to`, both possible. */
  integer(from: number, to: number): number;
  /** True in `share` of all calls, 0 to 1. */
  chance(share: number): boolean;
  /** One of the values; each as likely as its weight says. */
  pick<Value>(choices: readonly Weighted<Value>[]): Value;
}

/** A value and how likely it is, beside the others. */
export type Weighted<Value> = readonly [weight: number, value: Value];

/** The stream of case `index` of the run with `seed`: cases do not depend on one another. Source: mulberry32. */
export function makeRandom(seed: number, index: number): Random {
  let state = createHash("sha256").update(`${seed}:${index}`).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <Value>(choices: readonly Weighted<Value>[]): Value => {
    let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    const last = choices.at(-1);
    if (last === undefined) throw new Error("There is nothing to pick from.");
    return last[1];
  };
  return { integer, chance: (share) => next() < share, pick };
}
