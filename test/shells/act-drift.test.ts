import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshRole } from "../support/roles.ts";
import { runCli } from "../support/run-cli.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { findAct } from "./act.ts";
import { repositoryWithExample, SERVER_BINARIES } from "./act-example.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

describe.skipIf("missing" in act)("examples/drift.yml, run by act", { timeout: 240_000 }, () => {
  describeOnNewest("as it stands", (server) => {
    test("tells what was done by hand in one issue, keeps it up to date, and closes it when it is over", async () => {
      const reader = await freshRole(server);
      const database = await freshDatabase(server);
      const repository = repositoryWithExample("drift.yml", "migrations-example");
      const look = (databaseUrl: string) =>
        repository.run(actPath, "schedule", {
          databaseUrl,
          variables: { MIGRATION_USER: database.settings.user },
          path: SERVER_BINARIES,
        });
      const readOnly = reader.urlOf(database);

      const pending = await look(database.url);
      expect(pending.jobs, pending.log).toEqual({ look: "failure" });
      expect(repository.onGitHub("issues/1")).toContain("- pending: 016\n");

      const migrations = join(repository.directory, "migrations");
      const up = await runCli(["up", `--database-url=${database.url}`, `--migrations-path=${migrations}`]);
      expect(up.code, up.stderr).toBe(0);
      await database.query(`GRANT pg_read_all_data TO ${reader.name}`);
      const well = await look(readOnly);
      expect(well.jobs, well.log).toEqual({ look: "success" });
      expect(repository.onGitHub("issues/1")).toBeNull();

      await database.query("CREATE INDEX by_hand ON tasks (household_id)");
      const drifted = await look(readOnly);
      expect(drifted.jobs, drifted.log).toEqual({ look: "failure" });
      expect(drifted.outputs("plan")).toMatchObject({ drift: "true", "pending-count": "0" });
      expect(repository.onGitHub("issues/1")).toMatch(/^- drift: table public\.tasks: index by_hand /m);

      repository.write("migrations/001_create_users.sql", "CREATE TABLE users (id int);\n");
      const edited = await look(readOnly);
      expect(edited.jobs, edited.log).toEqual({ look: "failure" });
      expect(repository.onGitHub("issues/1")).toContain("- PLAN_EDITED: ");
      expect(edited.summary).toContain("PLAN_EDITED");
      expect(
        repository
          .onGitHub("calls")
          ?.split("\n")
          .filter((call) => call.startsWith("gh issue create")),
      ).toHaveLength(2);
    });

    test("a database that is not reached is no database without drift", async () => {
      const repository = repositoryWithExample("drift.yml", "migrations-example");
      const run = await repository.run(actPath, "schedule", {
        databaseUrl: "postgres://nobody:nothing@127.0.0.1:1/none?sslmode=disable",
        path: SERVER_BINARIES,
      });
      expect(run.jobs, run.log).toEqual({ look: "failure" });
      expect(repository.onGitHub("issues/1")).toContain("- CONNECTION_FAILED: ");
    });
  });
});
