import { NEWEST_MAJOR, type ServerFacts } from "../database/server-facts.ts";
import type { ConnectionSettings } from "../inputs/inputs.ts";
import { type EnvironmentCheck, told } from "./environment.ts";

/** How the target was reached. */
export interface ConnectionQuestion {
  readonly settings: ConnectionSettings;
  readonly facts: ServerFacts;
  readonly isEncrypted: boolean;
  readonly isProduction: boolean;
}

/** True where what is sent does not leave this machine: a Unix socket, or an address of its own. */
export function isLocalHost(host: string): boolean {
  return host.startsWith("/") || /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** Whether others can read what is sent, and whether the server is one that is known. */
export function checkConnection(question: ConnectionQuestion): readonly EnvironmentCheck[] {
  return [checkTransport(question), checkVersion(question.facts)];
}

function checkTransport({ settings, isEncrypted, isProduction }: ConnectionQuestion): EnvironmentCheck {
  const { host, port, sslMode } = settings;
  const isVerified = sslMode === "verify-full" || sslMode === "verify-ca";
  const transport = isEncrypted ? "tls" : host.startsWith("/") ? "unix-socket" : "clear";
  const figures = { transport, sslMode };
  const where = host.startsWith("/") ? `by the Unix socket in ${host}` : `to ${host}:${port}`;
  if (transport === "tls") {
    const proof = isVerified ? "" : `; who the server is was not proven (sslmode ${sslMode})`;
    return told("connection", "holds", `Connected ${where} under TLS${proof}.`, figures);
  }
  if (transport === "unix-socket" || isLocalHost(host))
    return told("connection", "holds", `Connected ${where}, on this machine.`, figures);
  const message = `Connected ${where} without TLS: whoever is on the way can read the password's proof and all data.`;
  if (!isProduction) return told("connection", "holds", message, figures);
  return told(
    "connection",
    "warning",
    `${message} In production give \`sslmode: verify-full\` where the server has TLS.`,
    figures,
  );
}

/** Older ones than are supported are not connected to. */
function checkVersion({ major, version }: ServerFacts): EnvironmentCheck {
  const figures = { version, major, newestTested: NEWEST_MAJOR };
  if (major <= NEWEST_MAJOR) return told("server-version", "holds", `PostgreSQL ${version}.`, figures);
  return told(
    "server-version",
    "warning",
    `PostgreSQL ${version} is newer than ${NEWEST_MAJOR}, the newest that this version was tested with.`,
    figures,
  );
}
