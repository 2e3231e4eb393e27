import { randomBytes } from "node:crypto";
import type { Client, QueryResultRow } from "pg";
import { describe, inject, onTestFinished } from "vitest";
import type { ConnectionSettings } from "../../src/inputs/inputs.ts";
import { connect } from "./connect.ts";
import { settingsOfUrl } from "./settings-of-url.ts";

/** A server that tests may do anything on but stop: others use it at the same time. */
export interface TestServer {
  /** For test names: `PostgreSQL 18`. */
  readonly name: string;
  readonly major: number;
  /** Where it came from, for the closing summary. */
  readonly origin: string;
  /** A superuser's (or TEST_DATABASE_URL's user's) connection to a database that must stay as it is. */
  readonly url: string;
  readonly settings: ConnectionSettings;
}

/** A server and what ends it. */
export interface StartedServer {
  readonly server: TestServer;
  stop(): Promise<void>;
}

/** A database of one test's own. */
export interface TestDatabase {
  readonly url: string;
  readonly settings: ConnectionSettings;
  /** The rows of one statement, on a connection kept for these queries. */
  query<Row extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Ends all connections to it and removes it; the end of the test does so too. */
  drop(): Promise<void>;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly servers: readonly TestServer[];
  }
}

/** The servers of this run, oldest major first; never empty: the run fails before that. */
export function testServers(): readonly TestServer[] {
  return inject("servers");
}

/** `body`'s tests on every server of this run, under `name`, if given, and the server's name. */
export function describeOnServers(body: (server: TestServer) => void): void;
export function describeOnServers(name: string, body: (server: TestServer) => void): void;
export function describeOnServers(
  ...given: [body: (server: TestServer) => void] | [name: string, body: (server: TestServer) => void]
): void {
  const [name, body] = given.length === 1 ? ["", given[0]] : given;
  for (const server of testServers()) {
    describe(name === "" ? `on ${server.name}` : `${name}, on ${server.name}`, () => body(server));
  }
}

/** `body`'s tests on the newest server alone: for promises that the server's version has no part in. */
export function describeOnNewest(name: string, body: (server: TestServer) => void): void {
  const newest = testServers().at(-1);
  if (newest !== undefined) describe(`${name}, on ${newest.name}`, () => body(newest));
}

/**
 * An empty database on `server`; dropped when the current test ends, or by `drop` where there is none
 * (hooks).
 */
export async function freshDatabase(server: TestServer): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOnce(server.url, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  let client: Promise<Client> | null = null;
  let dropped: Promise<void> | null = null;
  const dropOnce = async () => {
    await (await client)?.end().catch(() => undefined);
    await runOnce(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  const drop = () => {
    dropped ??= dropOnce();
    return dropped;
  };
  atTestEnd(drop);
  return {
    url,
    settings: settingsOfUrl(url),
    query: async <Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) => {
      client ??= connect(url);
      return (await (await client).query<Row>(text, [...values])).rows;
    },
    drop,
  };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function atTestEnd(work: () => Promise<void>): void {
  try {
    onTestFinished(work);
  } catch {
    // Called from a hook, outside any test: its caller drops.
  }
}
