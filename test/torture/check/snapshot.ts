import type { Client } from "pg";

/** What a database holds at one moment: the truth that reports are held against. */
export interface Snapshot {
  /** How often each mark is there, by `version part`: `003 1`. */
  readonly marks: ReadonlyMap<string, number>;
  readonly ledger: readonly LedgerEntry[];
  /** In the order written. */
  readonly history: readonly HistoryRow[];
  readonly tables: ReadonlySet<string>;
  /** Every index of schema public, and whether it can be used. */
  readonly indexes: ReadonlyMap<string, "valid" | "invalid">;
}

export interface LedgerEntry {
  readonly version: string;
  readonly status: string;
  readonly checksum: string | null;
  readonly batch: number | null;
  readonly applied_by: string | null;
  readonly statements_done: number | null;
  readonly error_message: string | null;
}

export interface HistoryRow {
  readonly version: string;
  readonly action: string;
  readonly status: string;
  readonly executed_by: string;
  readonly batch: number | null;
  readonly error_message: string | null;
}

/** All of it as of one moment. */
export async function readSnapshot(client: Client): Promise<Snapshot> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const tables = new Set(await names(client, "SELECT relname FROM pg_class WHERE relkind = 'r'"));
    const rowsOf = async <Row>(table: string, query: string): Promise<readonly Row[]> =>
      tables.has(table) ? (await client.query(query)).rows : [];
    const marks = await rowsOf<{ mark: string; count: number }>(
      "marks",
      "SELECT version || ' ' || part AS mark, count(*)::int AS count FROM public.marks GROUP BY 1",
    );
    return {
      marks: new Map(marks.map(({ mark, count }) => [mark, count])),
      ledger: await rowsOf("schema_migrations", "SELECT * FROM public.schema_migrations ORDER BY version"),
      history: await rowsOf(
        "migration_history",
        "SELECT * FROM public.migration_history ORDER BY executed_at",
      ),
      tables,
      indexes: new Map(
        (await client.query(INDEXES)).rows.map(({ name, usable }) => [name, usable ? "valid" : "invalid"]),
      ),
    };
  } finally {
    await client.query("ROLLBACK");
  }
}

const INDEXES = `SELECT c.relname::text AS name, i.indisvalid AND i.indisready AND i.indislive AS usable
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace`;

async function names(client: Client, query: string): Promise<readonly string[]> {
  const { rows } = await client.query(`${query} AND relnamespace = 'public'::regnamespace`);
  return rows.map(({ relname }) => relname);
}
