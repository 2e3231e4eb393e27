import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { MigrateError } from "../errors.ts";
import type { ConnectionSettings } from "../inputs/inputs.ts";

/** One way to try a connection. tls-or-clear: in the clear, on the same socket, where the server has no TLS. */
export type Transport =
  | { readonly kind: "clear" }
  | { readonly kind: "tls" | "tls-or-clear"; readonly options: ConnectionOptions };

export const CLEAR: Transport = { kind: "clear" };

/**
 * The ways to connect, in the order libpq tries them. `pg` is never left to interpret sslmode: it takes `require`
 * as verify-full. Throws TLS_FAILED where a root certificate is demanded and cannot be read.
 * Source: PostgreSQL manual, "SSL Support", "Client Verification of Server Certificates" and sslmode.
 */
export function transports(settings: ConnectionSettings): readonly Transport[] {
  if (settings.host.startsWith("/")) return [CLEAR];
  switch (settings.sslMode) {
    case "disable":
      return [CLEAR];
    case "allow":
      return [CLEAR, tls(unverified(settings))];
    case "prefer":
      return [{ kind: "tls-or-clear", options: unverified(settings) }, CLEAR];
    case "require": {
      const rootCert = readRootCert(settings);
      return [tls(rootCert === null ? unverified(settings) : authority(settings, rootCert))];
    }
    case "verify-ca":
      return [tls(authority(settings, demandRootCert(settings)))];
    case "verify-full":
      return [
        tls({ ...withClientCertificate(settings), ...demandRootCert(settings), rejectUnauthorized: true }),
      ];
  }
}

const tls = (options: ConnectionOptions): Transport => ({ kind: "tls", options });

function unverified(settings: ConnectionSettings): ConnectionOptions {
  return { ...withClientCertificate(settings), rejectUnauthorized: false };
}

/** The chain is checked, the host name is not: verify-ca, and require where a root certificate is there. */
function authority(settings: ConnectionSettings, rootCert: RootCert): ConnectionOptions {
  const anyName = () => undefined;
  return {
    ...withClientCertificate(settings),
    ...rootCert,
    rejectUnauthorized: true,
    checkServerIdentity: anyName,
  };
}

/** `{}` stands for the system's own trust store (`sslrootcert=system`). */
type RootCert = { readonly ca?: string };

function demandRootCert(settings: ConnectionSettings): RootCert {
  const rootCert = readRootCert(settings);
  if (rootCert !== null) return rootCert;
  throw new MigrateError(
    "TLS_FAILED",
    `sslmode ${settings.sslMode} needs a root certificate, and ${defaultRootCert()} is not there.`,
    {
      hint: "Give `ssl-root-cert` as PEM text or a path, or `system` for the authorities this machine trusts.",
    },
  );
}

function readRootCert(settings: ConnectionSettings): RootCert | null {
  const given = settings.sslRootCert;
  if (given === "system") return {};
  if (given?.includes("-----BEGIN")) return { ca: given };
  if (given !== null) return { ca: readFile(given, "ssl-root-cert") };
  try {
    return { ca: readFileSync(defaultRootCert(), "utf8") };
  } catch {
    return null;
  }
}

function defaultRootCert(): string {
  return join(homedir(), ".postgresql", "root.crt");
}

function withClientCertificate(settings: ConnectionSettings): ConnectionOptions {
  if (settings.sslCert === null || settings.sslKey === null) return {};
  return { cert: readFile(settings.sslCert, "sslcert"), key: readFile(settings.sslKey, "sslkey") };
}

function readFile(path: string, what: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    // What is no path may be a key whose first line was left out.
    const shown = path.length <= 255 && !path.includes("\n") ? `: ${path}` : "";
    throw new MigrateError("TLS_FAILED", `The file given as ${what} cannot be read (${reason})${shown}.`, {
      hint: "Check the path, or give the certificate itself as PEM text.",
    });
  }
}
