import type { MigrationFile } from "./migration-file.ts";

/**
 * Those of `names` that the ways there of `files` have as a word: bare, in whatever case, or in double quotes; comments and
 * strings are searched too. A large file is not read: what it alone names is not among them.
 */
export function namedIn(files: readonly MigrationFile[], names: readonly string[]): readonly string[] {
  const words = new Set<string>();
  for (const { text } of files) {
    for (const [word] of text.matchAll(WORD)) words.add(asStored(word.toLowerCase()));
  }
  const isQuoted = (name: string) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return files.some(({ text }) => text.includes(quoted));
  };
  return names.filter((name) => words.has(asStored(name.toLowerCase())) || isQuoted(name));
}

/** What may stand in a name without quotes. Source: PostgreSQL, scan.l, ident_cont: every byte above 127 is a letter. */
const WORD = /[\w$\u0080-\u{10ffff}]+/gu;

/** A name as the server keeps it: its first 63 bytes, of a character all or nothing. */
function asStored(name: string): string {
  // Nothing that short has more bytes.
  if (name.length <= LONGEST_BYTES / 3) return name;
  const bytes = Buffer.from(name);
  if (bytes.length <= LONGEST_BYTES) return name;
  let end = LONGEST_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}

const LONGEST_BYTES = 63;
