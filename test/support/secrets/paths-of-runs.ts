import { Client, type ClientConfig } from "pg";
import { onTestFinished } from "vitest";
import { runLockKey } from "../../../src/database/run-lock.ts";
import { connect } from "../connect.ts";
import { forwardTo } from "../forward.ts";
import { freePort } from "../free-port.ts";
import { isAsleep } from "../is-asleep.ts";
import { becomesTrue } from "../processes.ts";
import { freshRole } from "../roles.ts";
import { freshDatabase } from "../servers.ts";
import { makeMigrations, writeFiles } from "../temporary.ts";
import { PASSWORD, PEM_LINES, TOKEN } from "./canaries.ts";
import { type ErrorPath, quote } from "./error-path.ts";
import { forwardAsOld } from "./forward-as-old.ts";
import { applied, type Happening, type Stage } from "./stage.ts";

const A = { "1_a.sql": "CREATE TABLE a (id int);" };
const SECRETS = `${quote(PASSWORD.text)} || ' ' || '${TOKEN.text} ${PEM_LINES[2]?.text}'`;
const RAISE = `RAISE EXCEPTION USING MESSAGE = ${SECRETS}, DETAIL = ${SECRETS}, HINT = ${SECRETS};`;

const on = (migrations: string, inputs: Readonly<Record<string, string>> = {}): Happening => ({
  inputs: { "migrations-path": migrations, ...inputs },
});

const nameOf = ({ database }: Pick<Stage, "database">): string => new URL(database.url).pathname.slice(1);

/** A file that does `what`, PL/pgSQL, on the target alone: a rehearsal goes well. */
const onTarget = (stage: Stage, what: string): Readonly<Record<string, string>> => ({
  "1_a.sql": `DO $do$ BEGIN IF current_database() = '${nameOf(stage)}' THEN ${what} END IF; END $do$;`,
});

const asleep = async ({ database }: Stage) => {
  if (!(await becomesTrue(() => isAsleep(database), 20_000)))
    throw new Error("It never came to its statement.");
};

/** Connections, the rehearsal, the gate, and what happens while it is applied. */
export const PATHS_OF_RUNS = {
  MIGRATION_FAILED: (stage) => on(makeMigrations(onTarget(stage, `RAISE NOTICE '%', ${SECRETS}; ${RAISE}`))),
  CONNECTION_LOST: (stage) =>
    on(
      makeMigrations(
        onTarget(stage, `RAISE WARNING '%', ${SECRETS}; PERFORM pg_terminate_backend(pg_backend_pid());`),
      ),
    ),
  REPAIR_REFUSED: async (stage) =>
    on(await applied(stage, { "1_a.sql": `SELECT ${SECRETS};` }), {
      command: "repair",
      version: "1",
      resolve: "clear",
    }),
  LEDGER_DAMAGED: async (stage) => {
    const migrations = await applied(stage, { "1_a.sql": `SELECT ${SECRETS};` });
    await stage.database.query(`INSERT INTO schema_migrations (version, name) VALUES ('', ${SECRETS})`);
    writeFiles(migrations, { "2_b.sql": "SELECT 1;" });
    return on(migrations);
  },
  COMMIT_LOST: { silent: "It names the migration's file, and nothing that a server or the connection said." },
  TARGET_READ_ONLY: async (stage) => {
    await stage.database.query(`ALTER DATABASE "${nameOf(stage)}" SET default_transaction_read_only = on`);
    return on(makeMigrations({ "1_a.sql": `SELECT ${SECRETS};` }));
  },
  TARGET_REFUSED: () =>
    on(makeMigrations({ "1_a.sql": `SELECT ${SECRETS};` }), { role: "nobody_of_that_name" }),
  CONNECTION_FAILED: async () => ({ ...on(makeMigrations(A)), port: await freePort() }),
  AUTHENTICATION_FAILED: async ({ server }) => ({
    ...on(makeMigrations(A)),
    // Not let in with that password.
    as: await freshRole(server, "", "another password"),
  }),
  DATABASE_MISSING: async ({ database }) => {
    await database.drop();
    return on(makeMigrations(A));
  },
  TLS_FAILED: () => on(makeMigrations(A), { sslmode: "require" }),
  SERVER_UNSUPPORTED: async ({ server }) => {
    const { hostname, port } = new URL(server.url);
    return { ...on(makeMigrations(A)), port: await forwardAsOld(hostname, Number(port)) };
  },
  LEDGER_FORBIDDEN: async ({ server }) => ({
    ...on(makeMigrations({ "1_a.sql": `SELECT ${SECRETS};` })),
    as: await freshRole(server, "", PASSWORD.text),
  }),
  CONFIRMATION_MISSING: () => on(makeMigrations(A), { environment: "production" }),
  CONFIRMATION_WRONG: () =>
    on(makeMigrations(A), {
      environment: "production",
      confirm: PASSWORD.text,
      "confirmation-phrase": TOKEN.text,
    }),
  EXPECTED_PLAN_DIFFERS: () => on(makeMigrations(A), { "expected-plan": `sha256:${"0".repeat(64)}` }),
  EXPECTED_DATABASE_DIFFERS: () => on(makeMigrations(A), { "expected-database": PASSWORD.text }),
  HAZARDS: async (stage) => {
    const migrations = await applied(stage, { "1_a.sql": "CREATE TABLE a (id int, note text);" });
    await stage.database.query(`INSERT INTO a VALUES (1, ${SECRETS}), (2, ${SECRETS})`);
    writeFiles(migrations, {
      "2_b.sql": `SELECT ${SECRETS}; ALTER TABLE a ADD CONSTRAINT "${TOKEN.text}" UNIQUE (note);`,
    });
    return on(migrations);
  },
  DRIFT: async (stage) => {
    const migrations = await applied(stage, A);
    await stage.database.query(
      `ALTER TABLE a ADD COLUMN note text DEFAULT ${quote(PASSWORD.text)}; CREATE TABLE "${TOKEN.text}" ()`,
    );
    writeFiles(migrations, { "2_b.sql": "CREATE TABLE b (id int);" });
    return on(migrations, { "fail-on": "medium" });
  },
  REHEARSAL_FAILED: () =>
    on(makeMigrations({ "1_a.sql": `DO $do$ BEGIN ${RAISE} END $do$; SELECT ${SECRETS};` })),
  REHEARSAL_MISSING: async (stage) => {
    const { server, database } = stage;
    const migrations = await applied(stage, A);
    const reader = await freshRole(server, "", PASSWORD.text);
    const copy = await freshDatabase(server);
    await applied({ server, database: copy }, A);
    await copy.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader.name}`);
    writeFiles(migrations, { "2_i.sql": "CREATE INDEX i ON a (id);" });
    await database.query("CREATE INDEX i ON a (id)");
    const inputs = { "shadow-url": reader.urlOf(copy), "require-rehearsal": "false", "accept-drift": "true" };
    return on(migrations, { command: "baseline", ...inputs });
  },
  SHADOW_IS_TARGET: ({ user, database }) => on(makeMigrations(A), { "shadow-url": user.urlOf(database) }),
  SHADOW_UNUSABLE: async ({ server }) => {
    const reader = await freshRole(server, "", PASSWORD.text);
    const unlike = await freshDatabase(server);
    await unlike.query(`CREATE TABLE "${TOKEN.text}" ()`);
    return on(makeMigrations(A), { "shadow-url": reader.urlOf(unlike) });
  },
  BASELINE_DIFFERS: () =>
    on(makeMigrations({ "1_a.sql": `CREATE TABLE a (note text DEFAULT ${quote(PASSWORD.text)});` }), {
      command: "baseline",
    }),
  DOWN_DIFFERS: async (stage) => {
    const left = `CREATE TABLE "${TOKEN.text}" (); CREATE TABLE a (note text DEFAULT ${quote(PASSWORD.text)});`;
    const migrations = await applied(stage, { "1_a.up.sql": left, "1_a.down.sql": `SELECT ${SECRETS};` });
    return on(migrations, { command: "down" });
  },
  BACKUP_TOO_OLD: () =>
    on(makeMigrations(A), { "backup-marker": `SELECT now() - interval '2 days', ${SECRETS}` }),
  BACKUP_UNKNOWN: () => {
    const url = `postgres://u:${encodeURIComponent(TOKEN.text)}@h/db`;
    return on(makeMigrations(A), {
      "backup-command": `: "${url}"; echo "not this: $PGPASSWORD"; echo "$PGPASSWORD ${TOKEN.text}" >&2; exit 3`,
    });
  },
  REPLICATION_LAG: async ({ server, database }) => {
    const as = await freshRole(server, "", PASSWORD.text);
    await database.query(`GRANT CREATE ON SCHEMA public TO ${as.name}`);
    onTestFinished(async () => void (await database.query(`DROP OWNED BY ${as.name}`)));
    const settings = {
      connectionString: database.url,
      replication: "database",
      application_name: TOKEN.text,
    };
    const follower = new Client(settings as ClientConfig);
    await follower.connect();
    onTestFinished(() => follower.end());
    return { ...on(makeMigrations(A), { "max-replication-lag": "1s" }), as };
  },
  DISK_TOO_SMALL: { silent: "It names tables and a directory of the server's, and how large they are." },
  RIGHTS_MISSING: () =>
    on(makeMigrations({ "1_a.sql": `CREATE EXTENSION "${TOKEN.text}"; SELECT ${SECRETS};` })),
  RUN_LOCKED: async ({ database }) => {
    const holder = await connect(`${database.url}?application_name=${TOKEN.text}`);
    onTestFinished(() => holder.end());
    const key = runLockKey({ schema: "public", table: "schema_migrations" });
    await holder.query(`BEGIN; SELECT pg_advisory_xact_lock(${key})`);
    return on(makeMigrations(A), { "run-lock-wait": "500ms" });
  },
  CANCELLED: (stage) => ({
    ...on(makeMigrations(onTarget(stage, `RAISE NOTICE '%', ${SECRETS}; PERFORM pg_sleep(60);`))),
    during: async ({ child }) => {
      await asleep(stage);
      child.kill("SIGINT");
    },
  }),
  STATE_UNKNOWN: async (stage) => {
    const { hostname, port } = new URL(stage.server.url);
    const way = await forwardTo(0, hostname, Number(port));
    return {
      ...on(makeMigrations(onTarget(stage, "PERFORM pg_sleep(3);"))),
      port: way.port,
      during: async () => {
        await asleep(stage);
        way.cut();
      },
    };
  },
  INTERNAL: () => {
    const fault = `require("node:crypto").createHash = () => { throw Object.assign(new Error(${JSON.stringify(PASSWORD.text)}), { client: ${JSON.stringify({ password: PASSWORD.text, token: TOKEN.text })} }); };`;
    const directory = makeMigrations({ "fault.cjs": fault });
    return { ...on(makeMigrations(A)), env: { NODE_OPTIONS: `--require=${directory}/fault.cjs` } };
  },
} satisfies Partial<Record<string, ErrorPath>>;
