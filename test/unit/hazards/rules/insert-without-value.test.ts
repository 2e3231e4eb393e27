import { describe, expect, test } from "vitest";
import { makeColumn } from "../../../support/hazard-values.ts";
import {
  levelsOf,
  makeCheck,
  makeUsers,
  NEVER_USED,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const NOT_NULL = "ALTER TABLE users ALTER COLUMN email SET NOT NULL";
const NO_DEFAULT = "ALTER TABLE users ALTER COLUMN plan DROP DEFAULT";
const CHECK = "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID";
const withEmail = (values: Parameters<typeof makeColumn>[2]) =>
  target([makeUsers({ columns: [makeColumn("email", "text", values)] })]);

const CASES: readonly RuleCase[] = [
  ["INSERTs that leave it out are refused", NOT_NULL, target([makeUsers()]), ["medium"]],
  ["where nobody inserts nobody notices", NOT_NULL, target([makeUsers({ use: NEVER_USED })]), ["info"]],
  ["where nobody was asked, a default may fill it", NOT_NULL, UNASKED, ["info"]],
  [
    "a column that is new is left out for certain",
    ["ALTER TABLE users ADD COLUMN x int", "ALTER TABLE users ALTER x SET NOT NULL"],
    UNASKED,
    ["medium"],
  ],
  ["a CHECK that it is not null refuses them too", CHECK, target([makeUsers()]), ["medium"]],
  [
    "and NOT NULL as a constraint (18)",
    "ALTER TABLE users ADD CONSTRAINT n NOT NULL email NOT VALID",
    target([makeUsers()]),
    ["medium"],
  ],
  ["a default that is dropped fills nothing any more", NO_DEFAULT, target([makeUsers()]), ["medium"]],
  [
    "one of a new column neither",
    "ALTER TABLE users ADD COLUMN x int NOT NULL DEFAULT 1; ALTER TABLE users ALTER x DROP DEFAULT",
    UNASKED,
    ["medium"],
  ],
  ["after the CHECK NOT NULL refuses no more", [CHECK, NOT_NULL], target([makeUsers()]), ["medium"]],
  [
    "a CHECK that the target has refuses them already",
    NOT_NULL,
    target([makeUsers({ constraints: [makeCheck("c", "(email IS NOT NULL)", ["email"])] })]),
    [],
  ],
  ["so does NOT NULL", NOT_NULL, withEmail({ isNotNull: true }), []],
  ["a default fills it", NOT_NULL, withEmail({ hasDefault: true }), []],
  ["and so does an identity", NOT_NULL, withEmail({ isIdentity: true }), []],
  ["and an expression", NOT_NULL, withEmail({ generated: "stored" }), []],
  [
    "NULL takes the place of a default",
    "ALTER TABLE users ALTER COLUMN email DROP DEFAULT",
    target([makeUsers()]),
    [],
  ],
  [
    "a default that is set helps",
    "ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'x'",
    target([makeUsers()]),
    [],
  ],
  [
    "another CHECK is about what is given",
    "ALTER TABLE users ADD CONSTRAINT c CHECK (email <> '')",
    target([makeUsers()]),
    [],
  ],
  [
    "one that is not enforced refuses nothing",
    "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT ENFORCED",
    target([makeUsers()]),
    [],
  ],
  [
    "a table of the same set has no old INSERTs",
    ["CREATE TABLE users (email text)", NOT_NULL],
    target([]),
    [],
  ],
];

describe("insert-without-value", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("insert-without-value", one)).toEqual(one[3]);
  });
});
