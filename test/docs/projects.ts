import { join } from "node:path";
import { ROOT } from "../support/built.ts";
import { makeMigrations } from "../support/temporary.ts";
import type { Reader } from "./reader.ts";

/** What a page takes for granted, and what is to be true after its last command. */
export interface Project {
  /** The directory of migrations that the reader begins with. */
  readonly migrations: () => string;
  /** Before the first command. */
  readonly before: (reader: Reader) => Promise<void>;
  /** Of the page's commands as a whole; throws where it is not so. */
  readonly after: (reader: Reader) => Promise<void>;
}

const nothing = async () => undefined;
const example = () => join(ROOT, "migrations-example");

const plain: Project = { migrations: example, before: nothing, after: nothing };

const TASKS = 6_000;

/** Pages that need more than an empty database beside migrations-example. */
const PROJECTS: Readonly<Record<string, Project>> = {
  "docs/DATABASE.md": { ...plain, before: makeDatabaseByHand },
  "docs/production.md": { ...plain, before: fillDatabase, after: expectDueTimes },
  "docs/reference.md": { ...plain, before: connectShell },
  "docs/coming-from.md": {
    ...plain,
    migrations: () =>
      makeMigrations({
        "001_notes.sql": "CREATE TABLE notes (id int PRIMARY KEY);\n",
        "002_notes_body.sql": "ALTER TABLE notes ADD COLUMN body text;\n",
        "003_notes_at.sql": "ALTER TABLE notes ADD COLUMN at timestamptz;\n",
      }),
    before: async (reader) => {
      await connectShell(reader);
      await reader.administers("SET ROLE app; CREATE TABLE notes (id int PRIMARY KEY, body text)");
    },
  },
};

export const projectOf = (page: string): Project => PROJECTS[page] ?? plain;

/** As README.md does, on a page that goes on from there. */
async function connectShell(reader: Reader): Promise<void> {
  expectWell(reader, "export DATABASE_URL=postgres://app:secret@localhost:5432/app");
}

/** A database with all of the example's schema and no ledger. */
async function makeDatabaseByHand(reader: Reader): Promise<void> {
  await reader.administers("CREATE DATABASE by_hand OWNER app", "postgres");
  expectWell(reader, "DATABASE_URL=postgres://app:secret@localhost:5432/by_hand migrate-action up");
  await reader.administers("DROP TABLE schema_migrations, migration_history CASCADE", "by_hand");
}

/** The example's schema with rows: as many open tasks that are due as make two batches, and one that is not. */
async function fillDatabase(reader: Reader): Promise<void> {
  expectWell(reader, "DATABASE_URL=postgres://app:secret@localhost:5432/app migrate-action up");
  await reader.administers(`
    INSERT INTO households (name) VALUES ('Hill Street 4');
    INSERT INTO recurring_tasks (household_id, title, every_days) SELECT id, 'Water the plants', 3 FROM households;
    INSERT INTO tasks (household_id, title, due_on)
      SELECT id, 'Task ' || number, date '2026-01-01' + number % 300
      FROM households, generate_series(1, ${TASKS}) AS number;
    INSERT INTO tasks (household_id, title) SELECT id, 'Some day' FROM households;`);
}

async function expectDueTimes(reader: Reader): Promise<void> {
  const [row] = await reader.administers(`
    SELECT count(due_at)::int AS due, count(*)::int AS tasks, min(due_at)::date::text AS first FROM tasks`);
  const wanted = { due: TASKS, tasks: TASKS + 1, first: "2026-01-01" };
  if (JSON.stringify(row) !== JSON.stringify(wanted))
    throw new Error(`The tasks are ${JSON.stringify(row)}.`);
}

function expectWell(reader: Reader, command: string): void {
  const { exitCode, output } = reader.types(command);
  if (exitCode !== 0) throw new Error(`${command} exits with ${exitCode}:\n${output}`);
}
