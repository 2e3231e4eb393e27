import { describe, expect, test } from "vitest";
import { makeHeaders, mayBeHeader } from "../../../src/files/headers.ts";
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

const KNOWN =
  "This version knows `-- migrate:no-transaction`, `-- migrate:timeout 10min` and `-- migrate:allow RULE reason: …`.";
const NEEDS_REASON = [
  "`migrate:allow` needs a rule and a reason.",
  "Write `-- migrate:allow RULE reason: why it is safe here`.",
] as const;
const NEEDS_DURATION = [
  "`migrate:timeout` needs one duration.",
  expect.stringMatching(/500ms.*, or 0 for no limit: `-- migrate:timeout 10min`\.$/),
] as const;

describe("a wrong header is a problem at its line", () => {
  test.each<[string, string, string, string]>([
    [
      "an unknown one, which names the known ones",
      "-- migrate:notransaction",
      "There is no header `migrate:notransaction`.",
      KNOWN,
    ],
    [
      "a value where none belongs",
      "-- migrate:no-transaction please",
      "`migrate:no-transaction` takes no value.",
      "Leave out what follows it.",
    ],
    [
      "a colon behind its name",
      "-- migrate:no-transaction:yes",
      "`migrate:no-transaction` takes no value.",
      "Leave out what follows it.",
    ],
    ["a timeout without a duration", "-- migrate:timeout", ...NEEDS_DURATION],
    ["a timeout without a unit", "-- migrate:timeout 10", ...NEEDS_DURATION],
    ["an allowance without a reason", "-- migrate:allow drop-table", ...NEEDS_REASON],
    ["an allowance with an empty reason", "-- migrate:allow drop-table reason: ", ...NEEDS_REASON],
    ["an allowance of two rules", "-- migrate:allow a, b reason: c", ...NEEDS_REASON],
  ])("%s", (_, header, message, hint) => {
    const { problems } = headersOf(`\n  ${header}\nSELECT 1`);
    expect(problems).toEqual([{ code: "HEADER_INVALID", message, hint, line: 2, column: 3 }]);
  });

  test("one about the whole file that stands after a statement, where it would do nothing", () => {
    expect(headersOf("SELECT 1;\n-- migrate:no-transaction\nSELECT 2")).toEqual({
      isNoTransaction: false,
      statementTimeoutMs: null,
      allowances: [],
      problems: [
        {
          code: "HEADER_INVALID",
          message: "`migrate:no-transaction` stands after the first statement, where it has no effect.",
          hint: "It is about the whole file: put it on the first line.",
          line: 2,
          column: 1,
        },
      ],
    });
  });
});

describe("a header that would be passed over for a space, a hyphen or its case is a problem", () => {
  test.each([
    "-- migrate: no-transaction",
    "-- migrate :no-transaction",
    "-- Migrate:no-transaction",
    "-- MIGRATE: NO TRANSACTION",
    "--- migrate:no_transaction",
    "-- migrate: timeout 10min",
    "-- migrate:\ttimeout \t 5",
    "--migrate: notransaction",
    "-- migrate: allow drop-table reason: unused",
    "--  migrate:  allow  a \t reason:",
  ])("%s", (header) => {
    expect(headersOf(`SELECT 1;\n ${header} \r\nSELECT 2`).problems).toEqual([
      {
        code: "HEADER_INVALID",
        message: "This is nearly a header, and would be passed over as a comment.",
        hint: `A header begins with \`-- migrate:\` and its name, in lower case and without a space between. ${KNOWN}`,
        line: 2,
        column: 2,
      },
    ]);
    expect(headersOf(header).problems).toHaveLength(1);
    expect(mayBeHeader(header)).toBe(true);
  });

  test.each([
    "-- migrate: no-transaction is what we want here",
    "-- migrate: timeouts are long",
    "-- migrate: allow users to log in",
    "-- then migrate: no-transaction",
    "-- as in -- migrate: no-transaction",
  ])("%s is prose", (comment) => expect(headersOf(`${comment}\nSELECT 1`).problems).toEqual([]));
});

test("a comment that speaks of a header is none", () => {
  const text =
    "-- see -- migrate:nonsense\n-- `migrate:nonsense`\n-- x migrate:nonsense\n-- see -- atlas:txtar\nSELECT 1";
  expect(headersOf(text)).toMatchObject({ isNoTransaction: false, problems: [] });
});

test("blanks between the words of a header are as many as they are", () => {
  const text = "--\t migrate:timeout\t \t1h\n-- migrate:allow  a \t reason: \t b\n--migrate:allow c reason:d";
  expect(headersOf(text)).toEqual({
    isNoTransaction: false,
    statementTimeoutMs: 3_600_000,
    allowances: [
      { rule: "a", reason: "b", line: 2 },
      { rule: "c", reason: "d", line: 3 },
    ],
    problems: [],
  });
});

describe("of a large file's comments", () => {
  test.each([
    "-- migrate:timeout 1h",
    "--migrate:up",
    "--\t atlas:txmode none",
    "-- no-transaction:x",
    "-- +goose Up",
    "--+migrate Down",
    "-- Down Migration",
    "---- create above / drop below ----",
  ])("%s is kept, since it can mean something", (comment) => expect(mayBeHeader(comment)).toBe(true));

  test.each([
    "-- About users.",
    "-- note: see the manual",
    "-- a -- migrate:timeout 1h",
    "-- see migrate:timeout",
    "-- @x:y",
    "-- going down",
  ])("%s is not", (comment) => expect(mayBeHeader(comment)).toBe(false));
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

  test("also for another tool's marker behind the last statement", () => {
    expect(headersOf("SELECT 1;\n-- +goose Down").problems).toMatchObject([
      { code: "HEADER_INVALID", line: 2 },
    ]);
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

  const MODE = [
    "`atlas:txmode` says `none` or `file` in a file.",
    "Write `-- atlas:txmode none`, or take it out.",
  ] as const;
  const LATE = [
    "`atlas:txmode` stands after the first statement, where it has no effect.",
    "It is about the whole file: put it on the first line.",
  ] as const;
  const DELIMITER = [
    "With this delimiter Atlas cuts the file into other statements than PostgreSQL does, which ends them with `;`.",
    "End each statement with `;`, and take this line out: text in quotes and dollar quotes is not cut.",
  ] as const;
  const CHECKPOINT = [
    "This is a checkpoint of Atlas: it stands for the files before it, and does not run after them.",
    "Move it out of the directory.",
  ] as const;
  const ARCHIVE = [
    "This is an archive of Atlas: checks and a migration in one file.",
    "Keep the part below `-- migration.sql --`, and take the rest out.",
  ] as const;

  test.each<[string, string, number, string, string]>([
    ["a mode for all files, which Atlas refuses in one", "-- atlas:txmode all\nSELECT 1;", 1, ...MODE],
    ["an unknown mode", "\n-- atlas:txmode None\nSELECT 1;", 2, ...MODE],
    ["a mode without a word", "-- atlas:txmode\nSELECT 1;", 1, ...MODE],
    ["a mode after the first statement", "SELECT 1;\n-- atlas:txmode none\nSELECT 2;", 2, ...LATE],
    ["a delimiter that cuts otherwise", "-- atlas:delimiter \\n\\n\\n\nSELECT 1;", 1, ...DELIMITER],
    ["no delimiter", "-- atlas:delimiter\nSELECT 1;", 1, ...DELIMITER],
    ["a checkpoint", "-- atlas:checkpoint\n\nSELECT 1;", 1, ...CHECKPOINT],
    ["an archive", "-- atlas:txtar\n\n-- checks.sql --\nSELECT 1;", 1, ...ARCHIVE],
  ])("%s is a problem at its line", (_, text, line, message, hint) => {
    expect(headersOf(text)).toMatchObject({
      isNoTransaction: false,
      problems: [{ code: "HEADER_INVALID", message, hint, line, column: 1 }],
    });
  });
});
