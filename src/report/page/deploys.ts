import type { ReportHistoryEntry, ReportStatusRow } from "../report-record.ts";

/**
 * applied: all of it went through · failed: something of it did not · taken-back: migrations were taken back ·
 * recorded: put on record without being run (`adopt`, `baseline`, `repair`).
 */
export type DeployResult = "applied" | "failed" | "taken-back" | "recorded";

/** What one run did; without a history what was applied at about the same time. */
export interface Deploy {
  /** Null: not of the history, or of before there were batches. */
  readonly batch: number | null;
  readonly result: DeployResult;
  /** Milliseconds since 1970, of the first and the last entry; null: not recorded. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly who: string | null;
  readonly environment: string | null;
  readonly runUrl: string | null;
  /** Of all its migrations together; null where none was timed. */
  readonly durationMs: number | null;
  /** Newest first; never empty. */
  readonly entries: readonly ReportHistoryEntry[];
}

/** Runs without a number are told apart by a pause of more than this. */
const PAUSE_MS = 10 * 60_000;

/** What `history` has, and what only `status` still knows of: newest first, those without a time last. */
export function makeDeploys(
  history: readonly ReportHistoryEntry[],
  status: readonly ReportStatusRow[],
): readonly Deploy[] {
  const names = new Map(status.map(({ version, name }) => [version, name]));
  const named = history.map((entry) => ({ ...entry, name: entry.name ?? names.get(entry.version) ?? null }));
  const known = new Set(history.filter(isRun).map(({ version }) => version));
  const others = status.filter(({ version, appliedAt }) => appliedAt !== null && !known.has(version));
  const recordedAt = new Map(history.map(({ version, executedAt }) => [version, executedAt]));
  // What was adopted was applied before that, by another tool: its own time tells when, unless there is none.
  const elsewhere = others.filter(({ version, appliedAt }) => !isNear(recordedAt.get(version), appliedAt));
  return [...group(named), ...group(elsewhere.map(entryOf))].toSorted(
    (a, b) => (b.startMs ?? -Infinity) - (a.startMs ?? -Infinity) || (b.batch ?? 0) - (a.batch ?? 0),
  );
}

const isRun = ({ action, status }: ReportHistoryEntry): boolean =>
  status !== "failed" && (action === null || action === "up" || action === "repair");

function isNear(a: string | null | undefined, b: string | null): boolean {
  return a != null && b !== null && Math.abs(Date.parse(a) - Date.parse(b)) <= PAUSE_MS;
}

function entryOf(row: ReportStatusRow): ReportHistoryEntry {
  return {
    version: row.version,
    name: row.name,
    action: "up",
    status: "completed",
    executedAt: row.appliedAt,
    executedBy: row.appliedBy,
    executionTimeMs: row.executionTimeMs,
    batch: null,
    environment: null,
    runUrl: null,
    error: null,
  };
}

function group(entries: readonly ReportHistoryEntry[]): readonly Deploy[] {
  const groups: ReportHistoryEntry[][] = [];
  const batches = new Map<number, ReportHistoryEntry[]>();
  const loose: ReportHistoryEntry[] = [];
  for (const entry of entries) {
    const batch = entry.batch === null ? loose : (batches.get(entry.batch) ?? []);
    batch.push(entry);
    if (entry.batch !== null) batches.set(entry.batch, batch);
  }
  for (const entry of loose.toSorted((a, b) => (timeOf(b) ?? -Infinity) - (timeOf(a) ?? -Infinity))) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && belongs(entry, last[0], last.at(-1) ?? entry)) last.push(entry);
    else groups.push([entry]);
  }
  return [...batches.values(), ...groups].map(makeDeploy);
}

function belongs(entry: ReportHistoryEntry, first: ReportHistoryEntry, last: ReportHistoryEntry): boolean {
  const [at, lastAt] = [timeOf(entry), timeOf(last)];
  const isClose = at === null || lastAt === null ? at === lastAt : lastAt - at <= PAUSE_MS;
  return isClose && entry.executedBy === first.executedBy && entry.runUrl === first.runUrl;
}

function makeDeploy(entries: readonly ReportHistoryEntry[]): Deploy {
  const times = entries.flatMap((entry) => timeOf(entry) ?? []);
  const durations = entries.flatMap(({ executionTimeMs }) => executionTimeMs ?? []);
  const first = <K extends keyof ReportHistoryEntry>(key: K) =>
    entries.map((entry) => entry[key]).find((value) => value !== null) ?? null;
  return {
    batch: entries[0]?.batch ?? null,
    result: resultOf(entries),
    startMs: times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b)),
    endMs: times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b)),
    who: first("executedBy"),
    environment: first("environment"),
    runUrl: first("runUrl"),
    durationMs: durations.length === 0 ? null : durations.reduce((sum, ms) => sum + ms, 0),
    entries,
  };
}

const RECORDING: ReadonlySet<string> = new Set(["adopt", "baseline", "repair"]);

function resultOf(entries: readonly ReportHistoryEntry[]): DeployResult {
  if (entries.some(({ status }) => status === "failed")) return "failed";
  if (entries.every(({ action }) => action !== null && RECORDING.has(action))) return "recorded";
  return entries.some(({ action }) => action === "rollback") ? "taken-back" : "applied";
}

function timeOf({ executedAt }: ReportHistoryEntry): number | null {
  const at = executedAt === null ? Number.NaN : Date.parse(executedAt);
  return Number.isNaN(at) ? null : at;
}
