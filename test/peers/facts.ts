import { setTimeout as delay } from "node:timers/promises";
import { errorLine } from "./error-line.ts";
import { MARKS } from "./migration.ts";
import { OBSERVER, type PeerDatabase } from "./peer-server.ts";
import type { Run } from "./start-command.ts";

/** What matters of a run. */
export interface RunFacts {
  readonly code: number | null;
  readonly isStuck: boolean;
  /** The line that says why it failed; empty when it ended well or said nothing. */
  readonly said: string;
  readonly durationMs: number;
}

/** A run as facts: its output, which is long, as one line. */
export function runFacts({ code, isStuck, output, durationMs }: Run): RunFacts {
  return { code, isStuck, said: code === 0 ? "" : errorLine(output), durationMs };
}

/** How many of the marks were left so many times: `{ "0": 1, "1": 19 }` where one of twenty is missing. */
export type MarkFacts = Readonly<Record<string, number>>;

/** What there is of the marks `wanted`. */
export async function readMarks(database: PeerDatabase, wanted: readonly string[]): Promise<MarkFacts> {
  const rows = await database.ask<{ name: string; times: number }>(
    `SELECT name, count(*)::integer AS times FROM ${MARKS} GROUP BY name`,
  );
  const times = new Map(rows.map((row) => [row.name, row.times]));
  const facts: Record<string, number> = {};
  for (const name of wanted) {
    const key = String(times.get(name) ?? 0);
    facts[key] = (facts[key] ?? 0) + 1;
  }
  return facts;
}

/** Advisory locks that are still held a second after the runs' end: behind a pooler their sessions stay. */
export async function readLocksLeft(database: PeerDatabase): Promise<number> {
  await delay(1_000);
  const [row] = await database.ask<{ locks: number }>(
    `SELECT count(*)::integer AS locks FROM pg_locks WHERE locktype = 'advisory' AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return row?.locks ?? 0;
}

/** Indexes of the table `busy` beside its key. */
export interface IndexFacts {
  readonly valid: number;
  readonly invalid: number;
}

export async function readIndexes(database: PeerDatabase): Promise<IndexFacts> {
  const [row] = await database.ask<IndexFacts>(
    `SELECT count(*) FILTER (WHERE indisvalid)::integer AS valid,
            count(*) FILTER (WHERE NOT indisvalid)::integer AS invalid
       FROM pg_index WHERE indrelid = to_regclass('busy') AND NOT indisprimary`,
  );
  return row ?? { valid: 0, invalid: 0 };
}

/** Sessions of the tools in this database for which `condition` holds, in terms of pg_stat_activity. */
export async function readSessions(database: PeerDatabase, condition: string): Promise<number[]> {
  const rows = await database.ask<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
       AND application_name <> '${OBSERVER}' AND ${condition}`,
  );
  return rows.map(({ pid }) => pid);
}

/** The condition under which a session builds an index concurrently. */
export const INDEXING = "state = 'active' AND query ILIKE '%create index concurrently%'";
