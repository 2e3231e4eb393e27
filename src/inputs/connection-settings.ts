import { isIPv6 } from "node:net";
import { MigrateError, throwAll } from "../errors.ts";
import type { PieceName, Pieces } from "./connection-pieces.ts";
import type { ConnectionSettings, SslMode } from "./inputs.ts";
import { SSL_MODES } from "./place-definitions.ts";
import { quoted } from "./quoted.ts";

/** Settings whose every value is checked, and what belongs to them elsewhere. */
export interface CheckedConnection {
  readonly settings: ConnectionSettings;
  /** `connect_timeout`, given in seconds; null when it is not given or 0, which in libpq means none. */
  readonly connectTimeoutMs: number | null;
  readonly notices: readonly string[];
}

const CHANNEL_BINDINGS = ["disable", "prefer", "require"] as const;

/**
 * Settings of `pieces`, with libpq's defaults for what is missing, but `localhost` for the host; `osUser` is the
 * last resort for the user. Rejects with MigrateErrors, all at once: INPUT_INVALID, DATABASE_URL_INVALID for a piece
 * of a URL (its text is not repeated), INPUT_MISSING when there is no user.
 */
export function parseConnectionSettings(pieces: Pieces, osUser: string | null): CheckedConnection {
  const check = new PieceChecker(pieces);
  const host = check.value(
    "host",
    parseHost,
    "localhost",
    "is not a host: one name, address or socket directory",
  );
  const port = check.value(
    "port",
    (text) => integer(text, 1, 65_535),
    5432,
    "must be a whole number, 1 to 65535",
  );
  const user = check.text("user") ?? osUser;
  if (user === null) check.report("INPUT_MISSING", "user: Nothing says which user to connect as.");
  const sslRootCert = check.text("sslrootcert");
  const sslDefault: SslMode = sslRootCert === "system" ? "verify-full" : "prefer";
  const sslMode = check.oneOf("sslmode", SSL_MODES, sslDefault);
  const sslCert = check.text("sslcert");
  const sslKey = check.text("sslkey");
  const channelBinding = check.oneOf("channel_binding", CHANNEL_BINDINGS, "prefer");
  const timeout = (text: string) => integer(text, 0, 86_400);
  const connectTimeoutS = check.value("connect_timeout", timeout, 0, "must be a whole number of seconds");
  const settings: ConnectionSettings = {
    ...{ host, port, database: check.text("dbname") ?? user ?? "", user: user ?? "" },
    ...{ password: check.text("password"), sslMode, sslRootCert, sslCert, sslKey },
    ...{ options: check.text("options"), channelBinding },
  };
  checkTls(settings, check);
  check.reject();
  const connectTimeoutMs = connectTimeoutS === 0 ? null : connectTimeoutS * 1000;
  return { settings, connectTimeoutMs, notices: noticesOf(settings, pieces) };
}

/** Source: PostgreSQL manual, sslrootcert: with `system`, weaker modes than verify-full are an error. */
function checkTls({ sslMode, sslRootCert, sslCert, sslKey }: ConnectionSettings, check: PieceChecker): void {
  if (sslRootCert === "system" && sslMode !== "verify-full") {
    check.report(
      "INPUT_INVALID",
      "sslmode: Only verify-full may be used with the root certificate `system`.",
    );
  }
  if ((sslCert === null) !== (sslKey === null)) {
    check.report("INPUT_INVALID", "sslcert: A client certificate and its key (sslkey) go together.");
  }
}

class PieceChecker {
  readonly #pieces: Pieces;
  readonly #problems: MigrateError[] = [];

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  value<T>(name: PieceName, parse: (text: string) => T | null, otherwise: T, must: string): T {
    const piece = this.#pieces[name];
    if (piece === undefined) return otherwise;
    const value = parse(piece.value);
    if (value !== null) return value;
    const code = piece.isFromUrl ? "DATABASE_URL_INVALID" : "INPUT_INVALID";
    this.report(code, `${piece.label}: ${piece.isFromUrl ? "It" : quoted(piece.value)} ${must}.`);
    return otherwise;
  }

  text(name: PieceName): string | null {
    const parse = (text: string) => (text.includes("\0") ? null : text);
    return this.value<string | null>(name, parse, null, "has a NUL character");
  }

  oneOf<T extends string>(name: PieceName, allowed: readonly T[], otherwise: T): T {
    const parse = (text: string) => allowed.find((value) => value === text) ?? null;
    return this.value(name, parse, otherwise, `must be one of ${allowed.join(", ")}`);
  }

  report(code: "INPUT_INVALID" | "INPUT_MISSING" | "DATABASE_URL_INVALID", message: string): void {
    this.#problems.push(new MigrateError(code, message));
  }

  reject(): void {
    throwAll(this.#problems);
  }
}

/** A host without the brackets of IPv6; null for anything that is not one host. */
function parseHost(text: string): string | null {
  if (text.startsWith("/")) return /[\p{Cc},]/u.test(text) ? null : text;
  const address = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  // Only then asked, because the first call of isIPv6 takes 4 ms.
  if (address.includes(":")) return isIPv6(address) ? address : null;
  // Letters of any script, digits, `.`, `-` and `_`: what is left of ASCII has a meaning in URLs or to a shell.
  return text.length <= 253 && /^[^\s\x00-,/:-@[-^`{-\x9f]+$/.test(text) ? text : null;
}

function integer(text: string, least: number, most: number): number | null {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}

function noticesOf(settings: ConnectionSettings, pieces: Pieces): readonly string[] {
  const { password, sslMode, sslRootCert } = settings;
  const notices: string[] = [];
  if (password !== null && password !== password.trim()) {
    notices.push(`${pieces.password?.label}: begins or ends with a blank or a line break, and is used so.`);
  }
  if (sslRootCert !== null && ["disable", "allow", "prefer"].includes(sslMode)) {
    notices.push(
      `A root certificate is given, but sslmode ${sslMode} does not check the server's certificate.`,
    );
  }
  return notices;
}
