import type { ServerBinaries } from "./find-binaries.ts";

/**
 * The installation nearest to `wantedMajor`: the lowest major at or above it, else the highest below, null
 * when `found` is empty. Of equal majors one with pg_dump comes first, then the order given.
 */
export function chooseBinaries(found: readonly ServerBinaries[], wantedMajor: number): ServerBinaries | null {
  const distance = (major: number) =>
    major >= wantedMajor ? major - wantedMajor : 1000 + wantedMajor - major;
  const ranked = found.toSorted(
    (a, b) => distance(a.major) - distance(b.major) || Number(a.pgDump === null) - Number(b.pgDump === null),
  );
  return ranked[0] ?? null;
}
