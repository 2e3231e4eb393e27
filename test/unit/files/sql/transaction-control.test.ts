import { expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { isSavepointControl, transactionControl } from "../../../../src/files/sql/transaction-control.ts";

test.each([
  ["BEGIN", "begin"],
  ["begin /* work */ transaction", "begin"],
  ["START TRANSACTION", "begin"],
  ["BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE NOT DEFERRABLE", "begin"],
  ["BEGIN ISOLATION LEVEL SERIALIZABLE", "begin-with-modes"],
  ["START TRANSACTION READ ONLY", "begin-with-modes"],
  ["BEGIN TRANSACTION READ WRITE, DEFERRABLE", "begin-with-modes"],
  ["COMMIT", "commit"],
  ["COMMIT WORK AND NO CHAIN", "commit"],
  ["END TRANSACTION", "commit"],
  ["ROLLBACK", "rollback"],
  ["ABORT WORK", "rollback"],
  ["COMMIT AND CHAIN", "chain"],
  ["ROLLBACK TRANSACTION AND CHAIN", "chain"],
  ["PREPARE TRANSACTION 'x'", "prepare"],
])("%s is %s", (sql, control) => {
  expect(splitStatements(sql).statements.map(transactionControl)).toEqual([control]);
});

test.each([
  "SAVEPOINT a",
  "RELEASE SAVEPOINT a",
  "ROLLBACK TO a",
  "ROLLBACK WORK TO SAVEPOINT a",
  "COMMIT PREPARED 'x'",
  "ROLLBACK PREPARED 'x'",
  "PREPARE transaction AS SELECT 1",
  "DO $$ BEGIN NULL; END $$",
  "SELECT 'COMMIT'",
  '"commit"',
  "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
])("%s neither begins nor ends a transaction", (sql) => {
  expect(splitStatements(sql).statements.map(transactionControl)).toEqual([null]);
});

test.each(["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "set local transaction read only"])(
  "%s changes the one it stands in",
  (sql) => expect(splitStatements(sql).statements.map(transactionControl)).toEqual(["modes"]),
);

test.each([
  ["SAVEPOINT a", true],
  ["RELEASE a", true],
  ["RELEASE SAVEPOINT a", true],
  ["ROLLBACK TO a", true],
  ["ROLLBACK TRANSACTION TO SAVEPOINT a", true],
  ["ABORT", false],
  ["ROLLBACK WORK", false],
  ["COMMIT", false],
  ["SELECT 'SAVEPOINT'", false],
])("of %s it is %s that it is about a savepoint", (sql, is) => {
  expect(splitStatements(sql).statements.map(isSavepointControl)).toEqual([is]);
});
