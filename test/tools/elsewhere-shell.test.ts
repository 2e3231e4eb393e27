import { join } from "node:path";
import { expect, test } from "vitest";
import {
  ELSEWHERE,
  type ElsewhereProject,
  makeElsewhereProject,
  notesOf,
  runToEnd,
} from "../support/elsewhere-project.ts";
import { describeOnNewest, freshDatabase } from "../support/servers.ts";
import { writeFiles } from "../support/temporary.ts";

const deploy = (project: ElsewhereProject, environment: string, more = {}) =>
  runToEnd({ ...project, env: { ...project.env, ...more } }, "sh", [
    join(ELSEWHERE, "deploy.sh"),
    environment,
  ]);

describeOnNewest("examples/elsewhere/deploy.sh", (server) => {
  test("plans, migrates, rolls out and waits until it answers; once more, with nothing to do", async () => {
    const database = await freshDatabase(server);
    const project = await makeElsewhereProject(server, database);
    const { code, said } = await deploy(project, "staging");
    expect(code, said).toBe(0);
    expect(said).toMatch(/ROLLED OUT\nDeployed: staging is where its code expects it\.\n/);
    expect(await notesOf(database)).toBe("notes");
    expect(await deploy(project, "staging")).toMatchObject({ code: 0 });
  }, 120_000);

  test("without the phrase production is left as it is, and nothing is rolled out; with it it is migrated", async () => {
    const database = await freshDatabase(server);
    const project = await makeElsewhereProject(server, database);
    const refused = await deploy(project, "production");
    expect(refused.code, refused.said).toBe(5);
    expect(refused.said).not.toContain("ROLLED OUT");
    expect(await notesOf(database)).toBeNull();
    const confirmed = await deploy(project, "production", { CONFIRM: "MIGRATE-PRODUCTION" });
    expect(confirmed.code, confirmed.said).toBe(0);
    expect(confirmed.said).toContain("ROLLED OUT");
    expect(await notesOf(database)).toBe("notes");
  }, 120_000);

  test("a migration that fails in the rehearsal ends it before anything is applied or rolled out", async () => {
    const database = await freshDatabase(server);
    const project = await makeElsewhereProject(server, database);
    writeFiles(project.directory, { "migrations/002_bad.sql": "ALTER TABLE nots ADD COLUMN body text;\n" });
    const { code, said } = await deploy(project, "staging");
    expect(code, said).not.toBe(0);
    expect(said).toContain("002_bad.sql:1:1");
    expect(said).not.toContain("ROLLED OUT");
    expect(await notesOf(database)).toBeNull();
  }, 120_000);
});
