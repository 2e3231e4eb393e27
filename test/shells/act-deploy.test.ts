import { describe, expect, test } from "vitest";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { findAct, type Repository } from "./act.ts";
import { application, repositoryWithExample, SERVER_BINARIES } from "./act-example.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

const PAIRS = "test/fixtures/migrations/pairs";

describe.skipIf("missing" in act)("examples/deploy.yml, run by act", { timeout: 240_000 }, () => {
  describeOnNewest("as it stands", (server) => {
    const push = (repository: Repository, { url }: TestDatabase, healthUrl: string) =>
      repository.run(actPath, "push", {
        databaseUrl: url,
        variables: { HEALTH_URL: healthUrl },
        path: SERVER_BINARIES,
      });
    const tables = async (database: TestDatabase) =>
      (
        await database.query(
          "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
        )
      ).map(({ relname }) => relname);

    /** A repository whose first deploy, with one migration, went well; with two more pending. */
    async function deployedOnce(database: TestDatabase) {
      const repository = repositoryWithExample("deploy.yml", null);
      repository.script("deploy.sh", "echo the application is deployed");
      repository.script("undeploy.sh", "echo the previous version is back");
      repository.add(`${PAIRS}/000_create_pantry.sql`, "migrations/000_create_pantry.sql");
      const run = await push(repository, database, await application(503, 200));
      repository.add(PAIRS, "migrations");
      return { repository, run };
    }

    test("migrates, deploys, waits until the application is well, and has nothing to take back", async () => {
      const database = await freshDatabase(server);
      const { run } = await deployedOnce(database);
      expect(run.jobs, run.log).toEqual({ migrate: "success", deploy: "success" });
      expect(run.steps).toMatchObject({
        Deploy: "success",
        "Health check": "success",
        Status: "success",
        "The database is where the code expects it": "success",
      });
      expect(run.log).toContain("the application is deployed");
    });

    test("takes back what this run applied, and no more, after a deploy that failed: the code first", async () => {
      const database = await freshDatabase(server);
      const { repository } = await deployedOnce(database);
      const before = await tables(database);
      repository.script("deploy.sh", "echo no such image >&2; exit 1");

      const run = await push(repository, database, await application(200));
      expect(run.exitCode, run.log).toBe(1);
      expect(run.jobs).toEqual({ migrate: "success", deploy: "failure", rollback: "success" });
      expect(run.steps).not.toHaveProperty("Health check");
      expect(Object.keys(run.steps).indexOf("Put the previous version of the application back")).toBeLessThan(
        Object.keys(run.steps).indexOf("Take the migrations back"),
      );
      expect(await tables(database)).toEqual(before);
      expect(await database.query("SELECT version FROM schema_migrations")).toEqual([{ version: "000" }]);

      // A deploy that fails over a database in which its run has changed nothing leaves all as it is.
      repository.script("deploy.sh", "true");
      const mended = await push(repository, database, await application(200));
      expect(mended.jobs, mended.log).toEqual({ migrate: "success", deploy: "success" });
      repository.script("deploy.sh", "exit 1");
      const again = await push(repository, database, await application(200));
      expect(again.jobs, again.log).toEqual({ migrate: "success", deploy: "failure" });
      expect(await database.query("SELECT count(*)::integer AS applied FROM schema_migrations")).toEqual([
        { applied: 3 },
      ]);
    });

    test("does not deploy over a migration that failed", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWithExample("deploy.yml", "test/fixtures/migrations/failing");
      repository.script("deploy.sh", "echo the application is deployed");
      const run = await push(repository, database, await application(200));
      expect(run.jobs, run.log).toEqual({ migrate: "failure" });
      expect(await tables(database)).toEqual([]);
    });

    test("fails where the application is never well, and where the ledger is not as the code expects it", async () => {
      const database = await freshDatabase(server);
      const impatient = repositoryWithExample("deploy.yml", "migrations-example", [
        ["--retry 24", "--retry 1"],
      ]);
      impatient.script("deploy.sh", "true");
      const ill = await push(impatient, database, await application(503));
      expect(ill.steps, ill.log).toMatchObject({ Deploy: "success", "Health check": "failure" });
      expect(ill.steps).not.toHaveProperty("Status");

      // Somebody takes a row off while the deploy runs.
      impatient.script("deploy.sh", `node forget.mjs`);
      impatient.write(
        "forget.mjs",
        `import { execFileSync } from "node:child_process";\nexecFileSync(process.execPath, ["dist/cli.js", "down", "--migrations-path=migrations", "--database-url=${database.url}"]);\n`,
      );
      const odd = await push(impatient, database, await application(200));
      expect(odd.steps, odd.log).toMatchObject({
        Status: "success",
        "The database is where the code expects it": "failure",
      });
      expect(odd.log).toContain("- 016 is pending");
    });
  });
});
