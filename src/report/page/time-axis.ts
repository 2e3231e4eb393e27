/** A mark on the axis of time. */
export interface Tick {
  readonly atMs: number;
  readonly label: string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Steps of a fixed length; above them the calendar's months and years. */
const EVEN_STEPS = [
  ...[5 * MINUTE_MS, 10 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS],
  ...[HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS],
  ...[DAY_MS, 2 * DAY_MS, 4 * DAY_MS, 7 * DAY_MS, 14 * DAY_MS],
];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000, 12_000, 60_000, 120_000];

/** What `new Date` still knows. Source: ECMA-262, "Time Values and Time Range". */
const LAST_MS = 8.64e15;

/** At most `limit` ticks from `fromMs` to `untilMs` on round moments of UTC, ascending; never empty where a step fits. */
export function makeTicks(fromMs: number, untilMs: number, limit: number): readonly Tick[] {
  const spanMs = untilMs - fromMs;
  const even = EVEN_STEPS.find((stepMs) => spanMs / stepMs <= limit);
  if (even !== undefined) {
    // Weeks begin on a Monday: 1970 began on a Thursday.
    const offsetMs = even >= 7 * DAY_MS ? 4 * DAY_MS : 0;
    const first = Math.ceil((fromMs - offsetMs) / even) * even + offsetMs;
    return range(Math.floor((untilMs - first) / even) + 1).map((index) => {
      const atMs = first + index * even;
      if (even >= DAY_MS) return { atMs, label: dayLabel(atMs) };
      return { atMs, label: index === 0 ? `${dayLabel(atMs)}, ${clockLabel(atMs)}` : timeLabel(atMs) };
    });
  }
  const months = MONTH_STEPS.find((step) => spanMs / (step * 30.44 * DAY_MS) <= limit) ?? 120_000;
  const first = Math.ceil(monthOf(fromMs) / months) * months;
  return range(limit + 1)
    .map((index) => first + index * months)
    .map((month) => ({ atMs: startOfMonth(month), label: monthLabel(month, months) }))
    .filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs);
}

/** `1 Jun 2026`, in UTC. */
export function renderDay(atMs: number): string {
  const date = new Date(atMs);
  return `${dayLabel(atMs)} ${date.getUTCFullYear()}`;
}

/** Months since the beginning of year 0, and a part of one. */
function monthOf(atMs: number): number {
  const date = new Date(atMs);
  const whole = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return whole + (atMs > startOfMonth(whole) ? 0.5 : 0);
}

function startOfMonth(month: number): number {
  // Date.UTC takes years below 100 for those of 1900.
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
  return Number.isNaN(date.getTime()) ? LAST_MS + 1 : date.getTime();
}

function monthLabel(month: number, step: number): string {
  const year = Math.floor(month / 12);
  const name = MONTHS[month - year * 12] ?? "";
  if (step >= 12) return String(year);
  return name === "Jan" || step === 6 ? `${name} ${year}` : name;
}

function dayLabel(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

function timeLabel(atMs: number): string {
  const time = clockLabel(atMs);
  return time === "00:00" ? dayLabel(atMs) : time;
}

const clockLabel = (atMs: number): string => new Date(atMs).toISOString().slice(-13, -8);

const range = (count: number): readonly number[] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => index);
