import { setTimeout as sleep } from "node:timers/promises";
import type { BackendFault } from "../draw/torture-case.ts";
import { type FaultEnd, missed, type Scene } from "./scene.ts";

/** The backend may be between two messages: it is looked for again after so long, while anybody runs. */
const LOOKED_FOR_AGAIN_MS = 15;

/** Ends the backend of what applies the migrations, or of what holds the run lock. */
export async function endBackendOf({ whose }: BackendFault, scene: Scene): Promise<FaultEnd> {
  const { place, database } = scene;
  const client = await place.server.connect(database);
  try {
    let isOver = false;
    scene.allEnded.then(() => {
      isOver = true;
    });
    while (!isOver) {
      const { rows } = await client.query(ENDING[whose]);
      if (rows.length > 0) return { atMs: performance.now(), missed: null, healedMs: null, actor: null };
      await sleep(LOOKED_FOR_AGAIN_MS);
    }
    return missed("there was no such backend");
  } finally {
    await client.end();
  }
}

const HOLDERS = `SELECT l.pid FROM pg_locks l
  JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
  WHERE l.locktype = 'advisory' AND l.granted`;

/** What applies is at work: those that wait for the lock are idle, or ask for it. */
const ENDING: Readonly<Record<BackendFault["whose"], string>> = {
  lock: `SELECT pg_terminate_backend(pid) FROM (${HOLDERS}) holders`,
  migration: `SELECT pg_terminate_backend(pid) FROM (
    SELECT a.pid FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.application_name LIKE 'migrate-action%' AND a.state <> 'idle'
      AND a.pid NOT IN (${HOLDERS}) AND a.query !~ 'pg_try_advisory_xact_lock' LIMIT 1) at_work`,
};
