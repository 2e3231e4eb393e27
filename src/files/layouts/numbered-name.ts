import type { Version } from "../migration-file.ts";

/** What the name of a file says. */
export interface FileName {
  /** verify: read-only questions. */
  readonly role: "up" | "down" | "verify";
  readonly version: Version;
  readonly name: string;
  readonly stem: string;
}

/** A version of digits: `001`, `1` and `01` are the same one. */
export function numberVersion(digits: string): Version {
  const order = BigInt(digits);
  return { text: digits, key: order.toString(), order: [order] };
}

/**
 * The version meant by a ledger's or a person's `001`, `1`, `001_create_users`, `001-create-users` or
 * `001_create_users.sql`; null when `text` begins otherwise.
 */
export function parseNumberVersion(text: string): Version | null {
  const digits = /^(\d+)(?:[_-].*)?$/s.exec(text)?.[1];
  return digits === undefined ? null : numberVersion(digits);
}
