import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { findHazards } from "../../src/hazards/find-hazards.ts";
import { mentionedNames } from "../../src/hazards/mentioned-names.ts";
import { parseSteps } from "../../src/syntax/parse-steps.ts";
import { connect } from "../support/connect.ts";
import { MAJORS, serverOf } from "../support/every-major.ts";
import { parse } from "../support/hazard-values.ts";
import { hasLockOracle, type OracleCase, oracleBase, oracleCases } from "../support/lock-oracle.ts";
import { claimedBy, linesOf, seenBy } from "../support/oracle-claims.ts";
import { makeStep } from "../support/plan-values.ts";
import { freshDatabase, type TestDatabase } from "../support/servers.ts";

/** One line a relation. */
type Lines = readonly string[];

/** Cases in which what is claimed is not what the oracle's words say, and why. */
const EXCEPTIONS = new Map<string, string>([
  ["truncate", "A new, empty file is no rewrite: it takes a moment."],
  ["truncate partition", "The same."],
  ["drop table", "The oracle has lost the name of what is gone."],
  ["set schema", "It drops the table in the same statement: its name is lost too."],
  ["drop table w/ fk to r", "The oracle names no tables of its setups that are gone."],
  ["create table partition of", "The default partition is read without a word about it."],
  ["alter domain add check", "The tables that use it are read without a word about it."],
  ["refresh matview concurrently", "What is read is the query's: no word is said of that."],
  ["set tablespace same", "That it is the same is not known before."],
  ["set access method heap", "That it is the same is not known before."],
  ["create statistics", "The safe class: nothing is claimed of SHARE UPDATE EXCLUSIVE for a moment."],
  ["comment on column", "The safe class."],
  ["analyze", "The safe class."],
  ["create publication", "The safe class."],
  ["security label / comment table", "The safe class."],
  ["alter sequence", "No table."],
  ["drop sequence owned", "No table."],
  ["alter type composite", "No table."],
  ["drop type", "No table."],
]);

async function claimed({ statement }: OracleCase, database: TestDatabase, major: number): Promise<Lines> {
  const session = await makeConnector(database.settings, 10_000).open();
  const steps = parseSteps([makeStep("001_case", statement)], parse);
  const limit = { role: null, limitMs: 5_000, major };
  const facts = await readCatalogFacts(session, mentionedNames(steps), limit).finally(() => session.close());
  expect(facts?.incomplete).toEqual([]);
  const found = [...findHazards({ steps, facts, server: { major }, parse }).values()];
  return linesOf(claimedBy(found.flatMap(({ effects }) => effects.flat())));
}

describe.skipIf(!hasLockOracle)("what a statement is said to lock and do is what the oracle has seen", () => {
  describe.each(MAJORS)("on PostgreSQL %i", (major) => {
    const server = serverOf(major);
    let base: TestDatabase;
    beforeAll(async () => {
      base = await freshDatabase(server());
      await prepare(base, "");
    });
    afterAll(() => base.drop());

    const cases = hasLockOracle ? oracleCases() : [];
    const known = cases.flatMap((one) => {
      const finding = one.byMajor.get(major);
      return finding === undefined || finding.error !== null ? [] : [{ ...one, finding }];
    });
    test.each(known)("$name", async (one) => {
      const database = one.setup === "" ? base : await freshDatabase(server());
      if (one.setup !== "") await prepare(database, one.setup);
      const exception = EXCEPTIONS.get(one.name);
      const lines = await claimed(one, database, major);
      if (exception === undefined) expect(lines).toEqual(linesOf(seenBy(one.statement, one.finding)));
      else expect(lines, exception).not.toEqual(linesOf(seenBy(one.statement, one.finding)));
    });
  });
});

async function prepare(database: TestDatabase, setup: string): Promise<void> {
  const client = await connect(database.url);
  await client.query(`${oracleBase()}; ${setup}`).finally(() => client.end());
}
