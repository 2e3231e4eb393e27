import { describe, expect, test } from "vitest";
import { graphileMigrate } from "../../../../src/files/layouts/graphile-migrate.ts";
import { messageOf, runsWithoutTransaction } from "../../../../src/files/layouts/graphile-text.ts";
import { readAs } from "../../../support/source-files.ts";

const hash = (digit: number) => `sha1:${String(digit).repeat(40)}`;
const headers = (previous: string, own: number) => `--! Previous: ${previous}\n--! Hash: ${hash(own)}\n`;

/** What is said of the problems in files `000001.sql`, `000002.sql`, … with these texts. */
const saysOf = (...texts: readonly string[]) =>
  readAs(
    graphileMigrate,
    Object.fromEntries(texts.map((text, index) => [`00000${index + 1}.sql`, text])),
  ).problems.map(({ code, message, details: { hint } }) => `${code}: ${message} ${hint}`);

const NO_HEADERS =
  "LAYOUT_INVALID: m/000001.sql has no `--! Previous:` and `--! Hash:` at its head, as committed migrations do. Commit it with `graphile-migrate commit`.";

describe("headers are lines at the head, as Graphile Migrate reads them", () => {
  test.each([
    ["one without a value is one", `--! Flag\n${headers("-", 1)}`],
    ["blanks at the end of a line are none of it", headers("-", 1).replaceAll("\n", " \t\r\n")],
    ["the last one may end the file", headers("-", 1).trimEnd()],
  ])("%s", (_, text) => expect(saysOf(text)).toEqual([]));

  test.each([
    ["behind a statement", `SELECT 1;\n${headers("-", 1)}`],
    ["behind a sentence that begins as one does", `--! A note\n${headers("-", 1)}`],
    ["in the middle of a line", headers("-", 1).replaceAll("--!", "-- --!")],
    ["without what they say", `--! Previous\n--! Hash: ${hash(1)}\n`],
  ])("they do not count %s", (_, text) => expect(saysOf(text)).toEqual([NO_HEADERS]));

  test("what stands at the beginning of a line below the head is no message", () => {
    expect(messageOf(`${headers("-", 1)}--! Message: a word\n`)).toBe("a word");
    expect(messageOf(`${headers("-", 1)}\n--! Message: a word\n`)).toBeNull();
  });

  test.each([
    ["--! no-transaction", true],
    ["--!no-transaction", true],
    ["--!   no-transaction", true],
    ["--! Flag\n--! no-transaction", true],
    ["--! Flag:\n\n  --! no-transaction, for the index", true],
    ["--! no-transactions", false],
    ["SELECT 1;\n--! no-transaction", false],
  ])("with %j behind them a file runs without a transaction: %s", (body, expected) => {
    expect(runsWithoutTransaction(`${headers("-", 1)}${body}\n`)).toBe(expected);
  });
});

describe("a chain that is broken is told with what follows what", () => {
  const ANEW = "Two branches have each committed one, or a file is missing: commit the later one anew.";

  test.each([
    [
      "the first follows one that is not there",
      [headers(hash(7), 1)],
      `LAYOUT_INVALID: m/000001.sql follows sha1:777777777777, and the file before it is none. ${ANEW}`,
    ],
    [
      "the second follows none",
      [headers("-", 1), headers("-", 2)],
      `LAYOUT_INVALID: m/000002.sql follows none, and the file before it is sha1:111111111111. ${ANEW}`,
    ],
    ["behind one without headers nothing is compared", ["SELECT 1;", headers(hash(7), 2)], NO_HEADERS],
  ])("%s", (_, texts, says) => expect(saysOf(...texts)).toEqual([says]));
});

describe("a placeholder", () => {
  test("is named, with what to write instead", () => {
    expect(saysOf(`${headers("-", 1)}\nGRANT USAGE ON SCHEMA a TO :DATABASE_OWNER;\n`)).toEqual([
      "FILE_UNSUPPORTED: m/000001.sql:4:28: Graphile Migrate would put a setting of its own in place of :DATABASE_OWNER. Write the value itself, or a statement that finds it out, such as `current_database()` in a DO block.",
    ]);
  });

  test("in a comment on the first line is none", () => {
    expect(saysOf("-- for :DATABASE_NAME\nSELECT 1;\n")).toEqual([NO_HEADERS]);
  });
});
