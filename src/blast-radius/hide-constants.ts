// Both kinds in one pattern, because each may stand in the other.
const CONSTANT = /\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/g;

/** Longest query that is shown, in UTF-16 units. */
const MAX_QUERY = 200;

/**
 * `query` of another session on one line and short, with nothing of its string constants: they may be anybody's data. A
 * constant that the server cut off is hidden to the end.
 */
export function hideConstants(query: string): string {
  const hidden = query.replace(CONSTANT, "'…'").replace(/\s+/g, " ").trim();
  return hidden.length <= MAX_QUERY
    ? hidden
    : `${hidden.slice(0, MAX_QUERY - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
