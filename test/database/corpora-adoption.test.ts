import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  CORPORA,
  hasCorpora,
  orderOf,
  projectFingerprintOf,
  type TrueStep,
  truthOf,
} from "../support/corpora.ts";
import { FOREIGN_FIXTURES } from "../support/foreign-ledgers.ts";
import { databaseFor, E2B, HISTORIES, type History } from "../support/histories.ts";
import { migrate } from "../support/runs.ts";
import { describeOnNewest } from "../support/servers.ts";

/** A history, the tool that its project uses, and the rows that this tool has after `steps`. */
interface Begun {
  readonly history: string;
  readonly tool: string;
  readonly rows: (steps: readonly TrueStep[]) => string;
}

const eachOf = (steps: readonly TrueStep[], row: (step: TrueStep, index: number) => string): string =>
  steps.map(row).join(";\n");

const goose = (steps: readonly TrueStep[]) =>
  eachOf(
    steps,
    ({ version }) => `INSERT INTO goose_db_version (version_id, is_applied) VALUES (${version}, true)`,
  );

const BEGUN: readonly Begun[] = [
  {
    history: "langfuse",
    tool: "Prisma",
    rows: (steps) =>
      eachOf(
        steps,
        ({ file }, index) =>
          `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ('${index}', 'c', now(), '${basename(dirname(file))}', 1)`,
      ),
  },
  {
    history: "crates_io",
    tool: "Diesel",
    rows: (steps) =>
      eachOf(
        steps,
        ({ version }) =>
          `INSERT INTO __diesel_schema_migrations (version) VALUES ('${version.replaceAll("-", "")}')`,
      ),
  },
  {
    history: "docs_rs",
    tool: "sqlx",
    rows: (steps) =>
      eachOf(
        steps,
        ({ version, name }) =>
          `INSERT INTO _sqlx_migrations VALUES (${version}, '${name.replaceAll("_", " ")}', now(), true, '\\x00', 1000)`,
      ),
  },
  { history: "e2b", tool: "goose", rows: goose },
  { history: "openfga", tool: "goose", rows: goose },
  {
    history: "marquez",
    tool: "Flyway",
    rows: (steps) =>
      eachOf(
        steps,
        ({ version, name, file }, index) =>
          `INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success) VALUES (${index + 1}, '${version}', '${name.replaceAll("_", " ")}', 'SQL', '${basename(file)}', 1, 'me', 1, true)`,
      ),
  },
  {
    history: "openmeter",
    tool: "golang-migrate",
    rows: (steps) => `INSERT INTO public.schema_migrations VALUES (${steps.at(-1)?.version}, false)`,
  },
  {
    history: "supabase_storage",
    tool: "postgres-migrations",
    rows: (steps) =>
      eachOf(
        steps,
        ({ version, name }) => `INSERT INTO migrations VALUES (${Number(version)}, '${name}', 'x', now())`,
      ),
  },
];

describe.skipIf(!hasCorpora)("a real history that its own tool has begun", () => {
  describeOnNewest(
    "is adopted half-way and ended by us, and the catalog is the one that psql leaves",
    (server) => {
      test.for([...BEGUN])("$history, begun by $tool", { timeout: 240_000 }, async (begun) => {
        const history = [...HISTORIES, E2B].find(({ name }) => name === begun.history) as History;
        const fixture = FOREIGN_FIXTURES.find(({ tool }) => tool === begun.tool);
        const database = await databaseFor(server, history);
        const order = orderOf(history.name);
        const half = Math.floor(order.length / 2);
        const run = (command: string, ...flags: string[]) =>
          migrate(server, database, join(CORPORA, history.name), {
            command,
            flags: ["--ledger-schema=deploys", "--rehearsal=server", ...flags],
          });

        expect((await run("up", `--steps=${half}`)).report.failure).toBeNull();
        await database.query("DROP SCHEMA deploys CASCADE");
        await database.query(fixture?.ddl ?? "");
        await database.query(begun.rows(order.slice(0, half)));
        expect((await run("up")).report.failure?.code).toBe("ADOPTION_NEEDED");

        const adopted = await run("adopt", "--apply");
        expect(adopted.report.failure).toBeNull();
        expect(adopted.report.adoption?.tool).toBe(begun.tool);
        expect([adopted.report.ledger?.applied.length, adopted.report.ledger?.pending.length]).toEqual([
          half,
          order.length - half,
        ]);
        // What its files drop holds rows: that is not what is asked here.
        const up = await run("up", "--fail-on=never");
        expect(up.report.failure).toBeNull();
        expect(up.report.migrations).toHaveLength(order.length - half);

        await database.query(`DROP TABLE ${fixture?.table}; DROP SCHEMA deploys CASCADE`);
        expect(await projectFingerprintOf(database)).toEqual(truthOf(history.name, server.major));
      });
    },
  );
});
