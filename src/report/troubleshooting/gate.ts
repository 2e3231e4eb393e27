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
} as const satisfies Record<string, Entry>;
