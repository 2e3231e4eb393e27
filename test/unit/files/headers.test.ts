import { describe, expect, test } from "vitest";
import { makeHeaders } from "../../../src/files/headers.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";

const headersOf = (text: string) => makeHeaders(text, splitStatements(text).statements);

describe("headers before the first statement", () => {
  test("say how the file runs", () => {
    const headers = headersOf(
      "\n-- About users.\n/* x */\n--migrate:no-transaction\r\n  -- migrate:timeout 10min \nSELECT 1;",
    );
    expect(headers).toEqual({
      isNoTransaction: true,
      statementTimeoutMs: 600_000,
      allowances: [],
      problems: [],
    });
  });

  test("a file without any has the run's own settings", () => {
    expect(headersOf("-- migrate the users\n-- migrate: users\nSELECT 1")).toEqual({
      isNoTransaction: false,
      statementTimeoutMs: null,
      allowances: [],
      problems: [],
    });
  });

  test.each([
    ["0", 0],
    ["500ms", 500],
    ["30s", 30_000],
    ["1h", 3_600_000],
  ])("a timeout of %s is %d ms", (text, ms) => {
    expect(headersOf(`-- migrate:timeout ${text}\n`).statementTimeoutMs).toBe(ms);
  });
});

test("what a hazard is allowed for stands at the head or above its statement, with its line", () => {
  const text =
    "-- migrate:allow drop-table reason: unused\nSELECT ';\n-- migrate:allow x';\n  -- migrate:allow A_2 reason: b c \nSELECT 2;";
  expect(headersOf(text)).toMatchObject({
    allowances: [
      { rule: "drop-table", reason: "unused", line: 1 },
      { rule: "A_2", reason: "b c", line: 4 },
    ],
    problems: [],
  });
});

test("nothing in a string, a block comment, the data of a COPY or behind a statement is a header", () => {
  const text =
    "/*\n-- migrate:nonsense\n*/COPY t FROM STDIN;\n-- migrate:nonsense\n\\.\nSELECT 1; -- migrate:nonsense\nSELECT '\n-- migrate:nonsense'";
  expect(headersOf(text).problems).toEqual([]);
});

describe("a wrong header is a problem at its line", () => {
  test.each([
    ["an unknown one, which names the known ones", "-- migrate:notransaction", "migrate:no-transaction"],
    ["a value where none belongs", "-- migrate:no-transaction please", "Leave out"],
    ["a timeout without a duration", "-- migrate:timeout", "500ms"],
    ["a timeout without a unit", "-- migrate:timeout 10", "500ms"],
    ["an allowance without a reason", "-- migrate:allow drop-table", "reason:"],
    ["an allowance with an empty reason", "-- migrate:allow drop-table reason: ", "reason:"],
  ])("%s", (_, header, hint) => {
    const { problems } = headersOf(`\n  ${header}\nSELECT 1`);
    expect(problems).toMatchObject([{ code: "HEADER_INVALID", line: 2, column: 3 }]);
    expect(problems[0]?.hint).toContain(hint);
  });

  test("one about the whole file that stands after a statement, where it would do nothing", () => {
    const headers = headersOf("SELECT 1;\n-- migrate:no-transaction\nSELECT 2");
    expect(headers.isNoTransaction).toBe(false);
    expect(headers.problems).toMatchObject([{ code: "HEADER_INVALID", line: 2 }]);
  });
});

describe("a file with the marks of another tool, whose way back would be run as well, is refused", () => {
  test.each([
    ["dbmate", "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;"],
    ["dbmate", "--migrate:up transaction:false\nSELECT 1;"],
    ["goose", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;"],
    ["sql-migrate", "-- +migrate Up\nSELECT 1;"],
    ["node-pg-migrate", "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;"],
    ["tern", "SELECT 1;\n---- create above / drop below ----\nSELECT 2;"],
  ])("%s", (tool, text) => {
    const { problems } = headersOf(text);
    expect(problems).toMatchObject([{ code: "HEADER_INVALID" }]);
    expect(problems[0]?.message).toContain(`a file of ${tool}`);
    expect(problems[0]?.hint).toContain(`layout: ${tool}`);
  });

  test("but not for words above a way back that is commented out", () => {
    expect(headersOf("SELECT 1;\n-- Down Migration\n-- SELECT 2;").problems).toEqual([]);
  });
});

describe("Atlas's comments at the head", () => {
  test.each([
    "-- atlas:txmode none\n\nSELECT 1;",
    "--atlas:txmode  none \r\nSELECT 1;",
    "-- About it.\n-- atlas:txmode none\n-- atlas:nolint\n\n/* x */ SELECT 1;",
  ])("%j says that the file runs without a transaction", (text) => {
    expect(headersOf(text)).toMatchObject({ isNoTransaction: true, problems: [] });
  });

  test.each([
    "-- atlas:txmode file\n\nSELECT 1;",
    "-- atlas:nolint destructive\nSELECT 1;\n-- atlas:nolint\nSELECT 2;",
    "-- atlas:delimiter ;\nSELECT 1;",
    "-- atlas:sum ignore\nSELECT 1;\n-- atlas:delimiter x\n-- atlas:checkpoint",
    "-- see atlas:txmode none\nSELECT 1;",
    "/* -- atlas:txmode none */ SELECT '\n-- atlas:txmode none\n';",
    "-- squawk-ignore-file\n-- squawk-ignore ban-drop-column,prefer-robust-stmts\nSELECT 1;",
  ])("%j says nothing about it", (text) => {
    expect(headersOf(text)).toMatchObject({ isNoTransaction: false, problems: [] });
  });

  test.each([
    ["a mode for all files, which Atlas refuses in one", "-- atlas:txmode all\nSELECT 1;", 1, "txmode none"],
    ["an unknown mode", "\n-- atlas:txmode None\nSELECT 1;", 2, "txmode none"],
    ["a mode after the first statement", "SELECT 1;\n-- atlas:txmode none\nSELECT 2;", 2, "first line"],
    ["a delimiter that cuts otherwise", "-- atlas:delimiter \\n\\n\\n\nSELECT 1;", 1, "End each statement"],
    ["no delimiter", "-- atlas:delimiter\nSELECT 1;", 1, "End each statement"],
    ["a checkpoint", "-- atlas:checkpoint\n\nSELECT 1;", 1, "out of the directory"],
    ["an archive", "-- atlas:txtar\n\n-- checks.sql --\nSELECT 1;", 1, "migration.sql"],
  ])("%s is a problem at its line", (_, text, line, hint) => {
    const { problems, isNoTransaction } = headersOf(text);
    expect(isNoTransaction).toBe(false);
    expect(problems).toMatchObject([{ code: "HEADER_INVALID", line, column: 1 }]);
    expect(problems[0]?.hint).toContain(hint);
  });
});
