import type { Entry } from "./entry.ts";

/** Exit code 2: inputs and files, all found before anything is planned. */
export const INPUT_ENTRIES = {
  COMMAND_UNKNOWN: {
    title: "this command does not exist",
    whatItMeans: "The `command` input, or the first word of the command line, is not one this version has.",
    whatToDo: "Use one of those that the message names; `--help` says what each does.",
  },
  INPUT_UNKNOWN: {
    title: "an input has a name that does not exist",
    whatItMeans: "A misspelt input would be ignored in silence, so it stops the run instead.",
    whatToDo: "Compare the name with the table of inputs in the README; names are in kebab-case.",
  },
  INPUT_INVALID: {
    title: "an input has a value that cannot be used",
    whatItMeans:
      "The value is of the wrong kind: a duration without a unit, a word that is not in the list, a bad number.",
    whatToDo:
      "Durations are written `500ms`, `30s`, `10min`, `1h`; the message names the values that are allowed.",
  },
  INPUT_MISSING: {
    title: "an input is missing",
    whatItMeans:
      "Nothing says which database to use, or a value that another input needs is not there. A secret that is not set, or is not given to a workflow from a fork, arrives as an empty input.",
    whatToDo:
      "Give what the message names. Where it is the database, set `database-url` (or `host`, `database`, `user`, `password`), and check that the secret exists in this repository or environment and that the job names that `environment`.",
  },
  DATABASE_URL_INVALID: {
    title: "the database URL cannot be read",
    whatItMeans:
      "The URL is not of the form `postgres://user:password@host:port/database`. It is not printed, because it holds a password.",
    whatToDo:
      "Percent-encode the characters `@ : / ? # %` in user name and password, or give `host`, `port`, `database`, `user` and `password` as separate inputs: they need no escaping.",
  },
  DIRECTORY_MISSING: {
    title: "the migrations directory does not exist",
    whatItMeans: "There is nothing at `migrations-path`, seen from the working directory.",
    whatToDo: "Run `actions/checkout` before this step, and write the path from the root of the repository.",
  },
  DIRECTORY_EMPTY: {
    title: "the migrations directory has no migrations",
    whatItMeans:
      "An empty directory is more often a wrong path than a wish, so it is not taken as nothing to do.",
    whatToDo: "Check `migrations-path`; migrations are files such as `001_create_users.sql`.",
  },
  DIRECTORY_UNREADABLE: {
    title: "the migrations directory cannot be read",
    whatItMeans: "The path is not a directory, or this user may not read it.",
    whatToDo:
      "Check that `migrations-path` names a directory and that its permissions let the runner's user list it.",
  },
  LAYOUT_MIXED: {
    title: "the directory mixes two ways of naming migrations",
    whatItMeans: "Files of two layouts lie side by side, and their order would be a guess.",
    whatToDo: "Keep one layout in a directory, or name the one to use with `layout`.",
  },
  LAYOUT_INVALID: {
    title: "the files are not what their own tool would take",
    whatItMeans:
      "A folder without its SQL file, a journal that lists other files than there are, a file that does not follow the one before it: their own tool would stop there too, or pass over a migration.",
    whatToDo:
      "Do what the message says, usually: restore the file that is missing from the repository's history.",
  },
  FILE_NAME_INVALID: {
    title: "a file's name is not that of a migration",
    whatItMeans:
      "An `.sql` file in the directory has no version in its name. It is refused, because a skipped file is a lost migration.",
    whatToDo: "Rename it to `<digits>_<name>.sql`, or move it out of the directory.",
  },
  FILE_NOT_UTF8: {
    title: "a file is not UTF-8",
    whatItMeans: "The file has bytes that are no UTF-8 text, at the place given.",
    whatToDo: "Save it as UTF-8, for instance `iconv -f WINDOWS-1252 -t UTF-8 old.sql > new.sql`.",
  },
  FILE_HAS_NUL: {
    title: "a file has NUL bytes",
    whatItMeans: "PostgreSQL cannot take text with a NUL in it; the file is often UTF-16 or binary.",
    whatToDo: "Save it as UTF-8 without NUL bytes.",
  },
  FILE_OUTSIDE_DIRECTORY: {
    title: "a link leads out of the migrations directory",
    whatItMeans:
      "A symbolic link points outside of `migrations-path`, so what would run is not what was reviewed.",
    whatToDo: "Put the file itself into the directory.",
  },
  FILE_UNREADABLE: {
    title: "a file cannot be read",
    whatItMeans: "The operating system refused to read it; the message says why.",
    whatToDo: "Check the file's permissions and that it is an ordinary file.",
  },
  FILE_CHANGED: {
    title: "a large file was changed during the run",
    whatItMeans:
      "A file of more than 8 MB is read again while it is rehearsed and applied. It was no longer the one that the plan was made from, so what it had done was rolled back.",
    whatToDo:
      "Run again when nothing writes to the file any more, such as a checkout or a script that generates it.",
  },
  FILE_UNWRITABLE: {
    title: "a new migration could not be written",
    whatItMeans:
      "The operating system refused to write it: no permission, a full disk, a path that is no directory; the message says which. Nothing is half-written: what was begun is taken away again.",
    whatToDo: "Do what the hint says, and run `create` again.",
  },
  CREATE_REFUSED: {
    title: "the files of a new migration cannot be written for this directory",
    whatItMeans:
      "Only their own tool can write the files of this layout, or a new version would not be the last one in the directory, or what is asked for would never be read. Nothing was written.",
    whatToDo: "Do what the message says: for most such layouts it names the command of their own tool.",
  },
  DOWN_WITHOUT_UP: {
    title: "a down file has no up file",
    whatItMeans: "There is a way back for a migration that does not exist, so a file was lost or misnamed.",
    whatToDo: "Add the up file with the same version and name, or remove the down file.",
  },
  VERIFY_WITHOUT_UP: {
    title: "a verify file has no migration",
    whatItMeans:
      "There are questions about a version that no migration has, so they would never be asked: the migration was renamed or removed, or the number is mistyped.",
    whatToDo:
      "Give it the version of its migration (`016.verify.sql` for `016_add_time_zone.sql`), or remove it.",
  },
  HEADER_INVALID: {
    title: "a header in a file cannot be followed",
    whatItMeans:
      "A comment `-- migrate:…` is not one that is known or stands where it has no effect; or the markers of the tool that the directory is written for are missing, misspelt or out of order; or the file has those of another tool.",
    whatToDo:
      "Before the first statement use `-- migrate:no-transaction` or `-- migrate:timeout 10min`, anywhere `-- migrate:allow RULE reason: …`. Markers: write them as the hint says. Another tool's: name its layout with `layout`, or put the way back into a file of its own, `V_name.down.sql` beside `V_name.up.sql`, and take the markers out.",
  },
  FILE_UNSUPPORTED: {
    title: "a file needs what only the tool it was written for does",
    whatItMeans:
      "It is a program or a template, has placeholders or variables that its tool fills in, is a callback that its tool runs around migrations, has settings beside it that change what runs, or is for another kind of database. Run as it is, or left out, it would do something else than was meant.",
    whatToDo:
      "Write the SQL that it makes into the file, or move it out of the directory; the message names the file and the place. Where it has been applied everywhere, a file of the same name with nothing but comments keeps its place.",
  },
} as const satisfies Record<string, Entry>;
