import { describe, expect, test } from "vitest";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { findAct, type Repository } from "./act.ts";
import { repositoryWithExample, SERVER_BINARIES } from "./act-example.ts";

const act = findAct();
const actPath = "path" in act ? act.path : "";

const DATA = "test/fixtures/migrations/failing-on-data";

/** The rows of the table in a summary, cells trimmed. */
const rowsOf = (summary: string): string[][] =>
  summary
    .slice(summary.indexOf("## Tenants"))
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| tenant") && !line.startsWith("| ---"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe.skipIf("missing" in act)("examples/matrix.yml, run by act", { timeout: 240_000 }, () => {
  describeOnNewest("as it stands", (server) => {
    /** Empty databases of three tenants. */
    async function tenants() {
      const databases = await Promise.all([1, 2, 3].map(() => freshDatabase(server)));
      const [acme, globex, initech] = databases.map(({ settings }) => settings.database);
      const names = { acme: acme ?? "", globex: globex ?? "", initech: initech ?? "" };
      return { databases, names };
    }
    /** The example with the tenants' names being those of their databases here. */
    const repositoryFor = (names: Readonly<Record<string, string>>): Repository => {
      const repository = repositoryWithExample("matrix.yml", null, [
        ['["acme", "globex", "initech"]', JSON.stringify(Object.values(names))],
      ]);
      repository.add(`${DATA}/001_create_accounts.sql`, "migrations/001_create_accounts.sql");
      return repository;
    };
    const push = (
      repository: Repository,
      databases: readonly { url: string; settings: { database: string } }[],
    ) =>
      repository.run(actPath, "push", {
        secrets: Object.fromEntries(
          databases.map(({ url, settings }) => [`DATABASE_URL_${settings.database.toUpperCase()}`, url]),
        ),
        path: SERVER_BINARIES,
      });

    test("the canary goes first; one that fails stops no other, and the table shows all of them", async () => {
      const { databases, names } = await tenants();
      const repository = repositoryFor(names);
      const first = await push(repository, databases);
      expect(first.exitCode, first.log).toBe(0);
      expect(rowsOf(first.summary)).toEqual(
        Object.values(names).map((name) => [name, "✅ applied", "", "001", "1", "0", "", ""]),
      );
      expect(first.summary).toContain("3 of 3 are where the code expects them.");

      repository.add(DATA, "migrations");
      await databases[1]?.query("INSERT INTO accounts VALUES (1, 5)");
      const second = await push(repository, databases);
      expect(second.exitCode, second.log).toBe(1);
      // act gives all of a matrix the result of the first that failed; the table is the jobs' own reports.
      expect(second.jobs).toMatchObject({ [`canary ${names.acme}`]: "success", summary: "failure" });
      expect(rowsOf(second.summary)).toEqual([
        [names.acme, "✅ applied", "001", "003", "2", "0", "", ""],
        [names.globex, "❌ failed", "001", "001", "0", "2", "MIGRATION_FAILED", "002"],
        [names.initech, "✅ applied", "001", "003", "2", "0", "", ""],
      ]);
      expect(second.summary).toContain("2 of 3 are where the code expects them.");
    });

    test("a canary that fails keeps the others as they are, and a tenant without a report is in the table as such", async () => {
      const { databases, names } = await tenants();
      const repository = repositoryFor(names);
      expect((await push(repository, databases)).exitCode).toBe(0);
      repository.add(DATA, "migrations");
      repository.forgetArtifacts();
      await databases[0]?.query("INSERT INTO accounts VALUES (1, 5)");

      const run = await push(repository, databases);
      expect(run.jobs, run.log).toMatchObject({ [`canary ${names.acme}`]: "failure", summary: "failure" });
      const none = ["❔ no report", "", "", "", "", "it did not begin, or was cut off", ""];
      expect(rowsOf(run.summary)).toEqual([
        [names.acme, "❌ failed", "001", "001", "0", "2", "MIGRATION_FAILED", "002"],
        [names.globex, ...none],
        [names.initech, ...none],
      ]);
      for (const database of databases)
        expect(await database.query("SELECT version FROM schema_migrations")).toEqual([{ version: "001" }]);
    });

    test("a secret of another tenant's database is refused, and one that is missing is no other's", async () => {
      const { databases, names } = await tenants();
      const [acme, globex] = databases;
      if (acme === undefined || globex === undefined) throw new Error("there are three");
      const swapped = { url: acme.url, settings: globex.settings };
      const run = await push(repositoryFor(names), [acme, swapped]);
      const rows = rowsOf(run.summary);
      expect(
        rows.map(([tenant, state, , , , , why]) => [tenant, state, why]),
        run.log,
      ).toEqual([
        [names.acme, "✅ applied", ""],
        [names.globex, "❌ refused", "EXPECTED_DATABASE_DIFFERS"],
        [names.initech, expect.stringMatching(/^❌ /), expect.not.stringMatching(/^$/)],
      ]);
    });
  });
});
