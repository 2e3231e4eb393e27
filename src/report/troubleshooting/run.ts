import type { Entry } from "./entry.ts";

/** Exit codes 1, 6, 7, 8 and 70: while applying. */
export const RUN_ENTRIES = {
  MIGRATION_FAILED: {
    title: "a migration failed",
    whatItMeans:
      "The server refused a statement. In a transaction nothing of that migration is left; the ones before it stay applied (with `on-failure: rollback-batch` they are taken back), the ones after it were not run.",
    whatToDo:
      "Correct the file at the place given and run again: applied migrations are not repeated. Where the migration ran without a transaction, it stopped half-way, and the next run goes on with it; of a corrected file `repair` asks first (PLAN_UNFINISHED).",
  },
  CONNECTION_LOST: {
    title: "the connection to the database was lost",
    whatItMeans:
      "The server, or something on the way to it, ended the connection during the run. The ledger was read again: what it does not have is not applied.",
    whatToDo:
      "Run again: it goes on with what is pending. Where it happens again at the same place, look into the server's log (out of memory, a restart, a failover) and for a proxy that ends idle or long connections.",
  },
  COMMIT_LOST: {
    title: "what was committed is gone",
    whatItMeans:
      "The server said that the migration was committed. Then the connection was lost, and the server that answers now does not have it: a standby has taken over that had not received the last of the log.",
    whatToDo:
      "The report says what the ledger has now; run again, and what is missing is applied. See what else that failover lost. With synchronous replication a COMMIT is only told when a standby has it.",
  },
  RUN_LOCKED: {
    title: "another run is at this database",
    whatItMeans:
      "Another run held the run lock for longer than `run-lock-wait`. Nothing was applied by this one.",
    whatToDo:
      "Wait for the other run and start again, or raise `run-lock-wait`. If there is none any more, its connection still is: `SELECT a.pid, a.application_name, a.state, a.query FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory';`, then `SELECT pg_terminate_backend(pid);`.",
  },
  CANCELLED: {
    title: "the run was cancelled",
    whatItMeans:
      "A signal stopped it: somebody cancelled the job, it ran out of time, or `concurrency` replaced it. The running statement was cancelled and its transaction rolled back.",
    whatToDo:
      "Run again: it goes on after the last applied migration. A migration shown as failed ran without a transaction: it goes on where it stopped, or PLAN_UNFINISHED says why not.",
  },
  STATE_UNKNOWN: {
    title: "what happened last could not be found out",
    whatItMeans:
      "The connection was lost while a migration was being committed, and the database could not be asked afterwards.",
    whatToDo:
      "When the database can be reached, run `status`, or ask it: `SELECT version, status, applied_at FROM public.schema_migrations ORDER BY applied_at DESC LIMIT 5;`. A version on record as `completed` is applied; one that is not there left nothing. Then run again.",
  },
  INTERNAL: {
    title: "a fault of migrate-action itself",
    whatItMeans: "Something happened that this program does not expect.",
    whatToDo: "Run `status` to see what is applied, and report the fault with the log of this run.",
  },
} as const satisfies Record<string, Entry>;
