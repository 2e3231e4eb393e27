import type { App } from "./app.ts";
import { makeSetup, type Setup } from "./setup.ts";

/** What `createHandler` is given; all of it optional. */
export interface HandlerOptions {
  /** Inputs by their names, as the command line has flags: `{ "migrations-path": "db/migrations" }`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Where DATABASE_URL, INTERNAL_ADMIN_TOKEN and the others are read; `process.env` when not given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The path under which it is mounted, where the framework leaves that in the request's URL: `/internal/database`. */
  readonly basePath?: string;
  /**
   * Takes what is told: a line for each run by the API that begins or ends, and a fault with its stack, in several lines. Redacted,
   * without a line end; standard error when not given. What it throws or rejects with is dropped: no run ends by it.
   */
  readonly log?: (text: string) => void;
}

/** A Fetch handler: to be called with a request, and closed at the end. */
export interface Handler {
  (request: Request, bindings?: object): Promise<Response>;
  /** The same, for who asks for a method of that name. */
  readonly fetch: (request: Request, bindings?: object) => Promise<Response>;
  /** Ends what is under way and its connections. */
  readonly close: () => Promise<void>;
}

/** A handler of all routes. Nothing is connected or read before the first request. Throws MigrateErrors of bad inputs. */
export function createHandler(options: HandlerOptions = {}): Handler {
  const { inputs = {}, environment = process.env, basePath = "", log = writeText } = options;
  const print = (text: string) => void (async () => log(text))().catch(() => {});
  return handlerOf(makeSetup({ values: new Map(Object.entries(inputs)), environment }, basePath, print));
}

const writeText = (text: string): void => void process.stderr.write(`migrate-action: ${text}\n`);

/** The same of what is checked already. The routes and their libraries are loaded by the first request. */
export function handlerOf(setup: Setup): Handler {
  let app: Promise<App> | null = null;
  const handle = async (request: Request, bindings?: object): Promise<Response> => {
    app ??= import("./app.ts").then(({ makeApp }) => makeApp(setup));
    return await (await app).fetch(request, bindings);
  };
  return Object.assign(handle, { fetch: handle, close: async () => (await app)?.close() });
}
