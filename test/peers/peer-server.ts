import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { findServerBinaries } from "../../src/database/local-server/find-binaries.ts";
import { startLocalServer } from "../support/start-local-server.ts";
import { MARKS } from "./migration.ts";
import { startPooler } from "./pooler.ts";

/** The server that all tools migrate on, and the pooler in front of it. */
export interface PeerServer {
  /** `PostgreSQL 18.4`. */
  readonly version: string;
  /** `PgBouncer 1.18.0`; null where there is none. */
  readonly pooler: string | null;
  /** A new database, empty but for the table of marks; gone with `drop`. */
  makeDatabase(): Promise<PeerDatabase>;
  stop(): Promise<void>;
}

/** A database of one try's own. */
export interface PeerDatabase {
  /** Straight to the server. */
  readonly url: string;
  /** Through the pooler; null where there is none. */
  readonly poolerUrl: string | null;
  /** A session of the harness, told from the tools' by its application_name. */
  connect(): Promise<Client>;
  /** Rows of one statement on a session kept for these. */
  ask<Row>(text: string): Promise<Row[]>;
  /** Ends all its sessions and removes it. */
  drop(): Promise<void>;
}

/** What our own sessions are called. */
export const OBSERVER = "peers-observer";

const TEMPLATE = "peers_template";

/** Starts the newest server of this machine; it ends with this process at the latest. */
export async function startPeerServer(): Promise<PeerServer> {
  const [binaries] = await findServerBinaries();
  if (binaries === undefined) throw new Error("There is no PostgreSQL server here: run `npm install`.");
  const { server, stop } = await startLocalServer(binaries);
  const directory = await mkdtemp(join(tmpdir(), "peers-pooler-"));
  const pooler = await startPooler(server.settings, directory);
  const admin = oneAfterTheOther(await connectTo(server.url));
  await admin.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0`);
  const template = await connectTo(urlOf(server.url, TEMPLATE));
  await template.query(`CREATE SCHEMA observed; CREATE TABLE ${MARKS} (name text NOT NULL)`);
  await template.end();
  let number = 0;
  return {
    version: binaries.version.replace(/^postgres \((\w+)\) (\S+).*$/, "$1 $2"),
    pooler: pooler === null ? null : `PgBouncer ${pooler.version}`,
    makeDatabase: async () => {
      const name = `peers_${++number}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      const url = urlOf(server.url, name);
      const poolerUrl =
        pooler === null ? null : Object.assign(new URL(url), { port: String(pooler.port) }).href;
      const drop = () => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      return makeDatabase(url, poolerUrl, drop);
    },
    stop: async () => {
      pooler?.stop();
      await admin.end();
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function makeDatabase(url: string, poolerUrl: string | null, drop: () => Promise<void>): PeerDatabase {
  let kept: Promise<Client> | null = null;
  return {
    url,
    poolerUrl,
    connect: () => connectTo(url),
    ask: async <Row>(text: string) => {
      kept ??= connectTo(url);
      return (await (await kept).query(text)).rows as Row[];
    },
    drop: async () => {
      await (await kept)?.end().catch(() => undefined);
      await drop();
    },
  };
}

/** A session for whoever asks, also several at once. */
function oneAfterTheOther(client: Client): { query(text: string): Promise<void>; end(): Promise<void> } {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: async (text) => {
      const asked = last.then(() => client.query(text));
      last = asked.catch(() => undefined);
      await asked;
    },
    end: () => client.end().catch(() => undefined),
  };
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: OBSERVER });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const urlOf = (server: string, database: string): string =>
  Object.assign(new URL(server), { pathname: `/${database}` }).href;
