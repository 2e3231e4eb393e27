import { describe, expect, test } from "vitest";
import type { TransactionRule } from "../../../src/files/migration-file.ts";
import { makeOwnTransaction } from "../../../src/files/own-transaction.ts";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";

const ownOf = (text: string, rule: TransactionRule = "runner", ownRows: readonly number[] = []) =>
  makeOwnTransaction(splitStatements(text).statements, new Set(ownRows), rule);

test.each<[string, TransactionRule, readonly number[], object]>([
  ["SELECT 1; SELECT 2", "runner", [], { kind: "none" }],
  ["", "wrapped", [], { kind: "none" }],
  ["BEGIN; SELECT 1; COMMIT", "runner", [], { kind: "pair", begin: 0, commit: 2 }],
  ["SELECT 1; BEGIN; COMMIT; SELECT 2", "as-written", [0, 3], { kind: "pair", begin: 1, commit: 2 }],
  ["BEGIN; SELECT 1; COMMIT", "wrapped", [], { kind: "pair", begin: 0, commit: 2 }],
  ["SELECT 1; SELECT 2; COMMIT", "wrapped", [], { kind: "last-commit", commit: 2 }],
  ["END", "wrapped", [], { kind: "last-commit", commit: 0 }],
])("%s, of a tool that says %s, with own rows at %j, is %j", (text, rule, ownRows, own) => {
  expect(ownOf(text, rule, ownRows)).toEqual(own);
});

const HINT =
  "Take the file's own BEGIN and COMMIT out (the runner puts one transaction around the file), or put `-- migrate:no-transaction` on the first line: then each statement runs as written, by itself.";
const MODES =
  "This transaction asks for its own isolation level or access mode, which the runner's cannot have.";
const NOT_BEGUN = "This COMMIT ends a transaction that the file did not begin: the runner's own.";
const ROLLBACK = "This takes back what the runner's transaction has done, its ledger row included.";
const CHAIN = "This ends a transaction and begins another.";
const PREPARE = "This leaves a prepared transaction behind, and the runner's own is gone.";
const NEVER = "This transaction is begun and never committed.";
const INSIDE = "This begins a transaction inside a transaction.";
const OUTSIDE = "This statement stands outside the file's own BEGIN … COMMIT.";

describe("what the runner's one transaction cannot stand for is refused at its place, with why", () => {
  test.each<[string, TransactionRule, string]>([
    ["SELECT 1;\n  COMMIT", "runner", NOT_BEGUN],
    ["SELECT 1;\n  COMMIT; SELECT 2", "wrapped", NOT_BEGUN],
    ["SELECT 1;\n  ROLLBACK", "wrapped", ROLLBACK],
    ["SELECT 1;\n  COMMIT AND CHAIN", "runner", CHAIN],
    ["SELECT 1;\n  PREPARE TRANSACTION 'a'", "runner", PREPARE],
    ["SELECT 1;\n  SET TRANSACTION READ ONLY", "runner", MODES],
    ["SELECT 1;\n  BEGIN READ ONLY", "runner", MODES],
    ["SELECT 1;\n  BEGIN", "wrapped", NEVER],
    ["BEGIN;\n  BEGIN", "runner", INSIDE],
    ["BEGIN;\n  BEGIN READ ONLY; COMMIT", "runner", INSIDE],
    ["BEGIN;\n  ROLLBACK", "runner", ROLLBACK],
    ["BEGIN;\n  COMMIT AND CHAIN; COMMIT", "runner", CHAIN],
    ["BEGIN;\n  PREPARE TRANSACTION 'a'", "runner", PREPARE],
    ["BEGIN;\n  SET TRANSACTION READ ONLY; COMMIT", "runner", MODES],
    ["BEGIN; COMMIT;\n  BEGIN; COMMIT", "as-written", "The file has more than one transaction."],
    ["BEGIN; COMMIT;\n  SELECT 1", "wrapped", OUTSIDE],
  ])("%j of a tool that says %s: %s", (text, rule, message) => {
    const problem = { code: "PLAN_TRANSACTION_CONTROL", message, hint: HINT, line: 2, column: 3 };
    expect(ownOf(text, rule)).toEqual({ kind: "refused", problem });
  });
});
