import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { identifier } from "../../src/database/quote.ts";
import { connect } from "../support/connect.ts";
import { type Effects, effectsOf } from "../support/foreign/compare-runs.ts";
import {
  adoption,
  backups,
  failingOnTarget,
  inTheWay,
  pullRequest,
  type Scenario,
} from "../support/foreign/scenarios.ts";
import { CALM, type ForeignTexts, HOSTILE } from "../support/foreign/texts.ts";
import { startGithubServer } from "../support/github-server.ts";
import { describeOnNewest, type TestServer } from "../support/servers.ts";

/** Creates a database and a superuser with these names, made unique; where the action finds them. */
async function makeNamed(
  server: TestServer,
  database: string,
  user: string,
): Promise<Record<string, string>> {
  const admin = await connect(server.url);
  const mark = randomBytes(3).toString("hex");
  const [databaseName, userName] = [database + mark, user + mark];
  const password = "of no interest";
  await admin.query(`CREATE ROLE ${identifier(userName)} SUPERUSER LOGIN PASSWORD '${password}'`);
  await admin.query(`CREATE DATABASE ${identifier(databaseName)} TEMPLATE template0`);
  onTestFinished(async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${identifier(databaseName)} WITH (FORCE)`);
    await admin.query(`DROP ROLE IF EXISTS ${identifier(userName)}`);
    await admin.end();
  });
  const { host, port } = server.settings;
  return { host, port: String(port), database: databaseName, user: userName, password };
}

describeOnNewest(
  "text of others changes nothing of what a run does to a workflow and its pages",
  (server) => {
    const play = async (scenario: Scenario, texts: ForeignTexts): Promise<readonly Effects[]> => {
      const github = await startGithubServer();
      const runs = await scenario({
        server,
        github,
        texts,
        named: (database, user) => makeNamed(server, database, user),
      });
      const comments = github.comments.map(({ body }) => body);
      return runs.map((run, index) => effectsOf(run, index === 0 ? comments : []));
    };

    test.each([
      ["notices, errors, names of files, databases and users, a ledger's rows", failingOnTarget],
      ["a pull request's branches, files and questions", pullRequest],
      ["another tool's ledger", adoption],
      ["what tells of backups", backups],
      ["sessions in the way, drift, values of inputs", inTheWay],
    ])("%s", { timeout: 240_000 }, async (_, scenario) => {
      const [calm, hostile] = await Promise.all([play(scenario, CALM), play(scenario, HOSTILE)]);
      expect(hostile).toEqual(calm);
    });
  },
);
