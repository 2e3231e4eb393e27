import { describe, expect, test } from "vitest";
import { describeOnNewest, freshDatabase, type TestDatabase } from "../support/servers.ts";
import { findAct, type Repository } from "./act.ts";
import { repositoryWithExample, SERVER_BINARIES } from "./act-example.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

const PAIRS = "test/fixtures/migrations/pairs";
const DATA = "test/fixtures/migrations/failing-on-data";

const headOf = (repository: Repository): string => repository.git("rev-parse", "HEAD");

describe.skipIf("missing" in act)("staging and the way back, run by act", { timeout: 240_000 }, () => {
  describeOnNewest("as they stand", (server) => {
    const push = (repository: Repository, { url }: TestDatabase, before: string) =>
      repository.run(actPath, "push", {
        databaseUrl: url,
        event: { ref: "refs/heads/main", before },
        path: SERVER_BINARIES,
      });
    const versions = async (database: TestDatabase) =>
      (await database.query("SELECT version FROM schema_migrations ORDER BY 1")).map(
        ({ version }) => version,
      );

    test("examples/staging.yml checks what a push brings, plans it, applies that plan and asks its questions", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWithExample("staging.yml", null);
      repository.add(`${PAIRS}/000_create_pantry.sql`, "migrations/000_create_pantry.sql");
      const first = await push(repository, database, "0".repeat(40));
      expect(first.jobs, first.log).toEqual({ validate: "success", migrate: "success" });
      expect(await versions(database)).toEqual(["000"]);

      const before = headOf(repository);
      repository.add(PAIRS, "migrations");
      const second = await push(repository, database, before);
      expect(second.steps, second.log).toMatchObject({
        "Check the migrations": "success",
        "Dry run": "success",
        Apply: "success",
        Verify: "success",
      });
      expect(second.steps).not.toHaveProperty("What to do now");
      // What was there before the push is the base, and not checked again.
      expect(second.summary).toContain("2 migrations run from zero");
      expect(await versions(database)).toEqual(["000", "001", "002"]);

      // An edit of what main had before is refused, and staging not touched.
      repository.write(
        "migrations/000_create_pantry.sql",
        "CREATE TABLE pantry_of_another_shape (id int);\n",
      );
      const edited = await push(repository, database, headOf(repository));
      expect(edited.jobs, edited.log).toEqual({ validate: "failure" });
      expect(edited.summary).toContain("CHECK_EDITED");
    });

    test("where staging's rows are in the way, the summary says what stays applied and how to go forward or back", async () => {
      const database = await freshDatabase(server);
      const repository = repositoryWithExample("staging.yml", null);
      repository.add(`${DATA}/001_create_accounts.sql`, "migrations/001_create_accounts.sql");
      expect((await push(repository, database, "0".repeat(40))).exitCode).toBe(0);
      await database.query("INSERT INTO accounts VALUES (1, 5)");
      repository.write("migrations/002_create_notes.sql", "CREATE TABLE notes (id int);\n");
      repository.add(`${DATA}/002_charge_accounts.sql`, "migrations/003_charge_accounts.sql");

      const run = await push(repository, database, headOf(repository));
      expect(run.jobs, run.log).toEqual({ validate: "success", migrate: "failure" });
      expect(run.steps).not.toHaveProperty("Verify");
      const batch = run.outputs("apply")["batch"];
      expect(batch).toMatch(/^\d+$/);
      expect(run.summary).toContain(`This run has applied ["002"] (batch ${batch}), and it stays applied.`);
      expect(run.summary).toContain(`environment \`staging\`, batch \`${batch}\``);
      expect(await versions(database)).toEqual(["001", "002"]);
    });

    test("examples/rollback.yml shows what it would take back, and takes it back with the phrase typed alone", async () => {
      const database = await freshDatabase(server);
      const staging = repositoryWithExample("staging.yml", PAIRS);
      expect((await push(staging, database, "0".repeat(40))).exitCode).toBe(0);
      await database.query("UPDATE schema_migrations SET batch = 0 WHERE version = '000'");

      const repository = repositoryWithExample("rollback.yml", PAIRS);
      const down = (confirm: string) =>
        repository.run(actPath, "workflow_dispatch", {
          databaseUrl: database.url,
          inputs: { environment: "staging", batch: "last", confirm },
          path: SERVER_BINARIES,
        });
      const shown = await down("");
      expect(shown.jobs, shown.log).toEqual({ down: "success" });
      expect(shown.summary).toContain("001_create_shelves");
      const misspelt = await down("yes");
      expect(misspelt.steps, misspelt.log).not.toHaveProperty("Take back");
      expect(misspelt.exitCode).toBe(1);
      expect(await versions(database)).toEqual(["000", "001", "002"]);

      const done = await down("MIGRATE-PRODUCTION");
      expect(done.jobs, done.log).toEqual({ down: "success" });
      expect(await versions(database)).toEqual(["000"]);
    });
  });
});
