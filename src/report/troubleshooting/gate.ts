import type { Entry } from "./entry.ts";

/** Exit code 5: the gate. The plan is made and shown; nothing ran on the target in any of these. */
export const GATE_ENTRIES = {
  CONFIRMATION_MISSING: {
    title: "production needs a typed confirmation",
    whatItMeans:
      "The environment is production and nothing was typed, so this was a complete dry run and no more.",
    whatToDo:
      "Read the plan, then run again with `confirm: MIGRATE-PRODUCTION` (or your own `confirmation-phrase`), typed by a person as an input of `workflow_dispatch`.",
  },
  CONFIRMATION_WRONG: {
    title: "the confirmation is not the phrase",
    whatItMeans:
      "What was typed as `confirm` is compared whole with the phrase: case, blanks and hyphens count.",
    whatToDo: "Run again and type exactly `MIGRATE-PRODUCTION`, or your own `confirmation-phrase`.",
  },
  EXPECTED_PLAN_DIFFERS: {
    title: "the plan is not the one that was reviewed",
    whatItMeans:
      "`expected-plan` names another digest: since the review a file, the ledger or the target has changed. The message says which, as far as it can be told.",
    whatToDo:
      'Run `plan` again, review it, and pass on its output `plan-digest`. In a workflow that plans, waits for an approval and applies, choose "Re-run all jobs": the failed job alone would come with the old digest.',
  },
  EXPECTED_DATABASE_DIFFERS: {
    title: "this is not the expected database",
    whatItMeans:
      "The connection leads to another database than `expected-database` names. Often the secret of another environment was used.",
    whatToDo:
      "Correct the secret or the `environment` of the job; `expected-database` is `name` or `host/name`.",
  },
  HAZARDS: {
    title: "the plan has hazards at the level that stops it",
    whatItMeans:
      "A statement would do harm that `fail-on` does not let through, such as blocking all reads for long.",
    whatToDo:
      "Write it in the way the hazard proposes, or accept it in the file with a reason: `-- migrate:allow RULE reason: …`.",
  },
  DRIFT: {
    title: "the target is not what its applied migrations make",
    whatItMeans:
      "The applied files were run again on a throwaway server, from nothing, and the schema they made is not the target's: somebody changed it by hand. `fail-on: medium` stops at that.",
    whatToDo:
      "Read the differences (the report's `rehearsal.drift` has all). Take back what was done by hand, or write it into a migration that finds it there (`IF NOT EXISTS`). With `fail-on: high` or `error` drift is shown and stops nothing.",
  },
  REHEARSAL_FAILED: {
    title: "the rehearsal failed",
    whatItMeans:
      "A migration failed on the throwaway server where all of them are run first. The target was not touched.",
    whatToDo:
      "Correct the statement at the place given and run again. Where it fails only on the throwaway server (an extension or a role that is missing there), install that on the runner or give a server like the target as `shadow-url`.",
  },
  REHEARSAL_MISSING: {
    title: "nothing could be rehearsed",
    whatItMeans:
      "A rehearsal is required (always in production) and there is no place for it: no server binaries on this machine and no `shadow-url`.",
    whatToDo:
      "Use a runner with PostgreSQL (hosted Ubuntu images have it), install it (`apt-get install postgresql`), or start a service container and give its URL as `shadow-url`. To go on without: `require-rehearsal: false`; `baseline` never goes on without.",
  },
  DOWN_DIFFERS: {
    title: "taken back, the schema is not what it was before",
    whatItMeans:
      "The migrations were applied, and their ways back were run, on a throwaway server; the schema was not then what it had been before them: something is left behind, or something else went with it. `down` stops at that, and so does `up` with `on-failure: rollback-batch`. Rows are not looked at: which of them go is told apart.",
    whatToDo:
      "Read the differences (the report's `rehearsal.restoration` has all), and undo in the way back all that the migration makes, and nothing else. Where that cannot be (a value of an enum cannot be dropped), `down` goes on with `accept-drift: true`, and `up` with `on-failure: stop`.",
  },
  SHADOW_IS_TARGET: {
    title: "the shadow is the target itself",
    whatItMeans:
      "`shadow-url` leads to the very database that is to be migrated; rehearsing there would be applying.",
    whatToDo: "Give another server or another database as `shadow-url`.",
  },
  SHADOW_UNUSABLE: {
    title: "the shadow cannot be used",
    whatItMeans:
      "The server at `shadow-url` could not be reached, or no database can be created there and the given one is neither empty nor a copy of the target.",
    whatToDo: "Give an empty database, a fresh copy of the target, or a user with `CREATEDB`.",
  },
  BASELINE_DIFFERS: {
    title: "the target is not what the files make",
    whatItMeans:
      "`baseline` ran the files up to `target` on a throwaway server, from nothing, and the schema they made is not the target's, or an extension is missing there and it cannot be told. Nothing was recorded.",
    whatToDo:
      "Read the differences (the report's `rehearsal.drift` has all). Often `target` names another version than the database is at. Else change the database, or write what it has into a migration. `accept-drift: true` records all the same; where an extension is missing, give a server that has it as `shadow-url`.",
  },
  BACKUP_TOO_OLD: {
    title: "the newest backup is too old",
    whatItMeans:
      "What `backup-marker` or `backup-command` told as the newest backup is older than `backup-max-age`, by the server's clock. It is looked at in the dry run, and again just before the first change.",
    whatToDo:
      "Make a backup and run again, or find out why none was made. Where older ones do, say so with `backup-max-age`.",
  },
  BACKUP_UNKNOWN: {
    title: "it cannot be told when the newest backup was made",
    whatItMeans:
      "`backup-marker` or `backup-command` failed, gave nothing, a text that is no time with a time zone, or a time that is still to come. The message says which.",
    whatToDo:
      "Run the query or the command by hand as the same user. Of a `timestamp` without time zone say which it is in: `finished_at AT TIME ZONE 'UTC'`; a command can print `date -u +%Y-%m-%dT%H:%M:%SZ`.",
  },
  REPLICATION_LAG: {
    title: "a standby is too far behind",
    whatItMeans:
      "A standby has not yet replayed what the target wrote longer ago than `max-replication-lag`, or how far behind it is cannot be told. A migration would put it back further, and who reads there would see the old schema all that time.",
    whatToDo:
      "Wait until it has caught up, or see why it does not (a long query there, a paused replay, a slow network). Where the lag may not be read: `GRANT pg_monitor TO …`.",
  },
  DISK_TOO_SMALL: {
    title: "the server's disk has less room than the plan needs",
    whatItMeans:
      "Tables are written anew beside what they are now, and less is free on the disk than they take. The statement would fail when the disk is full, and until then everybody else's writes with it.",
    whatToDo:
      "Make room or a larger disk, or change the table in another way (docs/hazards.md has one for each rule). Where the table is much smaller than its files, as after many deletions, `fail-on: never` lets the run go on.",
  },
  RIGHTS_MISSING: {
    title: "the user has not the rights that the plan needs",
    whatItMeans:
      "The catalog says that the server would refuse a statement of the plan: an object is made in a schema where the user may not create, a table is changed that belongs to another role, or an extension is not installed on the server's machine.",
    whatToDo:
      "Run what the message names as the owner, connect as a user that has the right, or name one with `role`. `fail-on: never` lets the run go on to where the server refuses.",
  },
} as const satisfies Record<string, Entry>;
