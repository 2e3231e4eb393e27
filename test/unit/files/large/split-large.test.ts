import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeCommentLines } from "../../../../src/files/comment-lines.ts";
import { mayBeHeader } from "../../../../src/files/headers.ts";
import { mayJoin } from "../../../../src/files/large/may-join.ts";
import { splitLarge } from "../../../../src/files/large/split-large.ts";
import type { CopyData } from "../../../../src/files/sql/copy-data.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import type { Statement } from "../../../../src/files/sql/statement.ts";
import { LEDGER_NAME } from "../../../support/plan-values.ts";
import { script, seasoned, soup } from "../sql/arbitrary-sql.ts";
import { sourceOf } from "./source-of.ts";

const dataOf = (data: CopyData | null) =>
  data && {
    text: Buffer.concat([...data.chunks()].map((chunk) => Buffer.from(chunk))).toString(),
    line: data.line,
  };

const shape = ({ sql, line, column, copyData }: Statement) => ({ sql, line, column, data: dataOf(copyData) });

/** What both ways of cutting make of a text, in the same form. */
function bothOf(text: string, windowBytes: number) {
  const whole = splitStatements(text);
  const parts = splitLarge(sourceOf(text), {
    windowBytes,
    statementBytes: 1_000_000,
    runBytes: 1,
    mayJoin: null,
  });
  const comments = makeCommentLines(text, whole.statements).filter((comment) => mayBeHeader(comment.text));
  return {
    whole: {
      statements: whole.statements.map(shape),
      problems: whole.problems,
      comments: comments.map(({ offset, ...comment }) => ({
        ...comment,
        offset: Buffer.byteLength(text.slice(0, offset)),
      })),
    },
    parts: {
      statements: parts.statements.map(shape),
      problems: parts.problems,
      comments: parts.comments,
    },
  };
}

const rows = fc
  .array(fc.constantFrom("1\té", "\\.x", "a\\.", "\\N", "--", "';", "😀", "", "\r", "x\r"), { maxLength: 5 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));
const copy = fc
  .tuple(
    fc.constantFrom("", " ", " -- rows", "\t/* é */ "),
    fc.constantFrom("\n", "\r\n"),
    rows,
    fc.constantFrom("\n", "\r\n", ""),
  )
  .map(([behind, lineEnd, data, end]) => `COPY t FROM STDIN;${behind}${lineEnd}${data}\\.${end || "\n"}`);
const comment = fc.constantFrom(
  "-- migrate:no-transaction\n",
  "  -- migrate:allow x reason: é\r\n",
  "-- only words\n",
  "/* -- migrate:x\n */",
  "-- +goose Up\n",
  "\\restrict x\n",
  "\\i é.sql\n",
  "-- Down Migration",
);
const pieces = fc
  .array(
    fc.oneof(
      script.map((text) => `${text};`),
      copy,
      comment,
      fc.constantFrom("\n", "\r\n", " ", "\r", ";"),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

describe("a text cut in windows is cut as it is whole: statements, places, data, problems and headers", () => {
  const same = (text: string, windowBytes: number) => {
    const { whole, parts } = bothOf(text, windowBytes);
    // Only a file that is held can have it.
    if (parts.problems.some(({ message }) => message.includes("on the line of a COPY"))) return;
    expect(parts).toEqual(whole);
  };
  test.each([
    ["statements, COPY data, comments and commands", pieces],
    ["scripts", script],
    ["soup", soup],
    ["seasoned soup", seasoned],
  ])("%s", (_, texts) => {
    fc.assert(fc.property(texts, fc.integer({ min: 1, max: 60 }), same), { numRuns: 3_000 });
  });

  test.each([
    ["a statement that is longer than many windows", `SELECT '${"é;".repeat(500)}'; SELECT 2`],
    [
      "several COPYs on one line",
      "COPY a FROM STDIN; COPY b FROM STDIN; SELECT 1;\n1\n\\.\n2\n\\.\nSELECT 2;",
    ],
    ["COPY data to the very end", "COPY a FROM STDIN;\r\n1\r\n2"],
    ["COPY data whose end is that of the file", "COPY a FROM STDIN;\n1\n\\."],
    [
      "what looks like headers between COPY and its data",
      "COPY é\n-- migrate:no-transaction\nFROM STDIN\n-- migrate:allow a reason: b\n;\n1\n\\.\nSELECT 2;",
    ],
    ["a header between a statement and its `;`", "SELECT é\n-- migrate:allow a reason: b\n; SELECT 2"],
    ["a dump's mark inside a statement", "SELECT 1\n\\restrict é\n; SELECT 2"],
    ["a command of psql inside a COPY", "COPY a FROM STDIN \\i é\n1\n\\.\nSELECT 2;"],
    ["a comment left open behind a command of psql", "SELECT \\i '/*é\r\n-- migrate:allow a reason: b\n"],
    ["a string that is left open", "SELECT 1;\n'é"],
    ["a COPY at the very end", "SELECT 1;COPY a FROM STDIN"],
    ["nothing", ""],
    ["a comment that goes on over many windows", `/*${"x".repeat(300)}*/ SELECT 1; --${"y".repeat(300)}`],
    ["blanks over many windows", `${" \r\n".repeat(300)}SELECT 1`],
  ])("%s", (_, text) => {
    for (const size of [1, 2, 3, 7, 16, 64, 10_000]) same(text, size);
  });

  test("a statement on the line of a COPY that goes on below its data is refused with its place", () => {
    const { problems } = splitLarge(sourceOf("COPY t FROM STDIN; SELECT\n1\n\\.\n2;"), {
      windowBytes: 8,
      statementBytes: 1_000_000,
      runBytes: 1,
      mayJoin: null,
    });
    const message = "This statement begins on the line of a COPY and is not closed before its data.";
    expect(problems).toMatchObject([{ code: "SQL_UNTERMINATED", message, line: 1, column: 20 }]);
    const { problems: ofComment } = splitLarge(sourceOf("COPY t FROM STDIN; /* é\n1\n\\.\n*/"), {
      windowBytes: 8,
      statementBytes: 1_000_000,
      runBytes: 1,
      mayJoin: null,
    });
    expect(ofComment).toMatchObject([{ code: "SQL_UNTERMINATED", message, line: 1, column: 20 }]);
  });

  test("a statement that is longer than is looked for its end is refused with its place, and nothing behind it is told", () => {
    const cut = { windowBytes: 8, statementBytes: 100, runBytes: 1, mayJoin: null };
    const { problems, statements } = splitLarge(
      sourceOf(`SELECT 1;\nSELECT '${"x".repeat(300)}; SELECT 2`),
      cut,
    );
    expect(statements).toHaveLength(1);
    const message = "This statement has not ended after 0 MiB.";
    expect(problems).toMatchObject([{ code: "SQL_UNTERMINATED", message, line: 2 }]);
    expect(splitLarge(sourceOf(`SELECT '${"x".repeat(60)}'; SELECT 2`), cut).problems).toEqual([]);
  });
});

describe("runs", () => {
  const runsOf = (text: string, runBytes = 1_000, windowBytes = 40) =>
    splitLarge(sourceOf(text), {
      windowBytes,
      statementBytes: 1_000_000,
      runBytes,
      mayJoin: mayJoin(LEDGER_NAME),
    }).statements;
  const counts = (text: string, runBytes?: number) => runsOf(text, runBytes).map(({ count }) => count);

  test("queries and changes of rows beside each other are one, in the file's own words", () => {
    const text =
      "INSERT INTO é VALUES (1); -- é\n UPDATE t SET a = 1;\nDELETE FROM t;WITH x AS (SELECT 1) SELECT 2;";
    const runs = runsOf(text);
    expect(runs.map(({ sql, count, line, column }) => ({ sql, count, line, column }))).toEqual([
      { sql: text.slice(0, -1), count: 4, line: 1, column: 1 },
    ]);
  });

  test("a run is no longer than asked for, but for a statement that is longer alone", () => {
    expect(counts("SELECT 1;".repeat(10), 27)).toEqual([3, 3, 3, 1]);
    expect(counts("SELECT 1;".repeat(10), 26)).toEqual([3, 3, 3, 1]);
    expect(counts("SELECT 1;".repeat(10), 25)).toEqual([2, 2, 2, 2, 2]);
    expect(counts(`SELECT 1;SELECT '${"x".repeat(50)}';SELECT 2;`, 20)).toEqual([1, 1, 1]);
  });

  test.each([
    ["what defines something", "CREATE TABLE t ();"],
    ["SET", "SET search_path = a;"],
    ["a transaction's own", "COMMIT;"],
    ["a DO", "DO $$ $$;"],
    ["COPY", "COPY t FROM STDIN;\n1\n\\.\n"],
    ["a row of the ledger", "INSERT INTO schema_migrations VALUES ('1');"],
    ["what takes rows off the ledger", "DELETE FROM schema_migrations WHERE version = '1';"],
    ["a row of the ledger in a WITH", "WITH x AS (INSERT INTO schema_migrations VALUES ('1')) SELECT 1;"],
  ])("%s stands for itself, and parts the runs around it", (_, statement) => {
    expect(counts(`SELECT 1;SELECT 2;${statement}SELECT 3;SELECT 4;`)).toEqual([2, 1, 2]);
  });

  test("a COPY keeps its data, whatever may be joined", () => {
    const cut = { windowBytes: 40, statementBytes: 1_000, runBytes: 1_000, mayJoin: () => true };
    const { statements } = splitLarge(sourceOf("SELECT 1;COPY t FROM STDIN;\n1\n\\.\nSELECT 2;"), cut);
    expect(statements.map(({ copyData }) => dataOf(copyData)?.text)).toEqual([undefined, "1\n", undefined]);
  });

  test("a command of psql is not in what is sent", () => {
    const runs = runsOf("SELECT 1;SELECT 2;\n\\restrict abc\nSELECT 3;");
    expect(runs.map(({ sql }) => sql)).toEqual(["SELECT 1;SELECT 2", "SELECT 3"]);
  });

  test("a ledger whose name is not ASCII is known too", () => {
    const text = 'SELECT 1;INSERT INTO "Lédger" VALUES (1);SELECT 2;';
    const own = mayJoin({ schema: "public", table: "Lédger" });
    const { statements } = splitLarge(sourceOf(text), {
      windowBytes: 99,
      statementBytes: 1_000_000,
      runBytes: 99,
      mayJoin: own,
    });
    expect(statements.map(({ count }) => count)).toEqual([1, 1, 1]);
  });
});
