import { describe, expect, test } from "vitest";
import {
  append,
  clauseAt,
  expressionAt,
  generatedAs,
  inlineClauseAt,
  withConcurrently,
} from "../../../src/hazards/written-sql.ts";
import { makeActions } from "../../../src/syntax/make-actions.ts";
import { parse } from "../../support/hazard-values.ts";

const actionsOf = (sql: string) => (parse(sql) ?? []).flatMap(makeActions);

/** The column that the first action adds. */
function columnOf(sql: string) {
  const [action] = actionsOf(sql);
  if (action?.kind !== "add-column") throw new Error(`${sql} adds no column.`);
  return action.column;
}

describe("a clause as it is written", () => {
  test.each([
    ["CHECK (a IN (1, 2)), ADD COLUMN b int", "CHECK (a IN (1, 2))"],
    ["CHECK (a <> ',)') -- why, then", "CHECK (a <> ',)')"],
    ["CHECK (a <> '🐘'), ADD CHECK (b > 0)", "CHECK (a <> '🐘')"],
  ])("%s ends at its comma, or before comments", (clauses, clause) => {
    const sql = `ALTER TABLE t /* 🐘 */ ADD ${clauses}`;
    const [action] = actionsOf(sql);
    expect(action?.kind === "add-constraint" ? clauseAt(sql, action.constraint.at) : null).toBe(clause);
  });

  test.each([
    ["int DEFAULT (random() * 5)::int NOT NULL", "(random() * 5)::int"],
    ["int DEFAULT ((1 + 2)) CHECK (a > 0)", "((1 + 2))"],
    ["text DEFAULT 'not null' COLLATE \"C\", ADD COLUMN b int", "'not null'"],
    ["int DEFAULT -5", "-5"],
    ["text DEFAULT concat('a', ',') NOT NULL", "concat('a', ',')"],
  ])("of %s the default is %s", (definition, value) => {
    const sql = `ALTER TABLE t ADD COLUMN a ${definition}`;
    const tree = columnOf(sql).default;
    expect(tree === null ? null : expressionAt(sql, tree)).toBe(value);
  });

  test.each([
    ["int REFERENCES r (id) ON DELETE SET NULL NOT NULL", "REFERENCES r (id) ON DELETE SET NULL"],
    ["int CONSTRAINT x CHECK (a > 0) NOT NULL", "CHECK (a > 0)"],
  ])(
    "a column's own constraint is without its name and ends where the next begins: %s",
    (definition, clause) => {
      const sql = `ALTER TABLE t ADD COLUMN a ${definition}`;
      const [constraint] = columnOf(sql).constraints;
      expect(constraint === undefined ? null : inlineClauseAt(sql, constraint.at)).toBe(clause);
    },
  );

  test("what a column is generated from keeps its parentheses; of another column there is nothing", () => {
    expect(generatedAs("a int GENERATED ALWAYS AS ((b + 1) * 2) STORED")).toBe("((b + 1) * 2)");
    expect(generatedAs("a int DEFAULT 5")).toBeNull();
  });

  test.each([
    ["CREATE INDEX i ON t (a)", "CREATE INDEX CONCURRENTLY i ON t (a)"],
    ["create  unique index on t (a)", "create  unique index CONCURRENTLY on t (a)"],
  ])("%s is made CONCURRENTLY", (sql, made) => {
    expect(withConcurrently(sql)).toBe(made);
  });

  test("what is appended stands on a line of its own behind a comment", () => {
    expect(append("CHECK (a)", "NOT VALID")).toBe("CHECK (a) NOT VALID");
    expect(append("CHECK (a -- x\n)", "NOT VALID")).toBe("CHECK (a -- x\n)\n  NOT VALID");
  });
});
