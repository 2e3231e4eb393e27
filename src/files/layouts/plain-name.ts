import type { Version } from "../migration-file.ts";

/** What the name of a file says in the plain layout. */
export interface PlainName {
  /** verify: read-only questions, set aside here. */
  readonly role: "up" | "down" | "verify";
  readonly version: Version;
  readonly name: string;
  readonly stem: string;
}

const NAME = /^(?:([^/]+)\/)?((\d+)(?:[_-](.+?))?)(?:\.(up|down|verify))?\.sql$/is;

/**
 * The parts of `V_name.sql`, `V-name.sql`, `V_name.up.sql`, `V_name.down.sql`, `V.verify.sql`, `V_name.verify.sql`, or
 * of one of these in `up/` or `down/`; null when it is none of them. Source: formats.md, "Files".
 */
export function parsePlainName(path: string): PlainName | null {
  const parts = NAME.exec(path);
  if (parts === null) return null;
  const [, folder = "", stem = "", digits = "", name = "", suffix = ""] = parts;
  const role = suffix.toLowerCase() || folder || "up";
  if (role !== "up" && role !== "down" && role !== "verify") return null;
  const isElsewhere = folder !== "" && role !== folder && role !== "verify";
  if (isElsewhere || (name === "" && role !== "verify")) return null;
  return { role, version: makeVersion(digits), name, stem };
}

/**
 * The version meant by a ledger's or a person's `001`, `1`, `001_create_users`, `001-create-users` or
 * `001_create_users.sql`; null when `text` begins otherwise.
 */
export function parsePlainVersion(text: string): Version | null {
  const [, digits] = /^(\d+)(?:[_-].*)?$/s.exec(text) ?? [];
  return digits === undefined ? null : makeVersion(digits);
}

function makeVersion(digits: string): Version {
  const order = BigInt(digits);
  return { text: digits, key: order.toString(), order: [order] };
}
