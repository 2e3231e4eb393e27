const UNIT_MS = new Map([
  ["ms", 1],
  ["s", 1000],
  ["min", 60_000],
  ["h", 3_600_000],
]);

/** Timers and PostgreSQL's time-outs are both 32-bit integers of milliseconds: 24 days and 20 hours. */
const LONGEST_MS = 2_147_483_647;

/** How durations are written, for messages. */
export const DURATION_FORMS = "500ms, 30s, 10min or 1h, at most 596h";

/**
 * Milliseconds of `500ms`, `30s`, `10min`, `1h`, or of a lone `0`; null when `text` is anything else, or longer
 * than 2,147,483,647 ms. Whole numbers, no blanks, units as written here.
 */
export function parseDurationMs(text: string): number | null {
  if (text === "0") return 0;
  const [, digits = "", unit = ""] = /^(\d{1,10})(ms|s|min|h)$/.exec(text) ?? [];
  const unitMs = UNIT_MS.get(unit);
  if (unitMs === undefined) return null;
  const durationMs = Number(digits) * unitMs;
  return durationMs <= LONGEST_MS ? durationMs : null;
}
