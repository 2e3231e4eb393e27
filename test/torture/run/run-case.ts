import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import type { Bench, Place } from "../bench/bench.ts";
import { findLeftovers } from "../check/leftovers.ts";
import { readSnapshot } from "../check/snapshot.ts";
import type { TortureMigration } from "../draw/migration.ts";
import type { TortureCase } from "../draw/torture-case.ts";
import { makeFault } from "../faults/make-fault.ts";
import type { DoneFault } from "../faults/scene.ts";
import type { CaseResult } from "./case-result.ts";
import { finish } from "./finish.ts";
import { judgeCase } from "./judge-case.ts";
import { type EndedRun, type OrderFor, type StartedRun, startRun } from "./run-migrate.ts";

/** Runs `drawn` with the built command line in `dist`, and looks at what came of it. */
export async function runCase(drawn: TortureCase, bench: Bench, dist: string): Promise<CaseResult> {
  const begunMs = performance.now();
  const place = await bench.setUp(drawn);
  const database = `case_${drawn.index}_${process.pid}`;
  const directory = mkdtempSync(join(tmpdir(), "torture-case-"));
  await administer(place, `CREATE DATABASE ${database} TEMPLATE template0`);
  try {
    const migrations = join(directory, "migrations");
    const url = place.url(database);
    const order: OrderFor = (actor, command = ["up"]) => ({
      ...{ actor, dist, url, migrations, command },
      directory: join(directory, actor),
    });
    await prepare(drawn, directory, order);
    const { runs, faults } = await torture(drawn, place, database, order);
    const result = await withClient(place, database, async (client) => {
      const leftovers = await findLeftovers(client, drawn.route);
      const standing = await readSnapshot(client);
      const finished = await finish(drawn, client, order);
      return { drawn, server: place.server.name, faults, runs, leftovers, standing, ...finished };
    });
    return { ...result, violations: judgeCase(result), durationMs: performance.now() - begunMs };
  } finally {
    await administer(place, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The files, and what of them is applied before anything begins. */
async function prepare(drawn: TortureCase, directory: string, order: OrderFor): Promise<void> {
  const { migrations, appliedBefore } = drawn;
  const path = join(directory, "migrations");
  mkdirSync(path);
  writeFiles(path, migrations.slice(0, appliedBefore));
  if (appliedBefore > 0) {
    const { code, stderr } = await startRun(order("before")).ended;
    if (code !== 0) throw new Error(`The run in peace before the case ended with ${code}:\n${stderr}`);
  }
  writeFiles(path, migrations.slice(appliedBefore));
}

function writeFiles(directory: string, migrations: readonly TortureMigration[]): void {
  for (const { fileName, sql } of migrations) writeFileSync(join(directory, fileName), sql);
}

/** All runners and all faults at once; done when the last runner has ended and all is whole again. */
async function torture(
  drawn: TortureCase,
  place: Place,
  database: string,
  order: OrderFor,
): Promise<{ readonly runs: readonly EndedRun[]; readonly faults: readonly DoneFault[] }> {
  const starting = drawn.startsMs.map(async (startMs, index): Promise<StartedRun> => {
    await sleep(startMs);
    return startRun(order(`runner-${index + 1}`));
  });
  const ending = Promise.all(starting.map(async (run) => (await run).ended));
  const scene = { place, database, runs: starting, allEnded: ending.then(() => undefined) };
  const [runs, faults] = await Promise.all([
    ending,
    Promise.all(drawn.faults.map((fault) => makeFault(fault, scene))),
  ]);
  return { runs, faults };
}

async function withClient<Result>(
  place: Place,
  database: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await place.server.connect(database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function administer(place: Place, statement: string): Promise<unknown> {
  return withClient(place, "postgres", (client) => client.query(statement));
}
