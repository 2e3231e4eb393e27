import { loadModule, parseSync, scanSync } from "libpg-query";

await loadModule();

/** What PostgreSQL's own parser says of a text: the statements without comments around them; null: a syntax error. */
export function parserStatements(text: string): string[] | null {
  // The parser takes C strings, and answers an empty one with an error.
  if (text.includes("\0")) return null;
  const bytes = Buffer.from(text);
  const ranges = parsedRanges(text, bytes.length);
  if (ranges === null || ranges.length === 0) return ranges === null ? null : [];
  const tokens = scanSync(text).tokens.filter(({ tokenName }) => !/COMMENT/.test(tokenName));
  return ranges.map(([from, to]) => {
    const inside = tokens.filter(({ start, end }) => start >= from && end <= to);
    return bytes.toString("utf8", inside[0]?.start ?? from, inside.at(-1)?.end ?? to);
  });
}

function parsedRanges(text: string, byteLength: number): [from: number, to: number][] | null {
  try {
    return (parseSync(text).stmts ?? []).map(({ stmt_location: from = 0, stmt_len: length }) => [
      from,
      length ? from + length : byteLength,
    ]);
  } catch (error) {
    return error instanceof Error && /empty/.test(error.message) ? [] : null;
  }
}

/** Where each token begins as PostgreSQL's own lexer cuts them, in UTF-16 units, comments left out. */
export function scannerOffsets(sql: string): Set<number> {
  const bytes = Buffer.from(sql);
  const tokens = scanSync(sql).tokens.filter(({ tokenName }) => !/COMMENT/.test(tokenName));
  return new Set(tokens.map(({ start }) => bytes.toString("utf8", 0, start).length));
}
