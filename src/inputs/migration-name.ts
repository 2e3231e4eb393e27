/** Bytes of UTF-8: with a version, an ending and another tool's column for it a name stays far below every limit. */
const MOST_BYTES = 100;

/** A name for files, made of what was typed. */
export interface MigrationName {
  /** Letters and digits of any script in lower case, with `_` between words; at most 100 bytes of UTF-8. */
  readonly name: string;
  /** True where words were left out at the end, because there were too many. */
  readonly isCut: boolean;
}

/**
 * `add_users_email` of `Add users' email`, `addUsersEmail` or `../add-users.email`: no character of it means anything to
 * a file system, a shell or SQL. Null where no letter and no digit is left. Letters stay what they are (`größe`), in one
 * form (NFKC); what cannot be seen is left out.
 */
export function makeMigrationName(typed: string): MigrationName | null {
  const words = typed
    // Before the accents among them become marks of their own.
    .replace(/['’´`]/gu, "")
    .normalize("NFKC")
    .replace(/[\p{Cf}\p{DI}]/gu, "")
    .replace(INSIDE_WORDS, "_")
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}\p{Mn}\p{Mc}]+/gu, "_")
    .replace(/(^|_)\p{M}+/gu, "$1")
    .replace(/_{2,}/g, "_")
    .replace(/^_|_$/g, "");
  const name = cutToBytes(words);
  return name === "" ? null : { name, isCut: name !== words };
}

/** Where camelCase has its humps: `addHTTPServer2` is add, HTTP, Server2; `userIDs` is user, IDs; `E2E` is one word. */
const INSIDE_WORDS = /(?<=\p{Ll})(?=\p{Lu})|(?<=[\p{Lu}\p{N}])(?=\p{Lu}\p{Ll})(?!\p{Lu}s(?!\p{L}))/gu;

/** As much of `words` as goes into the bytes, without half a word where one is whole. */
function cutToBytes(words: string): string {
  if (Buffer.byteLength(words) <= MOST_BYTES) return words;
  let bytes = 0;
  let kept = "";
  // A letter with its marks is one.
  for (const [cluster] of words.matchAll(/\P{M}\p{M}*/gu)) {
    bytes += Buffer.byteLength(cluster);
    if (bytes > MOST_BYTES) break;
    kept += cluster;
  }
  const end = words[kept.length] === "_" ? kept.length : kept.lastIndexOf("_");
  return (end > kept.length / 2 ? kept.slice(0, end) : kept).replace(/_$/, "");
}
