import { choice, type InputDefinition, scalar, text } from "./definition.ts";

/** libpq's modes, weakest first. Source: PostgreSQL manual, "SSL Support", table of sslmode. */
export const SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/** The inputs that say which database is meant, how it is reached, and where the files are, in the order people read them. */
export const PLACE_INPUTS = [
  text(
    "database-url",
    null,
    "Where the target is: `postgres://` or `postgresql://` with libpq's parameters. Masked whole, and its password apart.",
    { secret: true },
  ),
  text("host", null, "Host name, address, or directory of a Unix socket.", { defaultText: "localhost" }),
  scalar("port", "integer", null, "Port of the server.", { defaultText: "5432", min: 1 }),
  text("database", null, "Name of the database; without it the user's name, as libpq does."),
  text("user", null, "User to connect as."),
  text("password", null, "Password as it is: a separate field needs no escaping.", { secret: true }),
  choice("sslmode", SSL_MODES, null, "TLS, as libpq documents it.", { defaultText: "prefer" }),
  text("ssl-root-cert", null, "The certificate authority to trust: PEM text, a path, or `system`."),
  scalar(
    "ephemeral",
    "boolean",
    "false",
    "A throwaway server on this machine as the target. It stays until the job's end; its URL is output `database-url`.",
  ),
  text("role", null, "`SET ROLE` for the migrations and the ledger."),
  scalar(
    "wait-for-database",
    "duration",
    "30s",
    "Keep trying to connect while the server is not there or starting; wrong credentials fail at once.",
  ),
  scalar("connect-timeout", "duration", null, "The longest that one attempt to connect may take.", {
    defaultText: "10s",
    min: 1,
  }),
  text("migrations-path", "migrations", "Directory of the migration files."),
  text("layout", "auto", "How the files are named and arranged; `auto` looks at the directory."),
] satisfies readonly InputDefinition[];
