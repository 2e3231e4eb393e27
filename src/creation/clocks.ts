/** A way to write a moment as a number. */
export interface Clock {
  /** True for a number that is such a moment, as people write them too: the 61st second of a minute is one. */
  readonly writes: (digits: string) => boolean;
  /** `at` in UTC; of a clock that counts within a day, the first of that day. */
  readonly render: (at: Date) => string;
  /** The next moment behind one that it writes. */
  readonly after: (digits: string) => string;
}

/** `YYYYMMDDHHMMSS`. */
export const SECONDS: Clock = calendar(14, 1_000);

/** Milliseconds since 1970, as `Date.now()` gives them. */
export const UNIX_MILLISECONDS: Clock = unix(13);

const CLOCKS: readonly Clock[] = [
  SECONDS,
  calendar(8, 86_400_000),
  calendar(12, 60_000),
  calendar(17, 1),
  numbersOfDay(),
  unix(10),
  UNIX_MILLISECONDS,
  unix(16),
  unix(19),
];

/** The clock by which `digits` was made; null where they are no moment, but a number that somebody counts on. */
export function clockOf(digits: string): Clock | null {
  return CLOCKS.find((clock) => clock.writes(digits)) ?? null;
}

/** The first `length` of `YYYYMMDDHHMMSSmmm`; `unitMs`: the last of them. */
function calendar(length: number, unitMs: number): Clock {
  const render = (at: Date) => at.toISOString().replace(/\D/g, "").slice(0, length);
  return {
    writes: (digits) => digits.length === length && DAY.test(digits),
    render,
    after: (digits) => {
      const at = parseMoment(digits);
      // Nobody's clock shows 12:00:99, and people write it all the same.
      const isReal = at !== null && render(at) === digits;
      return isReal ? render(new Date(at.getTime() + unitMs)) : addOne(digits);
    },
  };
}

/** `YYYYMMDDNN`: the migrations of a day, counted. */
function numbersOfDay(): Clock {
  return {
    writes: (digits) => digits.length === 10 && DAY.test(digits),
    render: (at) => `${at.toISOString().replace(/\D/g, "").slice(0, 8)}01`,
    after: addOne,
  };
}

/** Seconds since 1970 in ten digits, or parts of them in more. The first digit is 1 until May of 2033. */
function unix(length: number): Clock {
  return {
    writes: (digits) => digits.length === length && digits.startsWith("1"),
    render: (at) => String(at.getTime()).padEnd(length, "0").slice(0, length),
    after: addOne,
  };
}

/** A year from 1990 to 2199, a month, a day: what begins so is no other number. */
const DAY = /^(?:199\d|20\d\d|21\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;

function parseMoment(digits: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(\d{3})?$/.exec(digits)?.slice(1);
  if (parts === undefined) return null;
  const [year = 0, month = 1, ...rest] = parts.map((part) => Number(part ?? 0));
  const [day = 1, hour = 0, minute = 0, second = 0, ms = 0] = rest;
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
}

/** The next number, with as many leading zeros as it has room for. */
export function addOne(digits: string): string {
  return (BigInt(digits) + 1n).toString().padStart(digits.length, "0");
}
