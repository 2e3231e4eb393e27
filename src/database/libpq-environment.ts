import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionSettings } from "../inputs/inputs.ts";

/**
 * libpq's variables for `connection`; its root certificate is the file `rootCertPath`. Source: PostgreSQL manual,
 * "Environment Variables" of libpq.
 */
export function libpqVariables(
  connection: ConnectionSettings,
  rootCertPath: string | null,
): Record<string, string> {
  return given({
    PGHOST: connection.host,
    PGPORT: String(connection.port),
    PGDATABASE: connection.database,
    PGUSER: connection.user,
    PGPASSWORD: connection.password,
    PGSSLMODE: connection.sslMode,
    PGSSLROOTCERT: rootCertPath,
    PGSSLCERT: connection.sslCert,
    PGSSLKEY: connection.sslKey,
    PGCHANNELBINDING: connection.channelBinding,
    PGOPTIONS: connection.options,
    PGCONNECT_TIMEOUT: "10",
    PGGSSENCMODE: "disable",
  });
}

/** Those of `variables` that have a value. */
export function given(variables: Readonly<Record<string, string | null>>): Record<string, string> {
  const some = Object.entries(variables).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return Object.fromEntries(some);
}

/** libpq reads certificates from files only. null: `rootCert` is no PEM text. */
export async function writeCertificate(rootCert: string | null) {
  if (!rootCert?.includes("-----BEGIN")) return null;
  const directory = await mkdtemp(join(tmpdir(), "migrate-cert-"));
  const path = join(directory, "root.crt");
  await writeFile(path, rootCert, { mode: 0o600 });
  return { path, remove: () => rm(directory, { recursive: true, force: true }) };
}
