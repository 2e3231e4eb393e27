/** The newest backup, as a query or a command has told it. */
export interface Backup {
  readonly madeAt: Date;
  /** As it was told, at most 200 characters; null: it has none. */
  readonly name: string | null;
}

/** What came of asking for it, and the server's clock at that moment. */
export interface BackupAnswer {
  /** A text: why it is not known, a sentence without its full stop. */
  readonly backup: Backup | string;
  /** Null: that could not be read either. */
  readonly serverTime: Date | null;
}

const LONGEST_NAME = 200;

/**
 * A date, a time, and the zone without which nobody knows what it means: as ISO 8601 and PostgreSQL's DateStyle ISO write
 * it. Source: PostgreSQL manual, "Date/Time Output".
 */
const MOMENT =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(?:([zZ]|UTC)|([+-]\d\d)(?::?(\d\d)(?::\d\d)?)?)$/;

/** What begins like a moment, for a text that goes on behind it. */
const LEADING =
  /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:[zZ]|UTC|[+-]\d\d(?::?\d\d(?::\d\d)?)?))?)(?:\s+(\S.*))?$/s;

/** The backup that a query's first two columns tell of; a text says why they do not. */
export function parseMarker(time: string | null, name: string | null): Backup | string {
  if (time === null) return "its first column is NULL: there is no backup that it knows of";
  return parseTold(time.trim(), name, "the first column");
}

/** The same of what a command has printed: its last line that is not empty begins with the time, a name may follow. */
export function parsePrinted(printed: string): Backup | string {
  const line = lastLineOf(printed);
  if (line === undefined) return "it printed nothing";
  const [, time, name = null] = LEADING.exec(line) ?? [];
  return parseTold(time ?? line, name, "its last line");
}

/** The last line with anything on it, without the blanks around; undefined where there is none. */
export function lastLineOf(text: string): string | undefined {
  return text
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .findLast((line) => line !== "");
}

function parseTold(time: string, name: string | null, what: string): Backup | string {
  const [, date = "", clock = "", utc, hours = "+00", minutes = "00"] = MOMENT.exec(time) ?? [];
  if (date === "") {
    const why = /^\d{4}-\d\d-\d\d/.test(time)
      ? "has no time of day with a time zone"
      : "is no time in ISO 8601 with a time zone";
    return `${what} ${why}: "${time.slice(0, 100)}"`;
  }
  const zone = utc === undefined ? `${hours}:${minutes}` : "Z";
  const seconds = clock.length === 5 ? ":00" : "";
  const madeAt = new Date(`${date}T${clock.replace(",", ".")}${seconds}${zone}`);
  // The thirtieth of February becomes a day in March.
  const isReal = !Number.isNaN(madeAt.getTime()) && isDay(date);
  return isReal
    ? { madeAt, name: makeName(name) }
    : `${what} is no time that there is: "${time.slice(0, 100)}"`;
}

/** One line: it goes into a column of the history. */
function makeName(name: string | null): string | null {
  const line = (name ?? "").replace(/[\s\u0000-\u001f\u007f]+/gu, " ").trim();
  return line.slice(0, LONGEST_NAME).toWellFormed() || null;
}

function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

/** As it is recorded in the history: the moment in UTC, and the name behind a blank. */
export function renderBackup({ madeAt, name }: Backup): string {
  return name === null ? madeAt.toISOString() : `${madeAt.toISOString()} ${name}`;
}
