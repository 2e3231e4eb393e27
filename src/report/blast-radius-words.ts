import { renderBytes, renderCount, renderDuration, renderNumber } from "../amounts.ts";
import { clip } from "./foreign-text.ts";
import type {
  ReportBlastRadius,
  ReportRange,
  ReportSlot,
  ReportStandby,
  ReportTouched,
  ReportTransaction,
} from "./report-blast-radius.ts";

/** What a plan touches, in words for the log and the summary; what names things in them is foreign, and not yet harmless. */

/** `about 1,200`, or that nobody has counted. */
export const renderRows = ({ rows }: ReportTouched): string =>
  rows === null ? "unknown" : `about ${renderNumber(rows)}`;

/** `≥ 3.2`: the server tells of writes late. */
export function renderWrites({ writesPerSecond }: ReportTouched): string {
  if (writesPerSecond === null) return "unknown";
  if (writesPerSecond === 0) return "none seen";
  const rate = Math.max(0.1, writesPerSecond);
  return `≥ ${rate < 9.95 ? rate.toFixed(1) : renderNumber(Math.round(rate))}`;
}

/** `5.4 s – 11.0 s`, `up to 2.0 s`, `< 1 s`. */
export function renderRange(range: Pick<ReportRange, "minMs" | "maxMs"> | null): string {
  if (range === null) return "unknown";
  const { minMs, maxMs } = range;
  if (maxMs < 1_000) return "< 1 s";
  return minMs < 1_000
    ? `up to ${renderDuration(maxMs)}`
    : `${renderDuration(minMs)} – ${renderDuration(maxMs)}`;
}

/** True where what is large may take long: where no table would take a second, nobody needs a figure. */
export const hasLongWork = ({ relations }: ReportBlastRadius): boolean =>
  relations.some(({ scan, rewrite, indexBuild }) =>
    [scan, rewrite, indexBuild].some((range) => range !== null && range.maxMs >= 1_000),
  );

/** Who it is, since when and what it keeps others from, in one line without its query. */
export function describeTransaction(transaction: ReportTransaction): string {
  const { pid, name, kind, state, ageMs, hasSnapshot, locks } = transaction;
  const who = pid === null ? `prepared transaction ${clip(name, 100)}` : `pid ${pid}`;
  const facts = [
    ...(pid === null || name === "" ? [] : [clip(name, 100)]),
    ...(state === null ? [] : [clip(state, 40)]),
    ageMs === null ? "open for a time that may not be read" : `open for ${renderDuration(ageMs)}`,
    ...(KIND_WORDS.get(kind) ?? []),
  ];
  const does = [
    ...locks.map(({ relation, mode, isGranted }) =>
      clip(`${isGranted ? "holds" : "waits for"} ${mode} on ${relation}`, 200),
    ),
    ...(hasSnapshot ? ["is waited for by CONCURRENTLY"] : []),
  ];
  return `${who} (${facts.join(", ")}) ${does.join(", ")}`;
}

const KIND_WORDS = new Map<ReportTransaction["kind"], readonly string[]>([
  ["autovacuum", ["autovacuum: gives way by itself"]],
  ["wraparound", ["vacuum against wraparound: does not give way"]],
  ["prepared", ["ends by COMMIT PREPARED or ROLLBACK PREPARED alone"]],
]);

/** How far behind a standby is. */
export function describeStandby({ name, state, syncState, lagBytes, lagMs }: ReportStandby): string {
  const who = `standby ${clip(name, 100)}${syncState === null ? "" : ` (${clip(syncState, 20)})`}`;
  if (lagBytes === null) return `${who}: its lag may not be read`;
  const time = lagMs === null ? "" : `, ${renderDuration(lagMs)}`;
  return `${who}: ${state === null ? "" : `${clip(state, 20)}, `}${renderBytes(lagBytes)}${time} behind`;
}

/** What a slot keeps on the server's disk. */
export function describeSlot({ name, kind, isActive, retainedBytes }: ReportSlot): string {
  const kept = retainedBytes === null ? "no log" : `${renderBytes(retainedBytes)} of log`;
  return `${clip(kind, 20)} slot ${clip(name, 100)}${isActive ? "" : ", not in use,"} keeps ${kept}`;
}

/** What a rewrite needs of the disk, as far as that can be said. */
export function describeSpace({ space }: ReportBlastRadius): string {
  const { databaseBytes, rewriteBytes, freeBytes } = space;
  const database = databaseBytes === null ? "" : `the database takes ${renderBytes(databaseBytes)}, `;
  const free = freeBytes === null ? "not readable by SQL" : renderBytes(freeBytes);
  return `disk: ${database}a rewrite of the largest table up to ${renderBytes(rewriteBytes)} more meanwhile; free: ${free}`;
}

/** Indexes, partitions, foreign keys to it, as far as there are any. */
export function describeParts({ indexCount, partitionCount, referencedByCount }: ReportTouched): string {
  const parts = [
    indexCount === 0 ? "" : `${renderNumber(indexCount)} ${indexCount === 1 ? "index" : "indexes"}`,
    partitionCount === 0 ? "" : renderCount(partitionCount, "partition"),
    referencedByCount === 0 ? "" : `referenced by ${renderCount(referencedByCount, "table")}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
