import { createHash, timingSafeEqual } from "node:crypto";

/** True where both are the same bytes; how long it takes tells nothing of either but the length of `given`. */
export function isSameToken(given: Buffer, token: string): boolean {
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest();
  return timingSafeEqual(digest(given), digest(Buffer.from(token, "utf8")));
}

/**
 * The token in a header `Authorization`; null: there is none, of a kind in `schemes`. `Basic`: the password, whatever the user is.
 * As bytes, because a header is what was sent byte for byte, and a token may be UTF-8. Source: RFC 6750, 2.1; RFC 7617, 2.
 */
export function parseToken(header: string, schemes: readonly ("Basic" | "Bearer")[]): Buffer | null {
  const [, scheme = "", rest = ""] = /^([a-z]+) +(\S.*)$/i.exec(header) ?? [];
  const known = schemes.find((name) => name.toLowerCase() === scheme.toLowerCase());
  if (known === undefined) return null;
  const sent = Buffer.from(rest.trimEnd(), "latin1");
  if (known === "Bearer") return sent;
  const pair = Buffer.from(sent.toString("latin1"), "base64");
  const colon = pair.indexOf(":");
  return colon < 0 ? null : pair.subarray(colon + 1);
}
