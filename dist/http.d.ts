/**
 * Types of `migrate-action/http`. They stand for themselves: nothing but the global `Request` and `Response`, and `node:http`
 * from `@types/node`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

/** What `createHandler` is given; all of it optional. */
export interface HandlerOptions {
  /**
   * Inputs by their names, as the command line has flags: `{ "migrations-path": "db/migrations" }`. The names are those of
   * README.md's table of inputs; a value is written as on the command line.
   */
  readonly inputs?: Readonly<Record<string, string>>;
  /**
   * Where `DATABASE_URL`, `PGHOST` and the like, `INTERNAL_ADMIN_TOKEN` and `NODE_ENV` are read; `process.env` when not
   * given. An input of the same meaning comes first.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The path under which it is mounted, where the framework leaves that in the request's URL: `/internal/database`. */
  readonly basePath?: string;
  /**
   * Takes what is told: a line for each run by the API that begins or ends, and a fault with its stack, in several lines. Redacted,
   * without a line end; standard error when not given. What it throws or rejects with is dropped: no run ends by it.
   */
  readonly log?: (text: string) => void;
}

/** A Fetch handler of all routes: to be called with a request, and closed at the end. Its answers are never rejections. */
export interface Handler {
  /**
   * Resolves to the answer. `bindings` is what `@hono/node-server` hands on, the socket, by whose address wrong tokens are counted;
   * other callers leave it out.
   */
  (request: Request, bindings?: object): Promise<Response>;
  /** The same, for who asks for a method of that name: `export default handler` of Bun, Deno and Cloudflare. */
  readonly fetch: (request: Request, bindings?: object) => Promise<Response>;
  /** Ends what is under way, and its connections to the database. */
  readonly close: () => Promise<void>;
}

/** A mistake in what `createHandler` was given. */
export interface InputError extends Error {
  /** Which kind: `INPUT_UNKNOWN`, `INPUT_INVALID`, `INPUT_MISSING`, `DATABASE_URL_INVALID` …; docs/troubleshooting.md has each. */
  readonly code: string;
  /** What else is known; `hint` says what to do. No text here holds a secret or a part of a URL. */
  readonly details: { readonly hint?: string | undefined };
}

/** What `createHandler` throws: every mistake at once. It is itself the first of `all`. */
export interface InputErrors extends InputError {
  /** All of them, in the order of the inputs; at least one. */
  readonly all: readonly InputError[];
}

/**
 * A handler of `/health/database`, `/metrics`, the page for people and, where a token is set, the admin API. Nothing is
 * connected or read before the first request. Throws an `InputErrors`.
 */
export function createHandler(options?: HandlerOptions): Handler;

/**
 * A listener for `node:http`'s `createServer` and for Express's `app.use`, which answers as `handler` does. Nothing that reads the
 * body may come before it.
 */
export function toNodeListener(
  handler: Handler,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void;
