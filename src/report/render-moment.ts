/** `2026-06-01T08:00:12.345Z` as people read it: `2026-06-01 08:00:12Z`. What is not of that form stays as it is. */
export function renderMoment(iso: string): string {
  return iso.replace(/^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2Z");
}
