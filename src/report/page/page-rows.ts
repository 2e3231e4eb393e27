import type { Report } from "../report.ts";
import type { ReportHistoryEntry, ReportStatusRow, StatusState } from "../report-record.ts";
import type { PageQuery } from "./page-query.ts";

/** A migration with what the history adds to its state. */
export interface PageRow extends ReportStatusRow {
  /** The newest run of it on record, whatever its end; null: none is known. */
  readonly lastRun: ReportHistoryEntry | null;
}

/** States that a person has to look into, and those that `up` takes care of. */
const AMISS: ReadonlySet<StatusState> = new Set(["failed", "running", "edited", "missing", "late", "ahead"]);
const WAITING: ReadonlySet<StatusState> = new Set(["pending", "again"]);

/** bad: a person has to look into it · caution: the next `up` does it · good: nothing is to be done. */
export function toneOf(state: StatusState): "good" | "caution" | "bad" {
  if (AMISS.has(state)) return "bad";
  return WAITING.has(state) ? "caution" : "good";
}

/** True of what `up` is to apply, be it late. */
export const isWaiting = ({ state }: PageRow): boolean => WAITING.has(state) || state === "late";

const TONES = ["bad", "caution", "good"] as const;

/** All migrations: first what is amiss, then what is pending, then the rest; the newest first in each. */
export function makePageRows(
  status: Report["status"],
  history: readonly ReportHistoryEntry[],
): readonly PageRow[] {
  const lastRuns = new Map<string, ReportHistoryEntry>();
  for (const entry of history) if (!lastRuns.has(entry.version)) lastRuns.set(entry.version, entry);
  const newestFirst = status
    .toReversed()
    .map((row) => ({ ...row, lastRun: lastRuns.get(row.version) ?? null }));
  return TONES.flatMap((tone) => newestFirst.filter(({ state }) => toneOf(state) === tone));
}

/** Those of `rows` that the query asks for: each of its words is part of the version, the name or who applied it. */
export function searchRows(rows: readonly PageRow[], { text, state }: PageQuery): readonly PageRow[] {
  const words = plain(text).split(/\s+/u).filter(Boolean);
  return rows.filter((row) => {
    if (state !== null && row.state !== state) return false;
    const searched = plain([row.version, row.name, row.appliedBy ?? ""].join("\n"));
    return words.every((word) => searched.includes(word));
  });
}

/** Without the differences that nobody types: case, and how an accent is coded. */
const plain = (text: string): string => text.normalize("NFKC").toLowerCase();
