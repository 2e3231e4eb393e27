import { afterAll, beforeAll, vi } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { historyTable, ledgerTable } from "../../src/database/quote.ts";
import type { LedgerName } from "../../src/inputs/inputs.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { makeLedgerDdl } from "../../src/ledger/make-ledger-ddl.ts";
import { NO_LEDGER } from "../../src/ledger/no-ledger.ts";
import { readLedger, readServerAndLedger, type ServerAndLedger } from "../../src/ledger/read-ledger.ts";
import type { Recorder } from "../../src/ledger/record.ts";
import { freshDatabase, type TestDatabase, type TestServer } from "./servers.ts";

/** Where a ledger of one test's own is, in a database that the tests of a file share. */
export interface LedgerPlace {
  readonly name: LedgerName;
  /** The tables as SQL writes them. */
  readonly table: string;
  readonly history: string;
  /** Each statement by itself, in order. */
  run(statements: string | readonly string[]): Promise<void>;
  /** The rows of one statement. */
  ask(statement: string): Promise<Record<string, unknown>[]>;
  /** The ledger as the product reads it, as `role` if given. */
  read(role?: string | null): Promise<Ledger>;
}

/** What makes places in a database on `server`: with nothing there, or with a whole ledger that has no rows. */
export interface Places {
  database(): TestDatabase;
  empty(): LedgerPlace;
  whole(): Promise<LedgerPlace>;
}

/** Places for the tests of the group that this is called in. */
export function ledgerPlaces(server: TestServer): Places {
  let shared: TestDatabase | null = null;
  let made = 0;
  beforeAll(async () => {
    shared = await freshDatabase(server);
  });
  afterAll(() => shared?.drop());
  const database = () => {
    if (shared === null) throw new Error("The database of these tests is not there yet.");
    return shared;
  };
  const empty = () => {
    made += 1;
    // Names that nothing but quotes can hold.
    return placeIn(database(), { schema: `the "${made}`, table: "its 'migrations" });
  };
  return {
    database,
    empty,
    whole: async () => {
      const place = empty();
      await place.run(makeLedgerDdl(NO_LEDGER, place.name));
      return place;
    },
  };
}

function placeIn(database: TestDatabase, name: LedgerName): LedgerPlace {
  return {
    name,
    table: ledgerTable(name),
    history: historyTable(name),
    run: async (statements) => {
      for (const statement of typeof statements === "string" ? [statements] : statements)
        await database.query(statement);
    },
    ask: (statement) => database.query(statement),
    read: async (role = null) => {
      const session = await makeConnector(database.settings, 5_000).open();
      try {
        return await readLedger(session, name, role);
      } finally {
        await session.close();
      }
    },
  };
}

/** Both as a run begins with them, and in how many messages. */
export async function readBoth(
  database: TestDatabase,
  { name }: Pick<LedgerPlace, "name">,
  role: string | null = null,
): Promise<ServerAndLedger & { readonly turns: number }> {
  const session = await makeConnector(database.settings, 5_000).open();
  const messages = [vi.spyOn(session, "query"), vi.spyOn(session, "queries")];
  try {
    const both = await readServerAndLedger(session, name, role);
    return { ...both, turns: messages.reduce((sum, { mock }) => sum + mock.calls.length, 0) };
  } finally {
    await session.close();
  }
}

/** Who records in the tests, in names that have to be quoted. */
export const makeRecorderOf = (place: LedgerPlace, values: Partial<Recorder> = {}): Recorder => ({
  ledger: place.name,
  redact: (text) => text,
  versionIsStem: false,
  hasDescription: false,
  actor: "o'hara",
  batch: 4,
  runMark: "0123456789ab",
  choosesHistoryIds: true,
  environment: "o'production",
  runUrl: "https://github.com/o'/r/actions/runs/1",
  planDigest: "sha256:o'digest",
  toolVersion: "1.2.3'",
  backup: null,
  ...values,
});
