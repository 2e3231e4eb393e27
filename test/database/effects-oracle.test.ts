import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readCatalogFacts } from "../../src/database/read-catalog-facts.ts";
import { findHazards } from "../../src/hazards/find-hazards.ts";
import { mentionedNames } from "../../src/hazards/mentioned-names.ts";
import { LOCK_MODES } from "../../src/syntax/action.ts";
import { parseSteps } from "../../src/syntax/parse-steps.ts";
import { connect } from "../support/connect.ts";
import { MAJORS, serverOf } from "../support/every-major.ts";
import { parse } from "../support/hazard-values.ts";
import {
  hasLockOracle,
  type OracleCase,
  type OracleFinding,
  oracleBase,
  oracleCases,
} from "../support/lock-oracle.ts";
import { makeStep } from "../support/plan-values.ts";
import { freshDatabase, type TestDatabase } from "../support/servers.ts";

const WORKS = ["none", "scan", "index-build", "rewrite"] as const;

/** What is claimed or was seen of a relation: its strongest lock and the most that is done under it. */
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
  const effects = found.flatMap(({ effects }) => effects.flat());
  return linesOf(
    effects.flatMap(({ relation, lock, work }) =>
      lock === null ? [] : [{ relation: relation.name, lock, work }],
    ),
  );
}

interface Seen {
  readonly relation: string;
  readonly lock: (typeof LOCK_MODES)[number];
  readonly work: (typeof WORKS)[number];
}

/** One line a relation; what lets everybody read and write is left out. */
function linesOf(seen: readonly Seen[]): Lines {
  const relations = [...new Set(seen.map(({ relation }) => relation))].sort();
  return relations.flatMap((relation) => {
    const own = seen.filter((one) => one.relation === relation);
    const lock = Math.max(...own.map((one) => LOCK_MODES.indexOf(one.lock)));
    const work = Math.max(...own.map((one) => WORKS.indexOf(one.work)));
    return lock < LOCK_MODES.indexOf("SHARE UPDATE EXCLUSIVE")
      ? []
      : [`${relation}: ${LOCK_MODES[lock]}, ${WORKS[work]}`];
  });
}

/** What the oracle says, in the same words. */
function seenBy(statement: string, { locks, rewrites, debug }: OracleFinding): Lines {
  // The server names the constraint it validates: the table is the one that is altered, or its partitions.
  const [, altered = ""] = /^alter table (\w+)/.exec(statement) ?? [];
  const children = altered === "p" ? ["p1", "pd"] : [altered];
  const validates = debug.some((line) => line.startsWith("validating foreign key"));
  const said = [...debug, ...(validates ? children.map((child) => `verifying table "${child}"`) : [])];
  const seen = [...locks].flatMap(([relation, modes]) =>
    modes.map((mode): Seen => ({ relation, lock: modeOf(mode), work: workOn(relation, rewrites, said) })),
  );
  return linesOf(seen.filter(({ relation }) => relation !== "idx"));
}

const modeOf = (mode: string): Seen["lock"] =>
  LOCK_MODES.find((one) => one.replaceAll(" ", "").toLowerCase() === mode.toLowerCase()) ?? "ACCESS SHARE";

function workOn(relation: string, rewrites: readonly string[], debug: readonly string[]): Seen["work"] {
  if (rewrites.includes(relation)) return "rewrite";
  const said = (pattern: string) => debug.some((line) => new RegExp(`${pattern}( x\\d+)?$`).test(line));
  if (said(`build idx on ${relation}`)) return "index-build";
  return said(`verifying table "${relation}"`) ? "scan" : "none";
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
      if (exception === undefined) expect(lines).toEqual(seenBy(one.statement, one.finding));
      else expect(lines, exception).not.toEqual(seenBy(one.statement, one.finding));
    });
  });
});

async function prepare(database: TestDatabase, setup: string): Promise<void> {
  const client = await connect(database.url);
  await client.query(`${oracleBase()}; ${setup}`).finally(() => client.end());
}
