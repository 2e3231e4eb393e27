import { connect as connectTo } from "node:net";
import { onTestFinished } from "vitest";
import { type CliOptions, type StartedCli, startCli } from "./run-cli.ts";
import { argsFor } from "./runs.ts";
import type { TestDatabase, TestServer } from "./servers.ts";

/** What INTERNAL_ADMIN_TOKEN is in these tests. */
export const TOKEN = "token-of-these-tests-0123456789";

/** What a test wants of a server of its own. */
export interface ServeWanted extends CliOptions {
  readonly flags?: readonly string[];
}

/** A server under way. */
export interface Served extends StartedCli {
  readonly port: number;
  /** An answer to `path`; with the token unless `init` has headers. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** What a run through the API is answered, `body` as JSON. */
  readonly post: (body: object, init?: RequestInit) => Promise<Response>;
}

/** `serve` on a free port of 127.0.0.1, with the token, for `database` and `migrations`. Ended with its test. */
export async function serve(
  server: TestServer,
  database: TestDatabase,
  migrations: string,
  { flags = [], env = {}, ...options }: ServeWanted = {},
): Promise<Served> {
  const args = argsFor(server, database, migrations, {
    command: "serve",
    flags: ["--listen=127.0.0.1:0", ...flags],
  });
  const started = startCli(args, { ...options, env: { INTERNAL_ADMIN_TOKEN: TOKEN, ...env } });
  let heard = "";
  started.child.stderr?.on("data", (chunk) => {
    heard += chunk;
  });
  await started.says("Listening on http://");
  const port = Number(/Listening on http:\/\/[^\s]+:(\d+)/.exec(heard)?.[1]);
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: bearer(), ...init });
  const post = (body: object, init: RequestInit = {}) =>
    ask("/api/migrations", { method: "POST", headers: json(), body: JSON.stringify(body), ...init });
  return { ...started, port, ask, post };
}

/** The header with the token. */
export const bearer = (): Record<string, string> => ({ authorization: `Bearer ${TOKEN}` });

/** The same of a request with a body. */
export const json = (): Record<string, string> => ({ ...bearer(), "content-type": "application/json" });

/** All that comes back for these bytes, until the server ends the connection or is silent for `silentMs`. */
export function sendRaw(port: number, bytes: string | Buffer, silentMs = 20_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTo(port, "127.0.0.1");
    const heard: Buffer[] = [];
    const done = () => {
      socket.destroy();
      resolve(Buffer.concat(heard).toString("latin1"));
    };
    socket.on("data", (chunk) => heard.push(chunk)).on("error", done);
    socket.on("close", done).setTimeout(silentMs, done);
    socket.write(bytes);
    onTestFinished(() => void socket.destroy());
  });
}
