import { errorsOf } from "../errors.ts";
import { parseConnectionSettings } from "./connection-settings.ts";
import { type ChosenPieces, choosePieces } from "./connection-sources.ts";
import { parseConnectionUrl } from "./connection-url.ts";
import type { Command, ConnectionSettings, Inputs } from "./inputs.ts";
import { environmentText, type RawInputs } from "./raw-inputs.ts";
import type { ValueReader } from "./value-reader.ts";

/** A connection, how long to wait for it, and what people should know about it. */
export interface ParsedConnection {
  readonly settings: ConnectionSettings;
  readonly connectTimeoutMs: number;
  readonly notices: readonly string[];
}

/** Stands where no connection is used or could be read; nothing connects with it. */
const NO_CONNECTION: ConnectionSettings = {
  ...{ host: "localhost", port: 5432, database: "", user: "", password: null },
  ...{ sslMode: "prefer", sslRootCert: null, sslCert: null, sslKey: null },
  ...{ options: null, channelBinding: "prefer" },
};

const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

const WHERE_INPUTS = [
  ...(["database-url", "host", "port", "database", "user", "password"] as const),
  ...(["sslmode", "ssl-root-cert"] as const),
];

/** The target, and how it is reached. */
export interface ParsedTarget extends ParsedConnection, Pick<Inputs, "target"> {}

const EITHER = "Leave it out for a throwaway server, or leave out ephemeral for the database that it names.";

const NO_TARGET: ParsedTarget = {
  settings: NO_CONNECTION,
  connectTimeoutMs: DEFAULT_CONNECT_TIMEOUT_MS,
  target: { kind: "none" },
  notices: [],
};

/**
 * The target's connection; problems go to `reader`. For an ephemeral target nothing that names another may be given;
 * `check` needs no target, and may have none that it would lose; `create` has none, and nothing said about one is looked at.
 */
export function parseConnection(raw: RawInputs, reader: ValueReader, command: Command): ParsedTarget {
  if (command === "create") return NO_TARGET;
  const givenTimeoutMs = reader.durationMs("connect-timeout");
  const target = { kind: "connection" } as const;
  const nothing = {
    settings: NO_CONNECTION,
    connectTimeoutMs: givenTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
    target,
    notices: [],
  };
  if (reader.boolean("ephemeral")) {
    if (command === "check") reader.report("INPUT_INVALID", ...EPHEMERAL_CHECK);
    if (command === "serve") reader.report("INPUT_INVALID", ...EPHEMERAL_SERVE);
    for (const name of WHERE_INPUTS.filter((input) => reader.given(input) !== null)) {
      reader.report("INPUT_INVALID", `${name}: It cannot be given together with ephemeral: true.`, EITHER);
    }
    return { ...nothing, target: { kind: "ephemeral" }, notices: ephemeralNotices(raw) };
  }
  try {
    const chosen = command === "check" ? chooseOptional(raw, reader) : choosePieces(raw, reader);
    if (chosen === null) return { ...nothing, target: { kind: "none" } };
    const { pieces, notices } = chosen;
    const connection = parseConnectionSettings(pieces, osUser(raw));
    return {
      target,
      settings: connection.settings,
      connectTimeoutMs: givenTimeoutMs ?? connection.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS,
      notices: [...notices, ...connection.notices],
    };
  } catch (error) {
    reader.problems.push(...errorsOf(error));
    return nothing;
  }
}

const EPHEMERAL_CHECK = [
  "ephemeral: check has no target of its own to start: it runs everything on a server that is gone afterwards.",
  "Leave it out; `shadow-url` names a server for it where this machine has none.",
] as const;

const EPHEMERAL_SERVE = [
  "ephemeral: serve answers for a database that is there without it.",
  "Leave it out, and say which database is meant: database-url.",
] as const;

/** The same, null where nothing says which database to connect to. */
function chooseOptional(raw: RawInputs, reader: ValueReader): ChosenPieces | null {
  try {
    return choosePieces(raw, reader);
  } catch (error) {
    if (errorsOf(error).every(({ code }) => code === "INPUT_MISSING")) return null;
    throw error;
  }
}

/**
 * The shadow's connection, null when `shadow-url` is not given or is bad; problems go to `reader`. Only the URL
 * counts: a password or TLS setting of the environment is the target's.
 */
export function parseShadow(reader: ValueReader): Omit<ParsedConnection, "connectTimeoutMs"> | null {
  const text = reader.given("shadow-url");
  if (text === null) return null;
  try {
    const { pieces, notices } = parseConnectionUrl(text, "shadow-url");
    const shadow = parseConnectionSettings(pieces, null);
    return { settings: shadow.settings, notices: [...notices, ...shadow.notices] };
  } catch (error) {
    reader.problems.push(...errorsOf(error));
    return null;
  }
}

function ephemeralNotices(raw: RawInputs): readonly string[] {
  if (environmentText(raw, "DATABASE_URL") === null) return [];
  return ["ephemeral is true: the environment's DATABASE_URL is not used."];
}

/** Source: libpq takes the operating system's user name; here a shell says it, or the login variables do. */
function osUser(raw: RawInputs): string | null {
  return (
    raw.defaults?.user ??
    environmentText(raw, "USER") ??
    environmentText(raw, "LOGNAME") ??
    environmentText(raw, "USERNAME")
  );
}
