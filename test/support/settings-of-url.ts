import type { ConnectionSettings, SslMode } from "../../src/inputs/inputs.ts";

/** The settings that a test server's URL means; `sslmode` is `prefer` unless the URL has it. */
export function settingsOfUrl(text: string): ConnectionSettings {
  const url = new URL(text);
  return {
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || "postgres",
    user: decodeURIComponent(url.username) || "postgres",
    password: url.password === "" ? null : decodeURIComponent(url.password),
    sslMode: (url.searchParams.get("sslmode") ?? "prefer") as SslMode,
    sslRootCert: null,
    sslCert: null,
    sslKey: null,
    options: null,
    channelBinding: "prefer",
  };
}

/** The URL of a server on TCP; what `pg`, `psql` and DATABASE_URL take. */
export function urlOfSettings(settings: ConnectionSettings): string {
  const url = new URL(`postgresql://${settings.host}:${settings.port}/${settings.database}`);
  url.username = encodeURIComponent(settings.user);
  url.password = encodeURIComponent(settings.password ?? "");
  return url.href;
}
