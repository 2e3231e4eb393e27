import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeConnector } from "../../src/database/connector.ts";
import { readSchema, schemaQuery } from "../../src/database/read-schema.ts";
import type { Schema } from "../../src/database/schema.ts";
import { compareSchemas } from "../../src/rehearsal/compare-schemas.ts";
import { renderDifference } from "../../src/rehearsal/render-difference.ts";
import { ROOT } from "../support/built.ts";
import { connect } from "../support/connect.ts";
import { describeOnServers, freshDatabase, type TestDatabase, type TestServer } from "../support/servers.ts";

const fixture = (name: string) => readFileSync(join(ROOT, "test/fixtures/schema", name), "utf8");
const BASE = fixture("base.sql");

interface Change {
  readonly name: string;
  readonly sql: string;
  readonly lines: readonly string[];
}

/** A name; indented the SQL; indented after `>` the lines. */
const CHANGES: readonly Change[] = fixture("changes.txt")
  .split(/\n(?=[^ #\n])/)
  .slice(1)
  .map((entry) => {
    const [name = "", sql = "", ...lines] = entry.trimEnd().split("\n");
    return { name, sql, lines: lines.map((line) => line.replace("  > ", "")) };
  });

async function schemaOf(database: TestDatabase, { major }: TestServer): Promise<Schema> {
  const session = await makeConnector(database.settings, 10_000).open();
  const leftOut = ["mine", "mine_too"].map((name) => ({ schema: "public", name }));
  try {
    return await readSchema(session, { major, ledgerSchema: "left", leftOut, owners: [] });
  } finally {
    await session.close();
  }
}

const run = async (server: TestServer, sql: string) => {
  const admin = await connect(server.url);
  await admin.query(sql).finally(() => admin.end());
};

/** The line as the table writes it: from `…` on it may be anything. */
const asWritten = (line: string, written: readonly string[]): string =>
  written.find((text) => text.endsWith("…") && line.startsWith(text.slice(0, -1))) ?? line;

interface PlanNode {
  readonly "Rows Removed by Join Filter"?: number;
  readonly "Actual Loops": number;
  readonly Plans?: readonly PlanNode[];
}

/** Pairs of rows that joins have looked at for nothing. */
function removedRows({ Plans = [], ...node }: PlanNode): number {
  const own = (node["Rows Removed by Join Filter"] ?? 0) * node["Actual Loops"];
  return Plans.reduce((sum, plan) => sum + removedRows(plan), own);
}

describeOnServers("a schema, described and compared", (server) => {
  let expected: Schema;

  beforeAll(async () => {
    // A rehearsal of another test, whose target is the other server, may have brought it here for a moment.
    const there = "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL";
    await run(server, `DO $$ BEGIN CREATE ROLE read_schema_app NOLOGIN; ${there}; END $$`);
    const base = await freshDatabase(server);
    await base.query(BASE);
    expected = await schemaOf(base, server);
    await base.drop();
  });
  afterAll(() => run(server, "DROP ROLE IF EXISTS read_schema_app"));

  /** `(from 15)` at the end of a name: what older majors do not know. */
  const known = CHANGES.filter(({ name }) => server.major >= Number(/\(from (\d+)\)$/.exec(name)?.[1] ?? 0));

  test.each(known)("sees $name", async ({ sql, lines }) => {
    const database = await freshDatabase(server);
    await database.query(BASE);
    await database.query(sql);
    const found = await schemaOf(database, server);
    await database.drop();
    const told = compareSchemas(expected, found).map((difference) =>
      renderDifference(difference).replace(`of ${server.settings.user} in`, "of OWNER in"),
    );
    expect(told.map((line) => asWritten(line, lines))).toEqual(lines);
  });

  test("is read in a time that grows with its size, not with the square of it, whatever the statistics say", async () => {
    const database = await freshDatabase(server);
    const columns = "(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text NOT NULL, b int UNIQUE)";
    const tables = Array.from({ length: 300 }, (_, index) => `CREATE TABLE t${index} ${columns};`);
    await database.query(tables.join("\n"));
    const query = schemaQuery({ major: server.major, ledgerSchema: "public", leftOut: [], owners: [] });
    const client = await connect(database.url);
    await client.query("SET search_path = pg_catalog; SET jit = off");
    const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${query}`);
    await client.end();
    const found = Number(rows[0]["QUERY PLAN"][0].Plan["Actual Rows"]);
    expect(found).toBeGreaterThan(2_000);
    expect(removedRows(rows[0]["QUERY PLAN"][0].Plan)).toBeLessThan(20 * found);
  });

  test("sees each of them from the other side too: what was extra is missing, and the reverse", async () => {
    const empty = await freshDatabase(server);
    const told = compareSchemas(await schemaOf(empty, server), expected).map(renderDifference);
    const back = compareSchemas(expected, await schemaOf(empty, server)).map(renderDifference);
    expect(told.length).toBeGreaterThan(25);
    expect(told.every((line) => line.endsWith("is there, and no migration makes it"))).toBe(true);
    expect(back.map((line) => line.replace(/ is missing$/, ""))).toEqual(
      told.map((line) => line.replace(/ is there, and no migration makes it$/, "")),
    );
  });
});
