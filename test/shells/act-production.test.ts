import { describe, expect, test } from "vitest";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { findAct, type Repository } from "./act.ts";
import { application, repositoryWithExample, SERVER_BINARIES } from "./act-example.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

/** Half a minute is waited for once. */
const SOON = ["review-window: 30s", "review-window: 1s"] as const;
const PHRASE = "MIGRATE-PRODUCTION";

describe.skipIf("missing" in act)("examples/production.yml, run by act", { timeout: 240_000 }, () => {
  describeOnNewest("as it stands", (server) => {
    const settings = async ({ url }: TestDatabase, health: number) => ({
      databaseUrl: url,
      variables: { HEALTH_URL: await application(health) },
      path: SERVER_BINARIES,
    });
    const tag = async (repository: Repository, database: TestDatabase, name: string, health = 200) =>
      repository.run(actPath, "push", {
        ...(await settings(database, health)),
        event: { ref: `refs/tags/${name}` },
      });
    const dispatch = async (
      repository: Repository,
      database: TestDatabase,
      inputs: Readonly<Record<string, string>>,
    ) => repository.run(actPath, "workflow_dispatch", { ...(await settings(database, 200)), inputs });

    /** A database with a backup of this hour on record, as the example asks for it. */
    async function backedUp(): Promise<TestDatabase> {
      const database = await freshDatabase(server);
      await database.query("CREATE TABLE backups AS SELECT now() AS finished_at");
      return database;
    }
    function repositoryWith(migrations: string, ...edits: (readonly [string, string])[]): Repository {
      const repository = repositoryWithExample("production.yml", migrations, edits);
      repository.script("deploy.sh", "echo the application is deployed");
      repository.script("smoke-tests.sh", "echo somebody can log in");
      return repository;
    }
    const applied = async (database: TestDatabase) => {
      const [there] = await database.query("SELECT to_regclass('schema_migrations') IS NOT NULL AS yes");
      if (there?.["yes"] !== true) return 0;
      const [row] = await database.query("SELECT count(*)::integer AS count FROM schema_migrations");
      return row?.["count"];
    };

    test("a tag is planned, migrated by that plan after the review window, deployed, tested and released", async () => {
      const database = await backedUp();
      const repository = repositoryWith("migrations-example");
      const run = await tag(repository, database, "v1.2.3");
      expect(run.jobs, run.log).toEqual({
        request: "success",
        plan: "success",
        migrate: "success",
        deploy: "success",
        release: "success",
      });
      expect(run.outputs("migrate")).toMatchObject({
        result: "applied",
        "plan-digest": run.outputs("plan")["plan-digest"],
      });
      expect(Number(run.outputs("migrate")["duration-ms"])).toBeGreaterThan(30_000);
      expect(run.log).toContain("somebody can log in");
      expect(await applied(database)).toBe(8);
      expect(repository.onGitHub("releases/v1.2.3")).toContain("--verify-tag");
    });

    test.for(["v1.2.3.4", "v01.2.3", "v1.2.3-rc.1", "v1.2.3+7", "v1.2.x"])(
      "the tag %s is refused before the database is touched",
      async (name) => {
        const database = await backedUp();
        const run = await tag(repositoryWith("migrations-example"), database, name);
        expect(run.exitCode, run.log).toBe(1);
        expect(run.jobs).toEqual({ request: "failure", instructions: "success" });
        expect(run.annotations).toContainEqual(
          expect.objectContaining({ level: "error", message: expect.stringContaining(name) }),
        );
        expect(run.summary).toContain("The database is as it was before.");
        expect(await applied(database)).toBe(0);
      },
    );

    test("by hand it is the dry run, until the phrase is typed; then the plan that was reviewed is applied, and no other", async () => {
      const database = await backedUp();
      const repository = repositoryWith("migrations-example", SOON);

      const shown = await dispatch(repository, database, {});
      expect(shown.jobs, shown.log).toEqual({ request: "success", plan: "success" });
      expect(shown.outputs("plan")).toMatchObject({ result: "planned", "pending-count": "8" });
      const digest = shown.outputs("plan")["plan-digest"] ?? "";

      const misspelt = await dispatch(repository, database, { confirm: "migrate-production" });
      expect(misspelt.jobs, misspelt.log).toEqual({ request: "failure", instructions: "success" });

      const other = await dispatch(repository, database, {
        confirm: PHRASE,
        "expected-plan": `sha256:${"0".repeat(64)}`,
      });
      expect(other.outputs("migrate"), other.log).toMatchObject({
        "failure-reason": "EXPECTED_PLAN_DIFFERS",
      });
      expect(other.jobs).toMatchObject({ migrate: "failure", instructions: "success" });
      expect(other.summary).toContain("The database is as it was before.");
      expect(await applied(database)).toBe(0);

      const reviewed = await dispatch(repository, database, { confirm: PHRASE, "expected-plan": digest });
      expect(reviewed.jobs, reviewed.log).toEqual({
        request: "success",
        plan: "success",
        migrate: "success",
        deploy: "success",
      });
      expect(repository.onGitHub("calls")).toBeNull();
    });

    test("smoke tests that fail keep the release back, and the summary says what is applied and how to take it back", async () => {
      const database = await backedUp();
      const repository = repositoryWith("test/fixtures/migrations/flat", SOON);
      repository.script("smoke-tests.sh", "echo nobody can log in; exit 1");
      const run = await tag(repository, database, "v2.0.0");
      expect(run.jobs, run.log).toEqual({
        request: "success",
        plan: "success",
        migrate: "success",
        deploy: "failure",
        instructions: "success",
      });
      const batch = run.outputs("migrate")["batch"];
      expect(batch).toMatch(/^\d+$/);
      expect(run.summary).toContain(`Applied, and still there: ["1","2"] (batch ${batch}).`);
      expect(run.summary).toContain(`environment \`production\`, batch \`${batch}\``);
      expect(repository.onGitHub("calls")).toBeNull();
    });

    test("a backup that is too old stops it in the dry run", async () => {
      const database = await backedUp();
      await database.query("UPDATE backups SET finished_at = now() - interval '25 hours'");
      const run = await tag(repositoryWith("migrations-example", SOON), database, "v3.0.0");
      expect(run.jobs, run.log).toEqual({ request: "success", plan: "failure", instructions: "success" });
      expect(run.outputs("plan")["failure-reason"]).toMatch(/^BACKUP_/);
      expect(run.summary).toContain("The database is as it was before.");
      expect(await applied(database)).toBe(0);
    });

    test("a verify file whose answer is no keeps the deploy back, and the summary says what is applied", async () => {
      const database = await backedUp();
      const repository = repositoryWith("test/fixtures/migrations/flat", SOON);
      // True on the throwaway server, which has no backups.
      repository.write(
        "migrations/2_add_notes_author.verify.sql",
        "SELECT to_regclass('backups') IS NULL;\n",
      );
      const run = await tag(repository, database, "v3.0.1");
      expect(run.jobs, run.log).toMatchObject({
        plan: "success",
        migrate: "failure",
        instructions: "success",
      });
      expect(run.jobs).not.toHaveProperty("deploy");
      expect(run.summary).toContain("Applied, and still there: ");
      expect(await applied(database)).toBe(2);
    });

    test("a migration that fails is not deployed, and the summary says that nothing stays", async () => {
      const database = await backedUp();
      const run = await tag(repositoryWith("test/fixtures/migrations/failing", SOON), database, "v2.0.1");
      expect(run.jobs, run.log).toEqual({ request: "success", plan: "failure", instructions: "success" });
      expect(run.summary).toContain("plan: failure, migrate: skipped, deploy: skipped.");
      expect(await applied(database)).toBe(0);
    });
  });
});
