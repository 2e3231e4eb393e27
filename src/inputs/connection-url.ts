import { MigrateError } from "../errors.ts";
import type { PieceName, Pieces } from "./connection-pieces.ts";
import { decodePercent, UrlFault } from "./url-fault.ts";
import { readParameters } from "./url-parameters.ts";

/** What a URL says, unchecked; percent-encoding is undone. */
export interface UrlReading {
  readonly pieces: Pieces;
  /** Sentences for people: parameters that are not used here. */
  readonly notices: readonly string[];
}

const SCHEME_HINT = "No quotes around it, no name= before it, no jdbc:, and no driver such as +asyncpg.";

/**
 * What the libpq URI `text` says; `name` is where it stands, for messages. Rejects with DATABASE_URL_INVALID, with
 * no part of `text` in the message, when it is no such URI or can be read in two ways.
 *
 * Own parsing, because this is where a password could be sent to the wrong host. libpq ends the credentials at the
 * first `@`, WHATWG's URL (and pg-connection-string with it) at the last one before `/`, `?` or `#`; so an unescaped
 * `@`, `/`, `?` or `#` in a password makes them read different hosts. Here the last `@` ends the credentials, and a
 * URL in which `/` or `?` stands before an `@`, or `#` after the credentials, is refused.
 * Source: PostgreSQL manual, "Connection URIs"; conninfo_uri_parse_options in fe-connect.c.
 */
export function parseConnectionUrl(text: string, name: string): UrlReading {
  try {
    return readUrl(text, name);
  } catch (error) {
    if (!(error instanceof UrlFault)) throw error;
    throw new MigrateError("DATABASE_URL_INVALID", `${name}: ${error.message}`, { hint: error.hint });
  }
}

function readUrl(text: string, name: string): UrlReading {
  const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/isu.exec(text) ?? [];
  if (rest === undefined)
    throw new UrlFault("It does not begin with postgres:// or postgresql://.", SCHEME_HINT);
  if (/[\p{Cc}\u2028\u2029]/u.test(rest)) {
    throw new UrlFault("It has a line break or another control character in it.");
  }
  const at = rest.lastIndexOf("@");
  const credentials = rest.slice(0, Math.max(at, 0));
  const place = rest.slice(at + 1);
  if (/[/?]/.test(credentials)) throw new UrlFault("It has / or ? before an @, and can be read in two ways.");
  if (place.includes("#")) throw new UrlFault("It has a # that is not percent-encoded.");

  const [, user = "", password = ""] = /^([^:]*)(?::(.*))?$/su.exec(credentials) ?? [];
  const [, authority = "", path = "", query = ""] = /^([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/su.exec(place) ?? [];
  const { host, port } = splitAuthority(authority);
  const values = new Map<PieceName, string>([
    ["user", decodePercent(user)],
    ["password", decodePercent(password)],
    ["host", decodePercent(host)],
    ["port", decodePercent(port)],
    ["dbname", decodePercent(path)],
  ]);
  const unused = readParameters(query, values);
  return { pieces: labelled(values, name), notices: noticesOf(unused, query, name) };
}

/** Host and port as written, empty where missing. IPv6 addresses stand in brackets. */
function splitAuthority(authority: string): { host: string; port: string } {
  if (authority.includes(","))
    throw new UrlFault(
      "Several hosts in one URL are not supported.",
      "Name the primary: most providers have an address that always leads to it. A run must know which database it is at.",
    );
  const [, bracketed, plain, port = ""] =
    /^(?:\[([^[\]]*)\]|([^:[\]]*))(?::([^:]*))?$/u.exec(authority) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw new UrlFault("The part with host and port cannot be read.");
  return { host, port };
}

function labelled(values: ReadonlyMap<PieceName, string>, name: string): Pieces {
  const given = [...values].filter(([, value]) => value !== "");
  return Object.fromEntries(
    given.map(([piece, value]) => [piece, { value, label: `${piece} in ${name}`, isFromUrl: true }]),
  );
}

function noticesOf(unused: readonly string[], query: string, name: string): readonly string[] {
  if (unused.length === 0) return [];
  // After password= an unescaped & cuts the password: what looks like a name may be a piece of it.
  const areNames =
    !/pass/i.test(query) && unused.every((parameter) => /^[a-z][\w.-]{0,40}$/i.test(parameter));
  const which = areNames ? unused.join(", ") : `${unused.length} of its parameters`;
  return [`${name}: ignored, because they mean nothing here: ${which}.`];
}
