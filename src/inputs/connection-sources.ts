import { MigrateError } from "../errors.ts";
import { PIECE_NAMES, type Piece, type PieceName, type Pieces } from "./connection-pieces.ts";
import { parseConnectionUrl } from "./connection-url.ts";
import { environmentText, type RawInputs } from "./raw-inputs.ts";
import type { ValueReader } from "./value-reader.ts";

/** The pieces that a connection is made of, and what people should know about where they come from. */
export interface ChosenPieces {
  readonly pieces: Pieces;
  readonly notices: readonly string[];
}

const INPUT_FIELDS = {
  host: "host",
  port: "port",
  dbname: "database",
  user: "user",
  password: "password",
  sslmode: "sslmode",
  sslrootcert: "ssl-root-cert",
} as const;

const DB_VARIABLES: Partial<Record<PieceName, string>> = {
  host: "DB_HOST",
  port: "DB_PORT",
  dbname: "DB_NAME",
  user: "DB_USER",
  password: "DB_PASSWORD",
};

/** Source: PostgreSQL manual, "Environment Variables" of libpq. */
const PG_VARIABLES: Partial<Record<PieceName, string>> = {
  host: "PGHOST",
  port: "PGPORT",
  dbname: "PGDATABASE",
  user: "PGUSER",
  password: "PGPASSWORD",
  sslmode: "PGSSLMODE",
  sslrootcert: "PGSSLROOTCERT",
  sslcert: "PGSSLCERT",
  sslkey: "PGSSLKEY",
  options: "PGOPTIONS",
  channel_binding: "PGCHANNELBINDING",
  connect_timeout: "PGCONNECT_TIMEOUT",
};

/**
 * The target's pieces, value by value from the first source that has one: inputs, DATABASE_URL, DB_*, PG*. Two URLs
 * are never mixed, and a URL without a host gets one from PGHOST only, as in libpq. Rejects with INPUT_MISSING when
 * no source has a URL, a host or a database (a user alone says nothing: Windows runners set PGUSER), with
 * INPUT_INVALID when inputs contradict each other, with DATABASE_URL_INVALID.
 */
export function choosePieces(raw: RawInputs, reader: ValueReader): ChosenPieces {
  const db = fromEnvironment(raw, DB_VARIABLES);
  const pg = fromEnvironment(raw, PG_VARIABLES);
  const inputUrl = reader.given("database-url");
  if (inputUrl !== null) {
    const url = parseConnectionUrl(inputUrl, "database-url");
    const pieces = { ...url.pieces, ...inputsBesideUrl(reader, url.pieces) };
    return {
      pieces: mergeSources(pieces.host === undefined ? [pieces, pg] : [pieces, db, pg]),
      notices: url.notices,
    };
  }
  const fields = fromInputs(reader);
  const environmentUrl = environmentText(raw, "DATABASE_URL");
  if (environmentUrl !== null && fields.host === undefined) {
    const url = parseConnectionUrl(environmentUrl, "DATABASE_URL");
    const lower = url.pieces.host === undefined ? [pg] : [db, pg];
    return { pieces: mergeSources([fields, url.pieces, ...lower]), notices: url.notices };
  }
  const sources = [fields, db, pg];
  if (!sources.some((source) => source.host !== undefined || source.dbname !== undefined)) {
    throw new MigrateError("INPUT_MISSING", "database-url: Nothing says which database to connect to.", {
      hint:
        "Set the input database-url (or host, database, user and password), or the environment variable DATABASE_URL. " +
        "If it is set to a secret of the workflow: a secret that does not exist, or is not for this environment, is empty.",
    });
  }
  return { pieces: mergeSources(sources), notices: [] };
}

/**
 * Each piece from the first source that has it. Once a source names a host, the ones after it that name another
 * server give nothing; and a password is taken only from a source that names no other user: no secret is sent to a
 * server, or as a user, that its own source does not mean.
 */
function mergeSources(sources: readonly Pieces[]): Pieces {
  const server = sources.find((source) => source.host !== undefined) ?? {};
  const usable = sources.filter((source) => !isAnotherServer(source, server));
  const first = (name: PieceName, among = usable) =>
    among.find((source) => source[name] !== undefined)?.[name];
  const user = first("user");
  const sameUser = usable.filter(
    (source) => source.user === undefined || user === undefined || source.user.value === user.value,
  );
  const chosen = PIECE_NAMES.map(
    (name) => [name, first(name, name === "password" ? sameUser : usable)] as const,
  );
  return Object.fromEntries(chosen.filter(([, piece]) => piece !== undefined));
}

function isAnotherServer(source: Pieces, server: Pieces): boolean {
  if (source.host === undefined || server.host === undefined) return false;
  if (source.host.value.toLowerCase() !== server.host.value.toLowerCase()) return true;
  return source.port !== undefined && server.port !== undefined && source.port.value !== server.port.value;
}

function fromEnvironment(raw: RawInputs, variables: Partial<Record<PieceName, string>>): Pieces {
  const found = Object.entries(variables).flatMap(([piece, label]): [string, Piece][] => {
    // A password may end in a blank that is part of it.
    const value = piece === "password" ? (raw.environment[label] ?? "") : (environmentText(raw, label) ?? "");
    return value === "" ? [] : [[piece, { value, label, isFromUrl: false }]];
  });
  return Object.fromEntries(found);
}

function fromInputs(reader: ValueReader): Pieces {
  const found = Object.entries(INPUT_FIELDS).flatMap(([piece, label]): [string, Piece][] => {
    const value = reader.given(label);
    return value === null ? [] : [[piece, { value, label, isFromUrl: false }]];
  });
  return Object.fromEntries(found);
}

/** The inputs that may complete database-url: how to connect, where the URL does not say it; never where to. */
function inputsBesideUrl(reader: ValueReader, url: Pieces): Pieces {
  const fields = fromInputs(reader);
  for (const name of PIECE_NAMES) {
    const field = fields[name];
    const isWhere = name === "host" || name === "port" || name === "dbname" || name === "user";
    if (field === undefined || (!isWhere && [undefined, field.value].includes(url[name]?.value))) continue;
    reader.report(
      "INPUT_INVALID",
      `${field.label}: It cannot be given together with database-url${isWhere ? "" : ", which says it too"}.`,
      "Give either database-url or the separate fields.",
    );
  }
  return fields;
}
