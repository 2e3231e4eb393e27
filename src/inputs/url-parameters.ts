import { PIECE_NAMES, type PieceName } from "./connection-pieces.ts";
import { decodePercent, UrlFault } from "./url-fault.ts";

/** Parameters that would be wrong to leave out: they lead to another server, or ask for a stricter connection. */
const REFUSED = [
  "hostaddr",
  "service",
  "servicefile",
  "requirepeer",
  "requiressl",
  "require_auth",
  "sslaccept",
  "sslcrl",
  "sslcrldir",
  "sslpassword",
];

/**
 * Sets what `query` (without its `?`) says in `values`, over what is there, as libpq does; returns the names of the
 * parameters that mean nothing here (Prisma's `schema` and `pgbouncer`, libpq's `application_name`), in their order.
 */
export function readParameters(query: string, values: Map<PieceName, string>): readonly string[] {
  const unused: string[] = [];
  let sslMode = "";
  for (const parameter of query === "" ? [] : query.split("&")) {
    const equals = parameter.indexOf("=");
    if (equals < 1) throw new UrlFault("Its parameters are not all written name=value.");
    const name = decodePercent(parameter.slice(0, equals));
    const value = decodePercent(parameter.slice(equals + 1));
    const piece = PIECE_NAMES.find((known) => known === name);
    if (piece !== undefined) values.set(piece, value);
    else if (REFUSED.includes(name))
      throw new UrlFault(`Its parameter ${name} is not supported.`, "Take it out.");
    else if (name === "ssl") sslMode = sslModeOf(value);
    else if (name === "target_session_attrs") checkSessionAttributes(value);
    else unused.push(name);
  }
  if (sslMode !== "" && (values.get("sslmode") ?? "") === "") values.set("sslmode", sslMode);
  return unused;
}

/**
 * With one host it only says what that must be. That it takes changes is looked at before anything is written, in any
 * case; `any` and `prefer-standby` ask nothing of a single host. Source: PostgreSQL manual, target_session_attrs.
 */
function checkSessionAttributes(value: string): void {
  if (["any", "read-write", "primary", "prefer-standby"].includes(value)) return;
  throw new UrlFault(
    "Its parameter target_session_attrs asks for a server that takes no changes.",
    "Name the primary and take the parameter out. `status`, `plan` and `history` work on a standby without it.",
  );
}

/** The sslmode that JDBC's and node's `ssl` means; sslmode itself wins over it. */
function sslModeOf(ssl: string): string {
  if (ssl === "true") return "require";
  if (ssl === "false") return "disable";
  throw new UrlFault("Its parameter ssl must be true or false.", "Use sslmode to say how TLS is checked.");
}
