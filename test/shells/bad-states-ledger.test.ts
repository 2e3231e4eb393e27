import { expect, test } from "vitest";
import { freshRole } from "../support/roles.ts";
import { ledgerOf, migrate } from "../support/runs.ts";
import { describeOnNewest, describeOnServers, freshDatabase } from "../support/servers.ts";
import { makeMigrations } from "../support/temporary.ts";
import { wholeState } from "../support/whole-state.ts";

const FILES = { "1_a.sql": "CREATE TABLE a (x int);", "2_b.sql": "CREATE TABLE b (x int);" };

/** The ledger whole, as an owner has made it that is not the user. */
const LEDGER = `CREATE TABLE schema_migrations (version text PRIMARY KEY, name text NOT NULL DEFAULT '', applied_at timestamptz DEFAULT now(),
  checksum text, execution_time_ms integer, status text NOT NULL DEFAULT 'completed', error_message text, applied_by text, batch integer,
  statements_done integer, origin text);
CREATE TABLE migration_history (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), version text, action text, executed_at timestamptz DEFAULT now(),
  execution_time_ms integer, status text, error_message text, executed_by text, environment text, batch integer, checksum text, run_url text,
  plan_digest text, tool_version text);
CREATE FUNCTION get_migration_status() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE VIEW migration_status_view AS SELECT 1 AS one;`;

const MAY_CREATE = "GRANT USAGE, CREATE ON SCHEMA public TO ROLE;";

/** ROLE stands for the user's role. `reads`: true where `status` and `plan` work all the same. */
const FORBIDDEN = [
  {
    state: "no right to create in public",
    sql: "REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO ROLE;",
    hint: 'GRANT CREATE ON SCHEMA "public" TO "ROLE";',
    reads: true,
  },
  {
    state: "no right on public at all",
    sql: "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
    hint: 'GRANT USAGE, CREATE ON SCHEMA "public" TO "ROLE";',
    reads: true,
  },
  {
    state: "a ledger that may only be read",
    sql: `${LEDGER} ${MAY_CREATE} GRANT SELECT ON schema_migrations, migration_history TO ROLE;`,
    hint: 'GRANT INSERT, UPDATE ON "public"."schema_migrations" TO "ROLE"; GRANT INSERT ON "public"."migration_history" TO "ROLE";',
    reads: true,
  },
  {
    state: "a ledger without UPDATE",
    sql: `${LEDGER} ${MAY_CREATE} GRANT SELECT, INSERT ON schema_migrations, migration_history TO ROLE;`,
    hint: 'GRANT UPDATE ON "public"."schema_migrations" TO "ROLE";',
    reads: true,
  },
  {
    state: "a history without INSERT",
    sql: `${LEDGER} ${MAY_CREATE} GRANT ALL ON schema_migrations TO ROLE; GRANT SELECT ON migration_history TO ROLE;`,
    hint: 'GRANT INSERT ON "public"."migration_history" TO "ROLE";',
    reads: true,
  },
  {
    state: "an incomplete ledger that another role owns",
    sql: `CREATE TABLE schema_migrations (version text PRIMARY KEY, name text, applied_at timestamptz); ${MAY_CREATE} GRANT ALL ON schema_migrations TO ROLE;`,
    hint: 'ALTER TABLE "public"."schema_migrations" OWNER TO "ROLE";',
    reads: true,
  },
  {
    state: "a history without SELECT",
    sql: `${LEDGER} ${MAY_CREATE} GRANT ALL ON schema_migrations TO ROLE; GRANT INSERT ON migration_history TO ROLE;`,
    hint: 'GRANT SELECT, INSERT, UPDATE ON "public"."schema_migrations", "public"."migration_history" TO "ROLE";',
    reads: false,
  },
  {
    state: "a ledger without any right",
    sql: `${LEDGER} ${MAY_CREATE}`,
    hint: 'GRANT USAGE ON SCHEMA "public" TO "ROLE"; GRANT SELECT, INSERT, UPDATE ON',
    reads: false,
  },
  {
    state: "a ledger whose rows are hidden by row-level security",
    sql: `${LEDGER} ${MAY_CREATE} INSERT INTO schema_migrations (version) VALUES ('1'); ALTER TABLE schema_migrations ENABLE ROW LEVEL SECURITY; GRANT ALL ON schema_migrations, migration_history TO ROLE;`,
    hint: "DISABLE ROW LEVEL SECURITY",
    reads: false,
  },
];

describeOnServers("a ledger that this user may not write", (server) => {
  test.each(FORBIDDEN)(
    "$state: LEDGER_FORBIDDEN with the GRANT that helps, before anything is rehearsed; nothing is changed",
    async ({ sql, hint, reads }) => {
      const role = await freshRole(server);
      const database = await freshDatabase(server);
      await database.query(sql.replaceAll("ROLE", role.name));
      const before = await wholeState(database);
      const seen = { ...database, url: role.urlOf(database) };
      const run = (command: string) => migrate(server, seen, makeMigrations(FILES), { command });
      const up = await run("up");
      expect([up.code, up.report.failure?.code, up.report.rehearsal, up.report.migrations]).toEqual([
        4,
        "LEDGER_FORBIDDEN",
        null,
        [],
      ]);
      expect(up.report.failure?.hint).toContain(hint.replaceAll("ROLE", role.name));
      for (const command of ["status", "plan"]) {
        const { code, report } = await run(command);
        expect([command, code, report.failure?.code ?? null]).toEqual(
          reads ? [command, 0, null] : [command, 4, "LEDGER_FORBIDDEN"],
        );
        if (reads && command === "plan")
          expect(report.notices.join()).toContain("could not be applied as things are");
      }
      expect(await wholeState(database)).toBe(before);
    },
  );

  test("the GRANTs of the hint are all that is lacking: run, they let the next run through", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    await database.query(`${LEDGER} REVOKE ALL ON SCHEMA public FROM PUBLIC`);
    await database.query(`GRANT SELECT ON schema_migrations, migration_history TO ${role.name}`);
    const seen = { ...database, url: role.urlOf(database) };
    const migrations = makeMigrations({ "1_a.sql": "SELECT 1;" });
    let codes = "";
    for (let tries = 0; tries < 3 && !codes.endsWith("0"); tries++) {
      const { code, report } = await migrate(server, seen, migrations);
      codes += code;
      for (const [grant] of (report.failure?.hint ?? "").matchAll(/GRANT [^;]+;/g))
        await database.query(grant);
    }
    expect(codes).toBe("40");
  });

  test("a schema that is not there and may not be made: the statement that makes it is named", async () => {
    const role = await freshRole(server);
    const database = await freshDatabase(server);
    const seen = { ...database, url: role.urlOf(database) };
    const flags = ["--ledger-schema=ops"];
    const { code, report } = await migrate(server, seen, makeMigrations(FILES), { flags });
    expect([code, report.failure?.code, report.rehearsal]).toEqual([4, "LEDGER_FORBIDDEN", null]);
    expect(report.failure?.hint).toContain(`CREATE SCHEMA "ops" AUTHORIZATION "${role.name}";`);
  });
});

describeOnNewest("something else under the ledger's name", (server) => {
  test.each([
    [
      "a view",
      "CREATE TABLE real (version text PRIMARY KEY, name text, applied_at timestamptz, checksum text); CREATE VIEW schema_migrations AS SELECT * FROM real",
    ],
    [
      "a materialized view",
      "CREATE MATERIALIZED VIEW schema_migrations AS SELECT '1'::text AS version, ''::text AS name, now() AS applied_at",
    ],
    [
      "a partitioned table",
      "CREATE TABLE schema_migrations (version text PRIMARY KEY, name text, applied_at timestamptz) PARTITION BY LIST (version)",
    ],
    [
      "a foreign table",
      "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE schema_migrations (version text, name text, applied_at timestamptz) SERVER s",
    ],
    ["a sequence", "CREATE SEQUENCE schema_migrations"],
    ["a type", "CREATE TYPE schema_migrations AS (version text)"],
    [
      "a whole ledger turned view",
      `${LEDGER} ALTER TABLE schema_migrations RENAME TO real; CREATE VIEW schema_migrations AS SELECT * FROM real`,
    ],
  ])("%s is refused and left alone", async (what, sql) => {
    const database = await freshDatabase(server);
    await database.query(sql);
    const before = await wholeState(database);
    const { code, report } = await migrate(server, database, makeMigrations(FILES));
    expect([code, report.failure?.code, report.rehearsal]).toEqual([4, "LEDGER_FOREIGN", null]);
    expect(report.failure?.message).toContain(
      what.includes("whole") ? "a view, not a table" : `${what}, not a table`,
    );
    expect(await wholeState(database)).toBe(before);
  });
});

/** A ledger of ours without its key, so that it can hold anything. */
const LOOSE = `${LEDGER} ALTER TABLE schema_migrations DROP CONSTRAINT schema_migrations_pkey; ALTER TABLE schema_migrations ALTER version DROP NOT NULL, ALTER status DROP NOT NULL;`;

describeOnNewest("a ledger with rows that no run of ours has written", (server) => {
  test.each([
    [
      "for a file that is gone",
      "(version) VALUES ('1'), ('0')",
      "PLAN_MISSING",
      "Version 0 is applied, but its file",
    ],
    ["newer than every file", "(version) VALUES ('1'), ('7')", "PLAN_AHEAD", "version 7"],
    ["with NULL as version", "(version) VALUES (NULL)", "LEDGER_DAMAGED", "without a version"],
    ["with a blank version", "(version, name) VALUES ('  ', 'x')", "LEDGER_DAMAGED", "without a version"],
    ["with one version twice", "(version) VALUES ('1'), ('01')", "PLAN_DUPLICATE", "more than one row"],
    [
      "with a version of a megabyte",
      "(version, name) VALUES (repeat('x', 1000000), repeat('n', 1000000))",
      "PLAN_MISSING",
      "xxx",
    ],
    ["with a number of a megabyte", "(version) VALUES (repeat('9', 1000000))", "PLAN_MISSING", "999"],
  ])("%s: a clear refusal, in a report of a sensible size", async (_, values, code, words) => {
    const database = await freshDatabase(server);
    await database.query(`${LOOSE} INSERT INTO schema_migrations ${values}`);
    const before = await wholeState(database);
    for (const command of ["up", "plan", "status", "history"]) {
      const {
        code: exit,
        report,
        stderr,
      } = await migrate(server, database, makeMigrations(FILES), { command });
      expect([command, exit]).toEqual([command, command === "up" || command === "plan" ? 4 : 0]);
      if (command !== "history")
        expect(report.plan?.refusals[0]).toMatchObject({ code, message: expect.stringContaining(words) });
      expect(stderr.length).toBeLessThan(20_000);
      expect(report.failure?.message.length ?? 0).toBeLessThan(2_000);
    }
    expect(await wholeState(database)).toBe(before);
  });

  test.each([
    ["infinite and far times", "(version, applied_at) VALUES ('1', 'infinity')"],
    ["a time in the year 294276", "(version, applied_at) VALUES ('1', '294276-12-31')"],
    ["a time in the year 12000", "(version, applied_at) VALUES ('1', '12000-01-01')"],
    ["a time before Christ", "(version, applied_at) VALUES ('1', '4000-01-01 BC')"],
    [
      "no time, no batch, a negative duration",
      "(version, applied_at, batch, execution_time_ms) VALUES ('1', NULL, NULL, -5)",
    ],
    ["a status nobody knows", "(version, status) VALUES ('1', '::set-output name=result::applied')"],
    ["NULL as status", "(version, status) VALUES ('1', NULL)"],
  ])("%s: counts as applied, the rest is applied, and every command shows it", async (_, values) => {
    const database = await freshDatabase(server);
    await database.query(`${LOOSE} INSERT INTO schema_migrations ${values};
INSERT INTO migration_history (version, executed_at, execution_time_ms) VALUES ('1', 'infinity', -5), ('1', '-infinity', NULL), ('1', '294276-12-31', 1), (NULL, NULL, NULL), ('4', '4000-01-01 BC', 1)`);
    const migrations = makeMigrations(FILES);
    for (const command of ["status", "plan", "up", "history", "status"]) {
      const { code, report, stdout, stderr } = await migrate(server, database, migrations, { command });
      expect([command, code, report.failure]).toEqual([command, 0, null]);
      expect(stdout + stderr).not.toMatch(/Invalid Date|NaN|undefined|^::set-output/m);
    }
    expect(
      (await ledgerOf(database)).map(({ version, status }) => [
        version,
        status === "completed" || version === "1",
      ]),
    ).toEqual([
      ["1", true],
      ["2", true],
    ]);
  });

  test("the highest batch there can be is said to be in the way, before anything is rehearsed", async () => {
    const database = await freshDatabase(server);
    await database.query(`${LOOSE} INSERT INTO schema_migrations (version, batch) VALUES ('1', 2147483647)`);
    const before = await wholeState(database);
    const { code, report } = await migrate(server, database, makeMigrations(FILES));
    expect([code, report.failure?.code, report.rehearsal]).toEqual([4, "LEDGER_DAMAGED", null]);
    expect(report.failure?.message).toContain("2147483647");
    expect(await wholeState(database)).toBe(before);
  });
});
