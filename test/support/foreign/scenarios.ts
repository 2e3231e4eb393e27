import { join } from "node:path";
import type { Client } from "pg";
import { onTestFinished } from "vitest";
import { identifier, literal } from "../../../src/database/quote.ts";
import { runLockKey } from "../../../src/database/run-lock.ts";
import { connect } from "../connect.ts";
import { makeRepository } from "../git-repository.ts";
import type { GithubServer } from "../github-server.ts";
import { type ActionRun, runAction } from "../run-action.ts";
import { freshDatabase, type TestDatabase, type TestServer } from "../servers.ts";
import { makeMigrations, writeFiles } from "../temporary.ts";
import type { ForeignTexts } from "./texts.ts";

/** Where a scenario is played. */
export interface Theatre {
  readonly server: TestServer;
  readonly github: GithubServer;
  readonly texts: ForeignTexts;
  /** A database of that name on the server, entered as a superuser of that name; gone with the test. */
  readonly named: (database: string, user: string) => Promise<Record<string, string>>;
}

/** Runs with foreign text in them; each ends as its twin without does. */
export type Scenario = (theatre: Theatre) => Promise<readonly ActionRun[]>;

const LINES_AS_NOTICES = (text: string): string =>
  text
    .split("\n")
    .map((line) => `RAISE NOTICE '%', ${literal(line)};`)
    .join("\n");

/** What the runner says of a workflow on a pull request with such names. */
function environment({ github, texts }: Theatre, eventPath: string): Record<string, string> {
  return {
    ...{ GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "o/r", GITHUB_EVENT_PATH: eventPath },
    ...{
      GITHUB_SERVER_URL: `https://x/${texts.long}`,
      GITHUB_RUN_ID: texts.names[0],
      GITHUB_RUN_ATTEMPT: texts.names[1],
    },
    ...{
      GITHUB_ACTOR: texts.long,
      GITHUB_HEAD_REF: texts.long,
      GITHUB_REF_NAME: texts.long,
      GITHUB_ACTION: texts.names[2],
    },
  };
}

function eventOf({ long }: ForeignTexts): string {
  const event = { pull_request: { number: 7, title: long, body: long, head: { ref: long, label: long } } };
  return join(makeMigrations({ "event.json": JSON.stringify(event) }), "event.json");
}

const act = (theatre: Theatre, inputs: Readonly<Record<string, string>>): Promise<ActionRun> =>
  runAction(
    { "shadow-url": theatre.server.url, "github-token": "ghs_x", "wait-for-database": "0s", ...inputs },
    environment(theatre, eventOf(theatre.texts)),
  );

const fileOf = (number: number, name: string): string => `${number}_${name.replaceAll("/", "\u2044")}.sql`;

/** Notices, a server's error with all of its fields, names of files, of a database, a user and an environment. */
export const failingOnTarget: Scenario = async (theatre) => {
  const { texts } = theatre;
  const [a, b, c, d] = texts.names;
  const where = await theatre.named(c, d);
  const raise = `RAISE EXCEPTION USING MESSAGE = ${literal(texts.long)}, DETAIL = ${literal(texts.long)}, HINT = ${literal(texts.long)}, CONSTRAINT = ${literal(b)}, TABLE = ${literal(a)}, SCHEMA = ${literal(d)};`;
  const migrations = makeMigrations({
    [fileOf(1, a)]: `DO $do$ BEGIN\n${LINES_AS_NOTICES(texts.long)}\nEND $do$;\n`,
    [fileOf(2, b)]:
      `/* ${texts.long.replaceAll("*/", "")} */\nCREATE TABLE ${identifier(a)} (${identifier(b)} text DEFAULT ${literal(texts.long)});\n`,
    [fileOf(3, c)]:
      `DO $do$ BEGIN IF current_database() = ${literal(c)} THEN ${raise} END IF; END $do$; -- ${texts.long.replaceAll(/[\r\n]/g, " ")}\n`,
  });
  const inputs = { ...where, "migrations-path": migrations, environment: texts.long };
  const failed = await act(theatre, inputs);
  // A ledger with such rows, told by three commands.
  const { database = "", user = "", password = "" } = where;
  const own = await connect({ ...theatre.server.settings, database, user, password });
  await own.query(
    "UPDATE schema_migrations SET applied_by = $1, name = $2, error_message = $1; UPDATE migration_history SET executed_by = $1, error_message = $1, environment = $1, run_url = $1, action = $2".replaceAll(
      /\$([12])/g,
      (_, which) => literal(which === "1" ? texts.long : b),
    ),
  );
  await own.query("INSERT INTO schema_migrations (version, name, status) VALUES ($1, $2, 'completed')", [
    `9${d}`,
    texts.long,
  ]);
  await own.end();
  const told: ActionRun[] = [];
  for (const command of ["status", "history", "plan"]) told.push(await act(theatre, { ...inputs, command }));
  return [failed, ...told];
};

/** Names of branches and files, what git says, statements that fail, questions that are not answered. */
export const pullRequest: Scenario = async (theatre) => {
  const { texts } = theatre;
  const [a, b, c] = texts.names;
  const repository = makeRepository({
    [`migrations/${fileOf(1, a)}`]: `CREATE TABLE ${identifier(a)} (${identifier(b)} int);\n`,
    [`migrations/${fileOf(2, b)}`]: `COMMENT ON TABLE ${identifier(a)} IS ${literal(texts.long)};\n`,
  });
  repository.git("branch", "--quiet", texts.branch);
  repository.git("checkout", "--quiet", "-b", "pr");
  repository.commit({
    [`migrations/${fileOf(2, b)}`]: `COMMENT ON TABLE ${identifier(a)} IS ${literal(c)}; -- edited\n`,
    [`migrations/${fileOf(3, c)}`]: `ALTER TABLE ${identifier(a)} ADD CONSTRAINT ${identifier(b)} CHECK (${identifier(b)} > 0);\nDROP TABLE ${identifier(a)};\nSELECT ${identifier(c)};\n`,
    "migrations/3.verify.sql": `SELECT ${literal(texts.long)} = '';\n`,
  });
  const inputs = { command: "check", "migrations-path": join(repository.path, "migrations") };
  const checked = await act(theatre, { ...inputs, base: texts.branch });
  const baseless = await act(theatre, { ...inputs, base: texts.long });
  return [checked, baseless];
};

/** Another tool's ledger, in a schema of such a name. */
export const adoption: Scenario = async (theatre) => {
  const { server, texts } = theatre;
  const [a, b] = texts.names;
  const database = await freshDatabase(server);
  const table = (schema: string) =>
    `CREATE TABLE ${identifier(schema)}.pgmigrations (id serial PRIMARY KEY, name varchar(2550) NOT NULL, run_on timestamp NOT NULL)`;
  await database.query(
    `${table("public")}; INSERT INTO pgmigrations (name, run_on) VALUES ('001_a', now()), (${literal(`002_${texts.long}`)}, now())`,
  );
  const migrations = makeMigrations({
    "001_a.sql": "CREATE TABLE a (id int);",
    [`002_${fileOf(0, b)}`]: "SELECT 1;",
  });
  const inputs = { "database-url": database.url, "migrations-path": migrations };
  const needed = await act(theatre, inputs);
  const shown = await act(theatre, { ...inputs, command: "adopt" });
  await database.query(
    `CREATE SCHEMA ${identifier(a)}; ${table(a)}; INSERT INTO ${identifier(a)}.pgmigrations (name, run_on) VALUES ('001_a', now()), ('002_b', now())`,
  );
  const asked = await act(theatre, { ...inputs, command: "adopt" });
  return [needed, shown, asked];
};

/** Sessions in the way with such names and queries; drift, refusals of inputs. */
export const inTheWay: Scenario = async (theatre) => {
  const { server, texts } = theatre;
  const [a, b, c, d] = texts.names;
  const database = await freshDatabase(server);
  const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
  const inputs = { "database-url": database.url, "migrations-path": migrations };
  await act(theatre, inputs);
  await database.query(
    `CREATE TABLE ${identifier(b)} (${identifier(c)} text DEFAULT ${literal(texts.long)})`,
  );
  writeFiles(migrations, { "2_a.sql": "ALTER TABLE a ADD COLUMN note text;" });
  const holder = await sessionCalled(database, a);
  await holder.query(`BEGIN; LOCK TABLE a; SELECT ${literal(d)}, ${literal(texts.long)}`);
  const blocked = await act(theatre, {
    ...inputs,
    "lock-timeout": "1500ms",
    "lock-retries": "0",
    "fail-on": "never",
  });
  await holder.query("ROLLBACK");
  await holder.query(
    `BEGIN; SELECT pg_advisory_xact_lock(${runLockKey({ schema: "public", table: "schema_migrations" })})`,
  );
  const locked = await act(theatre, { ...inputs, "run-lock-wait": "500ms" });
  await holder.query("ROLLBACK");
  const drifted = await act(theatre, { ...inputs, "fail-on": "medium" });
  const wrong = await act(theatre, {
    ...{ ...inputs, command: texts.long, target: texts.long, layout: texts.long, role: texts.long },
    ...{
      "lock-timeout": texts.long,
      "ledger-schema": texts.long,
      "migrations-path": texts.names[0],
      "expected-database": texts.long,
    },
  });
  const other = await act(theatre, { ...inputs, "expected-database": texts.long });
  const nobody = await act(theatre, { ...inputs, role: texts.names[0] });
  return [blocked, locked, drifted, wrong, other, nobody];
};

/** What a query and a command tell of backups, as their names, in place of a time, and as complaints. */
export const backups: Scenario = async (theatre) => {
  const { server, texts } = theatre;
  const database = await freshDatabase(server);
  const said = join(makeMigrations({ said: texts.long }), "said");
  const migrations = makeMigrations({ "1_a.sql": "CREATE TABLE a (id int);" });
  const inputs = { "database-url": database.url, "migrations-path": migrations };
  const timeless = await act(theatre, { ...inputs, "backup-marker": `SELECT ${literal(texts.long)}` });
  const failing = await act(theatre, { ...inputs, "backup-marker": `SELECT ${identifier(texts.names[0])}` });
  const complaining = await act(theatre, {
    ...inputs,
    "backup-command": `cat ${said}; cat ${said} >&2; exit 3`,
  });
  const talking = await act(theatre, { ...inputs, "backup-command": `cat ${said}` });
  const applied = await act(theatre, { ...inputs, "backup-marker": `SELECT now(), ${literal(texts.long)}` });
  const history = await act(theatre, { ...inputs, command: "history" });
  return [timeless, failing, complaining, talking, applied, history];
};

async function sessionCalled({ url }: TestDatabase, name: string): Promise<Client> {
  const session = await connect(url);
  onTestFinished(() => session.end().catch(() => undefined));
  // As a client of another kind could: libpq's are cleaned of such characters.
  await session.query("SELECT set_config('application_name', $1, false)", [name]);
  return session;
}
