import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { Latencies } from "./latencies.ts";
import { LONG_WORK, makeRound, type Sizes } from "./world.ts";

/** Who is at work on the database beside the migrations. */
export interface Crowd {
  readonly url: string;
  readonly sessions: number;
  readonly sizes: Sizes;
  /** The average pause of a session between two rounds. */
  readonly pauseMs: number;
  /** How long a long transaction stays open, and how long after it nobody holds any: then a migration gets through. */
  readonly holdMs: number;
  readonly gapMs: number;
}

/** Sessions at work, until they are stopped. */
export interface StartedSessions {
  /** Backends of the long transactions. */
  readonly longPids: readonly number[];
  /** Ends the first long transactions, which are open until then; from there on they keep their times. */
  letGo(): void;
  /** Lets every statement under way end, and closes the connections. */
  stop(): Promise<void>;
}

interface Member {
  readonly client: pg.Client;
  readonly latencies: Latencies;
  readonly signal: AbortSignal;
}

/** When the first long transactions end. */
interface FirstEnd {
  readonly signal: AbortSignal;
  /** Of performance.now(), once the signal is aborted. */
  atMs: number;
}

/** Opens all connections of `crowd` and sets them to work; what they wait goes to `latencies`. */
export async function startSessions(crowd: Crowd, latencies: Latencies): Promise<StartedSessions> {
  const end = new AbortController();
  const { signal } = end;
  const release = new AbortController();
  const firstEnd: FirstEnd = { signal: AbortSignal.any([release.signal, signal]), atMs: 0 };
  const shortClients = await connectAll(crowd, Array(crowd.sessions).fill("load session"));
  const longClients = await connectAll(
    crowd,
    LONG_WORK.map(({ name }) => name),
  );
  const longPids = await Promise.all(longClients.map(readPid));
  const work = [
    ...shortClients.map((client, index) => doRounds({ client, latencies, signal }, crowd, index)),
    ...longClients.map((client, index) =>
      doLongWork({ client, latencies, signal }, crowd, LONG_WORK[index]?.sql ?? "", firstEnd),
    ),
  ];
  return {
    longPids,
    letGo: () => {
      if (release.signal.aborted) return;
      firstEnd.atMs = performance.now();
      release.abort();
    },
    stop: async () => {
      end.abort();
      await Promise.all(work);
      await Promise.all([...shortClients, ...longClients].map((client) => client.end()));
    },
  };
}

/** Twenty at a time: a server's listen queue is not what is measured. */
async function connectAll({ url }: Crowd, names: readonly string[]): Promise<pg.Client[]> {
  const clients: pg.Client[] = [];
  for (let from = 0; from < names.length; from += 20) {
    const some = names.slice(from, from + 20).map(async (name) => {
      const client = new pg.Client({ connectionString: url, application_name: name });
      await client.connect();
      return client;
    });
    clients.push(...(await Promise.all(some)));
  }
  return clients;
}

async function readPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid ?? 0;
}

async function doRounds(member: Member, crowd: Crowd, index: number): Promise<void> {
  const { signal } = member;
  while (await pause(crowd.pauseMs * (0.5 + Math.random()), signal)) {
    for (const { of, sql } of makeRound({ sizes: crowd.sizes, index, of: crowd.sessions }))
      if (!(await timed(member, of, sql))) break;
  }
}

/** All of them keep the same time, so that there are gaps in which nobody is in the way. */
async function doLongWork(member: Member, crowd: Crowd, sql: string, firstEnd: FirstEnd): Promise<void> {
  const period = crowd.gapMs + crowd.holdMs;
  const sinceEnd = () => (performance.now() - firstEnd.atMs) % period;
  while (!member.signal.aborted) {
    if ((await timed(member, "tables", "BEGIN")) && (await timed(member, "tables", sql))) {
      if (!firstEnd.signal.aborted) await pause(2 ** 31 - 1, firstEnd.signal);
      else await pause(period - sinceEnd(), member.signal);
      await timed(member, "tables", "COMMIT");
    }
    await pause(crowd.gapMs - sinceEnd(), member.signal);
  }
}

/** True when it succeeded; after an error the transaction is rolled back, and the error counted. */
async function timed({ client, latencies }: Member, of: "control" | "tables", sql: string): Promise<boolean> {
  const { phase } = latencies;
  const begun = performance.now();
  const error = await client.query(sql).then(
    () => null,
    (reason: pg.DatabaseError) => reason,
  );
  latencies.add({ phase, of, sql, ms: performance.now() - begun });
  if (error === null) return true;
  latencies.addError(error.code ?? error.message);
  await client.query("ROLLBACK").catch(() => undefined);
  return false;
}

/** False when `signal` was aborted before `ms` were over. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return await delay(Math.max(ms, 0), true, { signal }).catch(() => false);
}
