import { describe, expect, test } from "vitest";
import { levelsOf, ofRule, type RuleCase, UNASKED } from "../../../support/rule-cases.ts";

const LONGEST = "n".repeat(63);
const LONG = `${LONGEST}x`;
const WIDE = "ø".repeat(40);

const CASES: readonly RuleCase[] = [
  ["a table's", `CREATE TABLE ${LONG} (id int)`, UNASKED, ["medium"]],
  ["a quoted one with letters of two bytes", `CREATE TABLE "${WIDE}" (id int)`, UNASKED, ["medium"]],
  [
    "a constraint's and an index's",
    `ALTER TABLE t ADD CONSTRAINT ${LONG} UNIQUE (a); CREATE INDEX ${LONG}y ON t (a)`,
    UNASKED,
    ["medium", "medium"],
  ],
  ["of several clauses once", `ALTER TABLE t ADD COLUMN ${LONG} int, ADD COLUMN b int`, UNASKED, ["medium"]],
  ["a new name", `ALTER TABLE t RENAME TO ${LONG}`, UNASKED, ["medium"]],
  ["63 bytes are kept", `CREATE TABLE ${LONGEST} (id int)`, UNASKED, []],
  ["a text is no name", `CREATE TABLE t (a text DEFAULT '${LONG}')`, UNASKED, []],
  ["what is only named is made elsewhere", `UPDATE ${LONG} SET a = 1 WHERE id = 1`, UNASKED, []],
];

describe("name-too-long", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("name-too-long", one)).toEqual(one[3]);
  });

  test("it says what the server keeps, at the name, and cuts no letter in two", () => {
    expect(ofRule("name-too-long", `CREATE TABLE ${LONG} (id int)`)[0]).toMatchObject({
      column: 14,
      message: `\`${LONG}\` has 64 bytes: the server keeps \`${LONGEST}\`.`,
    });
    expect(ofRule("name-too-long", `CREATE TABLE "${WIDE}" (id int)`)[0]?.message).toContain(
      `keeps \`${"ø".repeat(31)}\``,
    );
  });
});
