/** `35 ms`, `1.3 s`, `2 min 5 s`, `1 h 5 min`: a duration as people say it. */
export function renderDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1,200`: a whole number with its thousands apart. Intl would do it too, and costs a short run 15 ms to load. */
export function renderNumber(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 migration`, `1,200 migrations`: for nouns with a regular plural. */
export function renderCount(count: number, noun: string): string {
  return `${renderNumber(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `0 bytes`, `8 kB`, `1.3 GB`: a size in steps of 1,024, as the server's own functions write it. */
export function renderBytes(sizeBytes: number): string {
  if (sizeBytes < 1_024) return renderCount(Math.round(sizeBytes), "byte");
  let size = sizeBytes / 1_024;
  let unit = "kB";
  for (const next of ["MB", "GB", "TB"]) {
    // 999.5: what would be written with four digits.
    if (size < 999.5) break;
    size /= 1_024;
    unit = next;
  }
  return `${size < 9.95 ? Number(size.toFixed(1)) : renderNumber(Math.round(size))} ${unit}`;
}
