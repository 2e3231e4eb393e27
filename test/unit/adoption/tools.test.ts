import { describe, expect, test } from "vitest";
import type { ForeignRow } from "../../../src/adoption/foreign-tool.ts";
import { TOOLS } from "../../../src/adoption/tools.ts";

/** `foreign state` of each entry that `tool` makes of `rows`. */
function statesOf(tool: string, rows: readonly ForeignRow[]): string[] {
  return entriesOf(tool, rows).map(({ foreign, state }) => `${foreign} ${state}`);
}

function entriesOf(tool: string, rows: readonly ForeignRow[]) {
  return TOOLS.find(({ name }) => name === tool)?.makeEntries(rows) ?? [];
}

const TIME = "2024-05-06T07:08:09.000Z";
const flyway = (version: string | null, type = "SQL", success = "true", script = `V${version}__x.sql`) => ({
  ...{ version, description: `about ${script}`, type, script, success },
  ...{ installed_by: "me", installed_on: TIME, execution_time: "12" },
});
const prisma = (name: string, finished: string | null, rolledBack: string | null = null) => ({
  ...{ migration_name: name, started_at: TIME, finished_at: finished, rolled_back_at: rolledBack },
});
const atlas = (values: ForeignRow): ForeignRow => ({
  ...{ version: "1", type: "2", applied: "2", total: "2", executed_at: TIME, execution_time: "5000000" },
  ...values,
});

describe("what rows say:", () => {
  test.each<[string, string, ForeignRow[], string[]]>([
    [
      "golang-migrate's one row is all up to it",
      "golang-migrate",
      [{ version: "7", dirty: "false" }],
      ["7 applied"],
    ],
    ["golang-migrate's dirty row", "golang-migrate", [{ version: "7", dirty: "true" }], ["7 dirty"]],
    [
      "golang-migrate's dirty row of no version",
      "golang-migrate",
      [{ version: "-1", dirty: "true" }],
      ["-1 dirty"],
    ],
    ["golang-migrate's empty table", "golang-migrate", [], []],
    [
      "two rows of golang-migrate, which keeps one",
      "golang-migrate",
      [
        { version: "7", dirty: "false" },
        { version: "8", dirty: "false" },
      ],
      ["7 unfinished", "8 unfinished"],
    ],
    ["tern's version 0 is none", "tern", [{ version: "0" }], []],
    ["tern's one row", "tern", [{ version: "3" }], ["3 applied"]],
    [
      "of goose the latest row of a version, and version 0 not at all",
      "goose",
      [
        { version_id: "0", is_applied: "true", tstamp: TIME },
        { version_id: "1", is_applied: "true", tstamp: TIME },
        { version_id: "2", is_applied: "true", tstamp: TIME },
        { version_id: "2", is_applied: "false", tstamp: TIME },
        { version_id: "3", is_applied: "false", tstamp: TIME },
        { version_id: "3", is_applied: "true", tstamp: TIME },
      ],
      ["1 applied", "2 undone", "3 applied"],
    ],
    [
      "of Flyway undo, deletion, a later run, and nothing for the schema's own row",
      "Flyway",
      [
        flyway(null, "SCHEMA", "true", '"app"'),
        flyway("1"),
        flyway("1", "UNDO_SQL"),
        flyway("2"),
        flyway("2", "DELETE"),
        flyway("3"),
        flyway("3", "UNDO_SQL"),
        flyway("3"),
        flyway("4", "SQL", "false"),
      ],
      ["1 undone", "2 undone", "3 applied", "4 failed"],
    ],
    [
      "of Flyway's repeatables the latest run",
      "Flyway",
      [
        flyway(null, "SQL", "false", "R__views.sql"),
        flyway(null, "SQL", "true", "R__views.sql"),
        flyway(null, "SQL", "false", "R__grants.sql"),
      ],
      ["R__views.sql applied", "R__grants.sql failed"],
    ],
    [
      "Flyway's baseline beside a run of its version",
      "Flyway",
      [flyway("5", "BASELINE"), flyway("5"), flyway("6")],
      ["5 (baseline) applied", "5 applied", "6 applied"],
    ],
    [
      "Prisma's attempts: begun, rolled back, done at last",
      "Prisma",
      [
        prisma("1_a", null, TIME),
        prisma("1_a", TIME),
        prisma("2_b", TIME, TIME),
        prisma("3_c", null),
        prisma("4_d", TIME),
        prisma("4_d", null),
      ],
      ["1_a applied", "2_b undone", "3_c unfinished", "4_d unfinished"],
    ],
    [
      "sqlx's row without success",
      "sqlx",
      [
        { version: "1", success: "true", installed_on: TIME, execution_time: "5000000" },
        { version: "2", success: "false", installed_on: TIME, execution_time: "-1" },
      ],
      ["1 applied", "2 dirty"],
    ],
    [
      "Atlas's part, error, baseline, resolved, and its own row",
      "Atlas",
      [
        atlas({ version: ".atlas_cloud_identifier" }),
        atlas({ version: "1", type: "1", applied: "0", total: "0" }),
        atlas({ version: "2", error: "" }),
        atlas({ version: "3", applied: "1" }),
        atlas({ version: "4", applied: "1", error: "no such table" }),
        atlas({ version: "5", applied: "1", error: "x", type: "6" }),
        atlas({ version: "6", error: "at COMMIT" }),
      ],
      ["1 (baseline) applied", "2 applied", "3 unfinished", "4 failed", "5 applied", "6 failed"],
    ],
    [
      "Liquibase's kinds of execution",
      "Liquibase",
      ["EXECUTED", "RERAN", "MARK_RAN", "SKIPPED", "FAILED"].map((exectype) => ({
        ...{ id: "1", author: "me", filename: `${exectype}.sql`, exectype, dateexecuted: TIME },
      })),
      [
        "EXECUTED.sql::1::me applied",
        "RERAN.sql::1::me applied",
        "MARK_RAN.sql::1::me applied",
        "SKIPPED.sql::1::me undone",
        "FAILED.sql::1::me failed",
      ],
    ],
    [
      "postgres-migrations' own first row, and a first row of the user's",
      "postgres-migrations",
      [
        { id: "0", name: "create-migrations-table", executed_at: TIME },
        { id: "0", name: "mine", executed_at: TIME },
        { id: "1", name: "create-migrations-table", executed_at: null },
      ],
      ["0_create-migrations-table bookkeeping", "0_mine applied", "1_create-migrations-table applied"],
    ],
  ])("%s", (_, tool, rows, states) => {
    expect(statesOf(tool, rows)).toEqual(states);
  });
});

test("every entry that stops says what it means and what to do, and no other does", () => {
  const entries = [
    ...entriesOf("golang-migrate", [{ version: "7", dirty: "true" }]),
    ...entriesOf("golang-migrate", [{ version: "-1", dirty: "true" }]),
    ...entriesOf("Flyway", [flyway("1"), flyway("4", "SQL", "false"), flyway("5", "UNDO_SQL", "false")]),
    ...entriesOf("Prisma", [prisma("3_c", null)]),
    ...entriesOf("sqlx", [{ version: "2", success: "false" }]),
    ...entriesOf("Atlas", [atlas({ applied: "1" })]),
    ...entriesOf("Liquibase", [{ id: "1", author: "a", filename: "f", exectype: "FAILED" }]),
  ];
  expect(entries).toHaveLength(9);
  for (const { state, trouble } of entries) {
    expect(trouble !== null).toBe(state !== "applied");
    if (trouble === null) continue;
    expect(trouble.meaning).toMatch(/^\S.*\.$/);
    expect(trouble.remedy).toMatch(/^\S.*\.$/);
  }
});

test("times, users and how long it took come along where the tool has them", () => {
  expect(entriesOf("Flyway", [flyway("1")])[0]).toMatchObject({
    appliedAt: new Date(TIME),
    appliedBy: "me",
    executionTimeMs: 12,
  });
  expect(entriesOf("Atlas", [atlas({})])[0]?.executionTimeMs).toBe(5);
  const [done, unknown] = entriesOf("sqlx", [
    { version: "1", success: "true", installed_on: TIME, execution_time: "5000000" },
    { version: "2", success: "true", installed_on: null, execution_time: "-1" },
  ]);
  expect([done?.executionTimeMs, unknown?.executionTimeMs, unknown?.appliedAt]).toEqual([5, null, null]);
});
