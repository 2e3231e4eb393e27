import { describe, expect, test } from "vitest";
import {
  levelsOf,
  makeCheck,
  makeIndex,
  makeOrders,
  makeUsers,
  NEVER_USED,
  ofRule,
  PRIMARY_KEY,
  REFERENCED,
  type RuleCase,
  target,
  UNASKED,
} from "../../../support/rule-cases.ts";

const DROP = "ALTER TABLE users DROP CONSTRAINT users_pkey";
const UNIQUE = { ...PRIMARY_KEY, kind: "unique", name: "users_email_key", columns: ["email"] } as const;
const keyed = makeUsers({ constraints: [PRIMARY_KEY, UNIQUE], indexes: [makeIndex("new_key", ["id"])] });

const CASES: readonly RuleCase[] = [
  ["ON CONFLICT of running code fails", DROP, target([keyed]), ["medium"]],
  [
    "of a unique constraint too",
    "ALTER TABLE users DROP CONSTRAINT users_email_key",
    target([keyed]),
    ["medium"],
  ],
  ["where nobody uses the table nobody notices", DROP, target([{ ...keyed, use: NEVER_USED }]), ["info"]],
  [
    "another key of the same columns takes its place",
    `${DROP}, ADD CONSTRAINT users_pkey PRIMARY KEY (id)`,
    target([keyed]),
    [],
  ],
  [
    "or an index of them",
    `${DROP}; ALTER TABLE users ADD PRIMARY KEY USING INDEX new_key`,
    target([keyed]),
    [],
  ],
  ["one of others does not", `${DROP}, ADD PRIMARY KEY (email)`, target([keyed]), ["medium"]],
  [
    "a CHECK is no key",
    "ALTER TABLE users DROP CONSTRAINT c",
    target([makeUsers({ constraints: [makeCheck("c", "(id > 0)", ["id"])] })]),
    [],
  ],
  ["where nobody was asked, nobody knows what it is", DROP, UNASKED, []],
  [
    "a table of the same set is nobody's",
    ["CREATE TABLE users (id int CONSTRAINT users_pkey PRIMARY KEY)", DROP],
    target([]),
    [],
  ],
];

describe("drop-key", () => {
  test.each(CASES)("%s", (...one) => {
    expect(levelsOf("drop-key", one)).toEqual(one[3]);
  });

  test("a foreign key to it makes the drop fail", () => {
    const there = target([{ ...keyed, ...REFERENCED }, makeOrders()]);
    expect(ofRule("drop-key", DROP, there)[0]).toMatchObject({
      level: "error",
      message: expect.stringMatching(/fails: `orders` has a foreign key/),
      instead: "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;",
    });
    expect(ofRule("drop-key", `${DROP} CASCADE`, there)[0]?.level).toBe("medium");
    const other = "ALTER TABLE users DROP CONSTRAINT users_email_key";
    expect(ofRule("drop-key", other, there)[0]?.level).toBe("medium");
  });
});
