import { rmSync } from "node:fs";
import { join } from "node:path";
import { makeRepository } from "../git-repository.ts";
import { makeMigrations, writeFiles } from "../temporary.ts";
import { PASSWORD, PEM_LINES, TOKEN } from "./canaries.ts";
import { type ErrorPath, quote } from "./error-path.ts";
import { applied, type Stage } from "./stage.ts";

const A = { "1_a.sql": "CREATE TABLE a (id int);" };
const THREE = { ...A, "2_b.sql": "CREATE TABLE b (id int);", "3_c.sql": "CREATE TABLE c (id int);" };
const BACK = { "1_a.up.sql": "CREATE TABLE a (id int);", "1_a.down.sql": "DROP TABLE a;" };

const on = (migrations: string, inputs: Readonly<Record<string, string>> = {}) => ({
  inputs: { "migrations-path": migrations, ...inputs },
});

/** After THREE is applied, `change` is made, and the command run again. */
const afterThree =
  (
    change: (stage: Stage, migrations: string) => unknown,
    inputs: Readonly<Record<string, string>> = {},
  ): ErrorPath =>
  async (stage) => {
    const migrations = await applied(stage, THREE);
    await change(stage, migrations);
    return on(migrations, inputs);
  };

const PGMIGRATIONS =
  "CREATE TABLE pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)";
const rowOf = (name: string) => `INSERT INTO pgmigrations (name, run_on) VALUES (${quote(name)}, now())`;

/** A database with another tool's ledger that has `001_a`, and what `more` makes there. */
const adopting =
  (more: string, inputs: Readonly<Record<string, string>>): ErrorPath =>
  async ({ database }) => {
    await database.query(`${PGMIGRATIONS}; ${rowOf("001_a")}; CREATE TABLE a (id int); ${more}`);
    const files = { "001_a.sql": "CREATE TABLE a (id int);", "002_b.sql": "CREATE TABLE b (id int);" };
    return on(makeMigrations(files), inputs);
  };

/** A pull request over THREE, where `change` is made on its branch and `more` on the base branch. */
function pullRequest(
  change: (repository: ReturnType<typeof makeRepository>) => void,
  more: Readonly<Record<string, string>> = {},
): ErrorPath {
  return () => {
    const base = Object.entries(THREE).map(([name, text]) => [`migrations/${name}`, text]);
    const repository = makeRepository(Object.fromEntries(base));
    repository.git("checkout", "--quiet", "-b", "pr");
    change(repository);
    repository.git("checkout", "--quiet", "main");
    repository.commit(more);
    repository.git("checkout", "--quiet", "pr");
    return on(join(repository.path, "migrations"), { command: "check", base: "main" });
  };
}

const SECRET_SQL = `SELECT ${quote(PASSWORD.text)}, '${TOKEN.text}', '${PEM_LINES[3]?.text}';`;

/** What the plan, the ledger and other tools' ledgers refuse. */
export const PATHS_OF_PLANS = {
  PLAN_EDITED: afterThree((_, migrations) => writeFiles(migrations, { "2_b.sql": SECRET_SQL })),
  PLAN_LATE: async (stage) => {
    const { "2_b.sql": late, ...others } = THREE;
    const migrations = await applied(stage, others);
    writeFiles(migrations, { "2_b.sql": `${late}${SECRET_SQL}` });
    return on(migrations);
  },
  PLAN_MISSING: afterThree(async ({ database }, migrations) => {
    await database.query("UPDATE schema_migrations SET name = $1 WHERE version = '2'", [PASSWORD.text]);
    rmSync(join(migrations, "2_b.sql"));
  }),
  PLAN_DUPLICATE: afterThree(({ database }) =>
    database.query(`INSERT INTO schema_migrations (version, name) VALUES ('01', ${quote(PASSWORD.text)})`),
  ),
  PLAN_AHEAD: afterThree(async ({ database }, migrations) => {
    await database.query("UPDATE schema_migrations SET name = $1 WHERE version = '3'", [PASSWORD.text]);
    rmSync(join(migrations, "3_c.sql"));
  }),
  PLAN_UNFINISHED: afterThree(({ database }) =>
    database.query("UPDATE schema_migrations SET status = 'failed', error_message = $1 WHERE version = '2'", [
      `near ${PASSWORD.text} and ${TOKEN.text}`,
    ]),
  ),
  PLAN_TRANSACTION_MIX: () =>
    on(makeMigrations({ "1_a.sql": `${SECRET_SQL}\nVACUUM;\nCREATE TABLE a (id int);` })),
  PLAN_TRANSACTION_CONTROL: () => on(makeMigrations({ "1_a.sql": `${SECRET_SQL}\nCOMMIT;\nSELECT 1;` })),
  PLAN_VERSION_UNKNOWN: () => on(makeMigrations(THREE), { target: TOKEN.text }),
  PLAN_EARLIER_PENDING: () => on(makeMigrations(THREE), { version: "3" }),
  PLAN_LATER_APPLIED: async (stage) => {
    const files = { ...BACK, "2_b.up.sql": "CREATE TABLE b (id int);", "2_b.down.sql": "DROP TABLE b;" };
    const { "2_b.up.sql": up, "2_b.down.sql": down, ...first } = files;
    const migrations = await applied(stage, first);
    writeFiles(migrations, { "2_b.up.sql": up, "2_b.down.sql": down });
    const { startCli } = await import("../run-cli.ts");
    const { argsFor } = await import("../runs.ts");
    await startCli(argsFor(stage.server, stage.database, migrations)).run;
    return on(migrations, { command: "down", batch: "1" });
  },
  DOWN_MISSING: afterThree(() => undefined, { command: "down" }),
  DOWN_NOT_APPLIED: () => on(makeMigrations(BACK), { command: "down", batch: "7" }),
  DOWN_DROPS_LEDGER: async (stage) => {
    const ledger =
      "CREATE TABLE schema_migrations (version text PRIMARY KEY, name text NOT NULL, applied_at timestamptz DEFAULT now());";
    const migrations = await applied(stage, {
      "000_ledger.up.sql": ledger,
      "000_ledger.down.sql": `${SECRET_SQL} DROP TABLE schema_migrations;`,
    });
    return on(migrations, { command: "down", target: "none" });
  },
  CHECK_EDITED: pullRequest((repository) => repository.commit({ "migrations/1_a.sql": SECRET_SQL })),
  CHECK_REMOVED: pullRequest((repository) => {
    repository.git("rm", "--quiet", "migrations/2_b.sql");
    repository.commit();
  }),
  CHECK_LATE: pullRequest((repository) => repository.commit({ "migrations/0_late.sql": SECRET_SQL })),
  CHECK_TAKEN: pullRequest(
    (repository) => repository.commit({ [`migrations/4_${TOKEN.text}.sql`]: SECRET_SQL }),
    {
      "migrations/4_other.sql": SECRET_SQL,
    },
  ),
  CHECK_DOWN_DIFFERS: pullRequest((repository) =>
    repository.commit({
      "migrations/4_d.up.sql": `CREATE TABLE d (note text DEFAULT ${quote(PASSWORD.text)});`,
      "migrations/4_d.down.sql": SECRET_SQL,
    }),
  ),
  VERIFY_FAILED: pullRequest((repository) =>
    repository.commit({
      "migrations/4_d.sql": "SELECT 1;",
      "migrations/4.verify.sql": `SELECT ${quote(PASSWORD.text)} = '${TOKEN.text}';`,
    }),
  ),
  VERIFY_NOT_APPLIED: () =>
    on(makeMigrations({ [`1_${TOKEN.text}.sql`]: SECRET_SQL }), { command: "verify", version: "1" }),
  LEDGER_FOREIGN: async ({ database }) => {
    const column = `"${PASSWORD.text.replaceAll('"', '""')}"`;
    await database.query(`CREATE TABLE schema_migrations (${column} int, "${TOKEN.text}" int)`);
    return on(makeMigrations(A));
  },
  LEDGER_CHANGED: async (stage) => {
    const migrations = await applied(stage, A);
    writeFiles(migrations, { "2_b.sql": SECRET_SQL });
    return {
      ...on(migrations, { "review-window": "2s" }),
      during: async (started) => {
        await started.says("Review window");
        await stage.database.query(
          `INSERT INTO schema_migrations (version, name, status) VALUES ('9', ${quote(PASSWORD.text)}, 'completed')`,
        );
      },
    };
  },
  ADOPTION_NEEDED: adopting("", {}),
  ADOPTION_SOURCE_MISSING: adopting("", { command: "adopt", "adopt-from": TOKEN.text }),
  ADOPTION_AMBIGUOUS: adopting(
    `CREATE SCHEMA "${TOKEN.text}"; CREATE TABLE "${TOKEN.text}".pgmigrations (LIKE public.pgmigrations); INSERT INTO "${TOKEN.text}".pgmigrations VALUES (1, '001_a', now()), (2, '002_b', now())`,
    { command: "adopt" },
  ),
  ADOPTION_UNFINISHED: async ({ database }) => {
    await database.query(
      "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL); INSERT INTO schema_migrations VALUES (1, true); CREATE TABLE a (id int)",
    );
    const files = { "1_a.up.sql": `CREATE TABLE a (id int); ${SECRET_SQL}`, "1_a.down.sql": "DROP TABLE a;" };
    return on(makeMigrations(files), { command: "adopt", "ledger-table": "own" });
  },
  ADOPTION_LEDGER_FILLED: async (stage) => {
    const migrations = await applied(stage, { "001_a.sql": "CREATE TABLE a (id int);" });
    await stage.database.query(`${PGMIGRATIONS}; ${rowOf("001_a")}; ${rowOf("002_b")}`);
    writeFiles(migrations, { "002_b.sql": SECRET_SQL });
    return on(migrations, { command: "adopt", apply: "true" });
  },
} satisfies Partial<Record<string, ErrorPath>>;
