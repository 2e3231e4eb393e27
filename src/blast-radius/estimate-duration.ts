/** scan: every row is read once · rewrite: table and indexes are written anew · index-build: rows read, sorted, written. */
export type BulkWork = "scan" | "rewrite" | "index-build";

/** How long `work` may take: never one number, because nobody knows the disk, the cache and the load. */
export interface DurationRange {
  readonly minMs: number;
  readonly maxMs: number;
  /** What it was reckoned with: `at 100–200 MB/s`. */
  readonly basis: string;
}

/** Speeds of usual servers, in megabytes a second. */
const SPEEDS = {
  scan: { slow: 100, fast: 200 },
  rewrite: { slow: 50, fast: 100 },
  "index-build": { slow: 30, fast: 80 },
} as const satisfies Record<BulkWork, { readonly slow: number; readonly fast: number }>;

/** The range for `sizeBytes`; null where the size is not known. */
export function estimateDuration(work: BulkWork, sizeBytes: number | null): DurationRange | null {
  if (sizeBytes === null) return null;
  const { slow, fast } = SPEEDS[work];
  const atSpeed = (megabytes: number) => Math.round((sizeBytes / (megabytes * 1_000_000)) * 1_000);
  return { minMs: atSpeed(fast), maxMs: atSpeed(slow), basis: `at ${slow}–${fast} MB/s` };
}
