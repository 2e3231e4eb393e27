import { hash } from "node:crypto";

/**
 * `sha256:` and 64 hex digits of `text` (decoded, without byte order mark) in UTF-8 with every CRLF as LF. Names do
 * not count. Frozen: ledgers hold it. Source: docs/format.md.
 */
export function makeChecksum(text: string): string {
  const normal = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  return `sha256:${hash("sha256", normal, "hex")}`;
}
