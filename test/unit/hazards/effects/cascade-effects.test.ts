import { describe, expect, test } from "vitest";
import { foundIn } from "../../../support/hazard-values.ts";
import { makeOrders, makeUsers, REFERENCED, target, VIEWED } from "../../../support/rule-cases.ts";

const there = target([makeUsers({ ...REFERENCED, ...VIEWED }), makeOrders()]);
const locks = (sql: string) =>
  foundIn(sql, there).flatMap(({ effects }) =>
    effects.flat().map(({ relation, lock }) => `${relation.name} ${lock}`),
  );

describe("what CASCADE locks", () => {
  test.each([
    ["TRUNCATE users CASCADE", ["users ACCESS EXCLUSIVE", "orders ACCESS EXCLUSIVE"]],
    ["TRUNCATE users", ["users ACCESS EXCLUSIVE"]],
    [
      "ALTER TABLE users DROP COLUMN email CASCADE",
      ["users ACCESS EXCLUSIVE", "active_users ACCESS EXCLUSIVE"],
    ],
    ["ALTER TABLE users DROP COLUMN plan CASCADE", ["users ACCESS EXCLUSIVE"]],
    ["ALTER TABLE users DROP COLUMN email", ["users ACCESS EXCLUSIVE"]],
    ["ALTER MATERIALIZED VIEW users RENAME TO x", ["users ACCESS EXCLUSIVE"]],
    ["ALTER MATERIALIZED VIEW users SET SCHEMA x", ["users ACCESS EXCLUSIVE"]],
  ])("%s", (sql, expected) => {
    expect(locks(sql)).toEqual(expected);
  });
});
