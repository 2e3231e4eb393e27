import { describe, expect, test } from "vitest";
import {
  hazardsOf,
  levelsOf,
  makeConstraint,
  makeFacts,
  makeTable,
  SMALL,
} from "../../../support/hazard-values.ts";

const RULE = "validate-in-same-transaction";
const ADD = "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID";
const VALIDATE = "ALTER TABLE users VALIDATE CONSTRAINT c";
const facts = makeFacts([makeTable("users")]);

describe(RULE, () => {
  test.each([
    ["a CHECK", ADD, "ACCESS EXCLUSIVE"],
    ["a NOT NULL", "ALTER TABLE users ADD CONSTRAINT c NOT NULL age NOT VALID", "ACCESS EXCLUSIVE"],
    [
      "a foreign key",
      "ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES teams NOT VALID",
      "SHARE ROW EXCLUSIVE",
    ],
  ])("%s that is validated where it was added is checked under the lock of that", (_, add, lock) => {
    const found = hazardsOf(`${add}; ${VALIDATE}`, { facts }).filter(({ rule }) => rule === RULE);
    expect(found).toMatchObject([{ level: "high" }]);
    expect(found[0]?.message).toContain(`its ${lock} lock is still held`);
    expect(levelsOf(RULE, `${add}; ${VALIDATE}`)).toEqual(["high"]);
  });

  test("in one statement, and by the name that the server makes, too", () => {
    const sql = `${ADD}, VALIDATE CONSTRAINT c`;
    expect(levelsOf(RULE, `-- migrate:no-transaction\n${sql}`)).toEqual(["high"]);
    const unnamed =
      "ALTER TABLE users ADD CHECK (age > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT users_age_check";
    expect(levelsOf(RULE, unnamed)).toEqual(["high"]);
  });

  test.each([
    ["in a later file", [ADD, VALIDATE], { facts }],
    ["in a file without a transaction", `-- migrate:no-transaction\n${ADD}; ${VALIDATE}`, { facts }],
    ["on a small table", `${ADD}; ${VALIDATE}`, { facts: makeFacts([makeTable("users", SMALL)]) }],
    ["on a table of the pending set", `CREATE TABLE users (age int); ${ADD}; ${VALIDATE}`, {}],
    [
      "of what the target has",
      VALIDATE,
      {
        facts: makeFacts([
          makeTable("users", { constraints: [makeConstraint("c", "check", ["age"], { isValid: false })] }),
        ]),
      },
    ],
  ])("nothing is said of a VALIDATE %s", (_, sql, situation) => {
    expect(levelsOf(RULE, sql, situation)).toEqual([]);
  });
});
