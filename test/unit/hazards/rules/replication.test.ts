import { describe, expect, test } from "vitest";
import {
  levelsOf,
  makeIndex,
  makeUsers,
  PRIMARY_KEY,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const published = makeUsers({
  isPublished: true,
  constraints: [PRIMARY_KEY, { ...PRIMARY_KEY, name: "k", kind: "unique", columns: ["email"] }],
  indexes: [makeIndex("ident", ["email"], { isReplicaIdentity: true }), makeIndex("other", ["plan"])],
});
const there = target([published]);
const byIndex = target([{ ...published, replicaIdentity: "index" }]);
const DROP = "ALTER TABLE users DROP CONSTRAINT users_pkey";

const CASES: readonly RuleCase[] = [
  ["the primary key of a published table", DROP, there, ["high"]],
  ["a column of it", "ALTER TABLE users DROP COLUMN id", there, ["high"]],
  ["the index that was chosen", "DROP INDEX ident", byIndex, ["high"]],
  ["no identity at all", "ALTER TABLE users REPLICA IDENTITY NOTHING", there, ["high"]],
  ["all columns cost much", "ALTER TABLE users REPLICA IDENTITY FULL", there, ["medium"]],
  ["an index is the way", "ALTER TABLE users REPLICA IDENTITY USING INDEX k", there, []],
  ["and where it is chosen the primary key may go", DROP, byIndex, []],
  ["another constraint is no identity", "ALTER TABLE users DROP CONSTRAINT k", there, []],
  ["nor another column", "ALTER TABLE users DROP COLUMN plan", there, []],
  ["nor another index", "DROP INDEX other", byIndex, []],
  ["nor an owner", "ALTER TABLE users OWNER TO app", there, []],
  [
    "a table without a key had none before",
    "ALTER TABLE users DROP COLUMN plan",
    target([makeUsers({ isPublished: true })]),
    [],
  ],
  ["what is not published needs none", DROP, target([{ ...published, isPublished: false }]), []],
  [
    "where nobody was asked, nobody knows",
    `${DROP}; ALTER TABLE users REPLICA IDENTITY NOTHING`,
    UNASKED,
    [],
  ],
];

describe("replication", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("replication", one)).toEqual(one[3]);
  });
});
