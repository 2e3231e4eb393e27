import type { Entry } from "./entry.ts";

/** Exit code 4: files and ledger do not fit together. Nothing ran on the target in any of these. */
export const PLAN_ENTRIES = {
  VERSION_DUPLICATE: {
    title: "two files have the same version",
    whatItMeans:
      "Versions are numbers: `1` and `01` are the same one. Often two branches took the same next number.",
    whatToDo: "Give the newer file the next free version. Leave a file that is applied anywhere as it is.",
  },
  SQL_UNTERMINATED: {
    title: "a quote or comment in a file is never closed",
    whatItMeans: "From the place given to the end of the file everything would be one string or comment.",
    whatToDo: "Close the quote, dollar quote or comment that begins at the place given.",
  },
  PSQL_COMMAND: {
    title: "a file has a psql command",
    whatItMeans:
      "A line such as `\\i file` or `\\set` is an order to the psql program, not SQL, and nothing here runs it.",
    whatToDo:
      "Write it as SQL. `\\restrict` and `\\unrestrict`, as pg_dump writes them, are left out by themselves.",
  },
  PLAN_EDITED: {
    title: "an applied file was edited",
    whatItMeans:
      "The file's checksum is not the one that was recorded when it was applied: databases would no longer be alike.",
    whatToDo:
      "Put the file back as it was (`git log -p -- file` shows it) and write the change as a new migration. Where the edit was on purpose and changes nothing in effect, such as a comment, `repair` with `accept-checksum: VERSION` shows both checksums; with `reason` and `apply: true` it puts the file's on record, and who did so and why into the history.",
  },
  PLAN_LATE: {
    title: "a pending file is older than the newest applied one",
    whatItMeans: "It was merged late: here it would run after migrations that elsewhere run after it.",
    whatToDo:
      "Give it a version newer than every applied one, or allow it with `out-of-order: allow` where the order does not matter.",
  },
  PLAN_MISSING: {
    title: "an applied file is gone",
    whatItMeans:
      "The ledger has a migration older than the newest file, and no file for it: deleted, renamed to another version, or the wrong directory.",
    whatToDo: "Restore the file from version control, and check `migrations-path` and `database`.",
  },
  PLAN_DUPLICATE: {
    title: "the ledger has one version twice",
    whatItMeans: "Two rows stand for the same version, such as `1` and `01`.",
    whatToDo: "Look at both rows in the ledger and delete the one that no file stands for.",
  },
  PLAN_AHEAD: {
    title: "the database is ahead of the files",
    whatItMeans:
      "The ledger has migrations newer than every file: this code is older than the database, as after going back to an earlier release.",
    whatToDo:
      "Deploy the code that has these files. Check that `database` and the checked-out commit are the ones meant.",
  },
  PLAN_UNFINISHED: {
    title: "an earlier migration was left half-way",
    whatItMeans:
      "A migration that runs without a transaction was begun and did not end, and where it goes on cannot be known: nothing tells whether the statement that was under way is done, or the file was changed since. Where it can be known, `up` goes on by itself.",
    whatToDo:
      "1. Run `repair`: it shows at which statement each such migration stopped, what is known of it, and what each choice would do; it changes nothing.\n2. Look in the database whether that statement is done, and choose for `version`: `resolve: resume` runs it and what follows, `skip` counts it as done and runs what follows, `done` records the whole migration as applied, `clear` takes it off the record, so that it runs from its beginning.\n3. Run `repair` with `version`, `resolve` and `apply: true`.",
  },
  REPAIR_REFUSED: {
    title: "what was chosen cannot be repaired so",
    whatItMeans:
      "`repair` was given a version of which nothing is left half-way, or a choice that it does not offer for it; or `accept-checksum` names a version that has no checksum to accept: not applied, half-way, without its file, or recorded by another tool; or `accept-drift` was given where nothing is kept of what is expected of the schema, or a run was cut off. Nothing was changed.",
    whatToDo:
      "Run `repair` without `resolve`: it lists what is left half-way, and what can be done about each. `status` shows which files were edited since they were applied. `up` keeps and settles what is expected, also where nothing is pending.",
  },
  PLAN_TRANSACTION_MIX: {
    title: "a file mixes statements that need and that refuse a transaction",
    whatItMeans:
      "A statement such as `CREATE INDEX CONCURRENTLY` cannot run in a transaction; the others of the file would lose theirs.",
    whatToDo:
      "Move the statement into a file of its own, which then runs without a transaction by itself. Or begin the file with `-- migrate:no-transaction` and accept that it can stop half-way.",
  },
  PLAN_TRANSACTION_CONTROL: {
    title: "a file controls transactions in a way that cannot be kept",
    whatItMeans:
      "A file may be wrapped in one `BEGIN … COMMIT`. Several transactions, or a stray `COMMIT` or `ROLLBACK`, would end the runner's own.",
    whatToDo: "Remove the statement, split the file, or begin it with `-- migrate:no-transaction`.",
  },
  PLAN_VERSION_UNKNOWN: {
    title: "the version asked for does not exist",
    whatItMeans: "No file has the version given as `target` or `version`.",
    whatToDo: "Compare it with the file names; the `status` command lists all versions.",
  },
  PLAN_EARLIER_PENDING: {
    title: "earlier migrations are still pending",
    whatItMeans: "`version` asks for one migration alone, and files before it are not applied.",
    whatToDo: "Use `target` to apply everything up to it, or allow it with `out-of-order: allow`.",
  },
  PLAN_LATER_APPLIED: {
    title: "what stays was applied later",
    whatItMeans:
      "`batch` asks to take back what one run applied, and later runs have applied more over it, which may need it.",
    whatToDo:
      "Take the later ones back too, with `steps` or `target`, or allow it with `out-of-order: allow` where nothing newer needs what goes.",
  },
  VERIFY_NOT_APPLIED: {
    title: "what was to be verified is not applied",
    whatItMeans:
      "`verify` was given a `version` or `target` that is pending on this database, so there is nothing to ask about it.",
    whatToDo:
      "Run `status` to see what is applied. After `up` its own migrations are verified by themselves.",
  },
  DOWN_MISSING: {
    title: "a migration has no way back",
    whatItMeans:
      "`down` would have to take back a migration that has no down file or part. Nothing was taken back, of the others neither. Or `up` was to take back all when a later one fails (`on-failure: rollback-batch`), and could not: nothing was applied.",
    whatToDo:
      "Follow the hint: it says whether this layout has ways back, and in which file. Else ask for fewer `steps`, or undo it with a new migration.",
  },
  DOWN_NOT_APPLIED: {
    title: "what to go down to, or to take back, is not applied",
    whatItMeans:
      "`target` names the version that stays as the newest applied one, and `batch` a run that applied something that still is. Neither is so here.",
    whatToDo: "Look at `status` for the versions and at `history` for the runs, and ask again.",
  },
  DOWN_DROPS_LEDGER: {
    title: "a way back takes away the ledger",
    whatItMeans:
      "A down file drops or empties the table in which applied migrations are recorded, or its history: the record of all the others, and of this run, would go with it.",
    whatToDo:
      "Leave that migration applied: give its version as `target`. Where the database is to be emptied altogether, drop it.",
  },
  LEDGER_FOREIGN: {
    title: "the ledger's table belongs to something else",
    whatItMeans:
      "There is a table of the ledger's name whose columns are not those of a ledger this version knows. It was not touched.",
    whatToDo:
      "Leave it as it is, and give ours another name, in every run: `ledger-table: migrate_action_ledger`. Where the table belongs to another migration tool, `adopt` with that `ledger-table` takes over what is on record there.",
  },
  LEDGER_CHANGED: {
    title: "another run changed the ledger meanwhile",
    whatItMeans:
      "While this run was under way another run recorded a migration of this plan, so the plan is no longer true. What this run tried of it is rolled back.",
    whatToDo:
      "Run again: the new plan starts from what is there now. A `concurrency` group in the workflow keeps runs apart.",
  },
  LEDGER_FORBIDDEN: {
    title: "this user may not use the ledger",
    whatItMeans:
      "The database user cannot read the ledger, or cannot create or change it. From PostgreSQL 15 on ordinary users may not create tables in schema `public`.",
    whatToDo:
      "Grant it: `GRANT USAGE, CREATE ON SCHEMA public TO user;` and, where the tables exist, `GRANT SELECT, INSERT, UPDATE ON public.schema_migrations, public.migration_history TO user;`. Or give the owner's `role`, or a schema of your own with `ledger-schema`.",
  },
  LEDGER_DAMAGED: {
    title: "the ledger has what no run could have written",
    whatItMeans:
      "A row has no version, or a number is on record after which there is none. Somebody or something else wrote it; what is applied cannot be told from it.",
    whatToDo:
      "The message says which rows. Correct or delete them by SQL; nothing else in the ledger is in doubt.",
  },
  ADOPTION_NEEDED: {
    title: "another tool has migrated this database",
    whatItMeans:
      "A ledger of another migration tool was found, by its columns, with migrations in it, and ours has none: every file would run again over what is there.",
    whatToDo:
      "Run `adopt`: it shows version by version what it would take over and writes nothing. Then run it with `apply: true`. Where that ledger belongs to something else than these files, set `adopt-from: none`.",
  },
  ADOPTION_SOURCE_MISSING: {
    title: "there is no ledger to adopt",
    whatItMeans:
      "No table that this user sees has the columns of a known tool's ledger, or none that fits `adopt-from`.",
    whatToDo:
      "Check `database`, and name the table as `adopt-from: schema.table`. A database that was migrated by hand has nothing to adopt.",
  },
  ADOPTION_AMBIGUOUS: {
    title: "more than one other ledger is there",
    whatItMeans: "Several tools, or several applications, have their ledger in this database.",
    whatToDo: "Say with `adopt-from: schema.table` which one the files here belong to.",
  },
  ADOPTION_UNFINISHED: {
    title: "the other tool left a migration half-way",
    whatItMeans:
      "Its ledger has a row that is dirty, failed or unfinished: whether that migration is in the database cannot be told from there.",
    whatToDo:
      "Follow the message: it says what the row means and with which words of that tool it is cleared. Then run `adopt` again.",
  },
  ADOPTION_LEDGER_FILLED: {
    title: "our ledger has rows already, and they are not those of the other tool",
    whatItMeans:
      "Adoption fills an empty ledger. Here some migrations are on record already, and others only with the other tool: often both tools have gone on running.",
    whatToDo:
      "Compare `status` with the other tool's own. Record by hand what is missing here, or name another `ledger-table` and adopt into that.",
  },
} as const satisfies Record<string, Entry>;
