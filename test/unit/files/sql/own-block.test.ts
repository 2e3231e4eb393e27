import { expect, test } from "vitest";
import { canCountInside, ownBlock } from "../../../../src/files/sql/own-block.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";

const blockOf = (sql: string, begin = 0) => ownBlock(splitStatements(sql).statements, begin);

test.each([
  ["by COMMIT", "BEGIN; SELECT 1; COMMIT; SELECT 2; ROLLBACK", 0, 2, "commit"],
  ["by ROLLBACK", "SELECT 1; BEGIN; ROLLBACK; COMMIT", 1, 2, "rollback"],
  ["by what begins the next", "BEGIN; COMMIT AND CHAIN; COMMIT", 0, 1, "chain"],
  ["by the first half of a two-phase commit", "BEGIN; PREPARE TRANSACTION 'a'; COMMIT", 0, 1, "prepare"],
  ["not by what begins it", "COMMIT AND CHAIN; SELECT 1; COMMIT", 0, 2, "commit"],
  ["not by a second BEGIN, nor by modes", "BEGIN; BEGIN; SET TRANSACTION READ WRITE; COMMIT", 0, 3, "commit"],
  ["not by savepoints", "BEGIN; SAVEPOINT a; ROLLBACK TO a; RELEASE a; END", 0, 4, "commit"],
  ["by nothing", "COMMIT; BEGIN; SELECT 1", 1, null, null],
])("a file's own transaction ends %s: %s", (_, sql, begin, end, ending) => {
  expect(blockOf(sql, begin)).toEqual({ end, ending, isReadOnly: false });
});

test.each([
  ["BEGIN READ ONLY; COMMIT", 0, true],
  ["BEGIN; SET TRANSACTION READ ONLY; COMMIT", 0, true],
  ["BEGIN; SET LOCAL transaction_read_only = on; COMMIT", 0, true],
  ["BEGIN; SELECT 1; SET default_transaction_read_only TO on; COMMIT", 0, true],
  ["BEGIN READ WRITE; COMMIT", 0, false],
  ["BEGIN; SET app.note = 'transaction_read_only'; COMMIT", 0, false],
  ["BEGIN; SELECT transaction_read_only_since, not_transaction_read_only; COMMIT", 0, false],
  ["SET TRANSACTION READ ONLY; BEGIN; COMMIT", 1, false],
  ["BEGIN; COMMIT; BEGIN READ ONLY; COMMIT", 0, false],
])("in %s the transaction that statement %d begins may only read: %s", (sql, begin, isReadOnly) => {
  expect(blockOf(sql, begin).isReadOnly).toBe(isReadOnly);
});

test.each([
  ["BEGIN; COMMIT", true],
  ["BEGIN READ ONLY; COMMIT", false],
  ["BEGIN; ROLLBACK", false],
  ["BEGIN; COMMIT AND CHAIN", false],
  ["BEGIN; PREPARE TRANSACTION 'a'", false],
  ["BEGIN; SELECT 1", false],
])("in %s a row of ours can be written before its COMMIT: %s", (sql, can) => {
  expect(canCountInside(blockOf(sql))).toBe(can);
});
