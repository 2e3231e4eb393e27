import { expect, test } from "vitest";
import { joinStages } from "../../../src/apply/join-stages.ts";
import { prepareChunks } from "../../../src/apply/prepare-chunks.ts";
import { makeStages } from "../../../src/execution/make-stages.ts";
import { type Execution, makeTransaction } from "../../../src/execution/make-transaction.ts";
import { makeRecorder } from "../../../src/ledger/make-recorder.ts";
import { makeUpStep } from "../../../src/plan/make-step.ts";
import { LEDGER_NAME, makeLedger, makeRepeatable, makeRow, makeStep } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

const ledger = makeLedger();
const execution: Execution = {
  ledger,
  settings: { lockTimeoutMs: 2_000, statementTimeoutMs: 0, role: null },
  recorder: makeRecorder({
    inputs: parsed({}),
    ledger,
    creation: null,
    planDigest: "sha256:x",
    toolVersion: "0",
    redact: (text) => text,
  }),
};

/** Each message with a statement of the file, and how many statements count as done should it fail. */
const sent = (text: string) =>
  makeStages(makeStep("1_a", `-- migrate:no-transaction\n${text}`), execution).flatMap(
    ({ parts, statementsDone }) => {
      const [own] = parts.filter(({ statement }) => statement !== null);
      return own === undefined ? [] : [`${parts.length} ${own.sql} after ${statementsDone}`];
    },
  );

test("each statement is alone in its message, and those before it count as done", () => {
  expect(sent("SELECT 1; SELECT 2; SELECT 3;")).toEqual([
    "1 SELECT 1 after 0",
    "1 SELECT 2 after 1",
    "1 SELECT 3 after 2",
  ]);
});

/** The statements of the file in each message, with `+` where its count, `!` where the completion is in it. */
const messagesOf = (text: string) =>
  joinStages(makeStages(makeStep("1_a", `-- migrate:no-transaction\n${text}`), execution)).flatMap(
    (stages) => {
      const parts = stages.flatMap((stage) => stage.parts);
      const said = parts.flatMap(({ sql, statement }) => {
        if (statement !== null) return [sql];
        if (/status = 'completed'/.test(sql)) return ["!"];
        return /statements_done = [^0]/.test(sql) ? ["+"] : [];
      });
      return said.length === 0 ? [] : [said.join(" ")];
    },
  );

test("what does the same in a transaction of its own is counted there, and shares a message with its neighbours", () => {
  expect(messagesOf("CREATE TABLE a (); INSERT INTO a DEFAULT VALUES; DROP TABLE a;")).toEqual([
    "CREATE TABLE a () + INSERT INTO a DEFAULT VALUES + DROP TABLE a !",
  ]);
  expect(messagesOf("DROP TABLE a; VACUUM b; SELECT f(); TRUNCATE a; CALL p();")).toEqual([
    "DROP TABLE a +",
    "VACUUM b",
    "+",
    "SELECT f()",
    "+ TRUNCATE a +",
    "CALL p()",
    "!",
  ]);
  const indexed = "SET statement_timeout = '1h'; DROP TABLE a; CREATE INDEX CONCURRENTLY i ON b (c);";
  expect(messagesOf(indexed)).toEqual([
    "SET statement_timeout = '1h' + DROP TABLE a +",
    "CREATE INDEX CONCURRENTLY i ON b (c)",
    "!",
  ]);
  expect(makeStages(makeStep("1_a", `-- migrate:no-transaction\n${indexed}`), execution)).toHaveLength(5);
});

test("a shared message has no more statements than can be stopped between, and no more text than is read at once", () => {
  const many = messagesOf("DROP TABLE a;".repeat(120)).map((message) => message.split("DROP").length - 1);
  // The row that says `running` is in the first.
  expect(many).toEqual([49, 50, 21]);
  const long = `COMMENT ON TABLE a IS '${"x".repeat(90_000)}';`;
  expect(messagesOf(long.repeat(5))).toHaveLength(3);
});

test("in a transaction of the file's own nothing counts before its COMMIT, and nothing of ours is sent", () => {
  expect(sent("SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2;")).toEqual([
    "1 SELECT 0 after 0",
    "1 BEGIN after 1",
    "1 SELECT 1 after 1",
    "1 COMMIT after 1",
    "1 SELECT 2 after 4",
  ]);
  const inside = makeStages(
    makeStep("1_a", "-- migrate:no-transaction\nBEGIN; SELECT 1; COMMIT;"),
    execution,
  ).map(({ parts }) => parts.map(({ sql }) => sql));
  const begin = inside.findIndex((sql) => sql.length === 1 && sql[0] === "BEGIN");
  expect(inside.slice(begin, begin + 3)).toEqual([["BEGIN"], ["SELECT 1"], ["COMMIT"]]);
});

/** The lock_timeout that stands when each statement is sent, and when the row is completed. */
const lockTimeouts = (text: string) => {
  let now = "none";
  return makeStages(makeStep("1_a", text), execution).flatMap(({ parts }) =>
    parts.flatMap(({ sql, statement }) => {
      now = /^SET lock_timeout = (.*)$/.exec(sql)?.[1] ?? now;
      const isCompletion = sql.includes('INSERT INTO "public"."migration_history"');
      return statement !== null || isCompletion ? [now] : [];
    }),
  );
};

test("CONCURRENTLY runs without limits, which stand for all that is before and after it", () => {
  const [index, vacuum] = ["CREATE INDEX CONCURRENTLY i ON t (a);", "VACUUM;"];
  expect(lockTimeouts(index)).toEqual(["0", "'2000ms'"]);
  expect(lockTimeouts(`-- migrate:no-transaction\n${vacuum}${index}${index}${vacuum}`)).toEqual([
    ...["'2000ms'", "0", "0", "'2000ms'"],
    "'2000ms'",
  ]);
});

test("only the row at the end of the last waits for the disk, and its last statement is not counted before it", () => {
  const steps = ["1_a", "2_b"].map((stem) => makeStep(stem, "-- migrate:no-transaction\nVACUUM; ANALYZE;"));
  const messages = [...prepareChunks(steps, execution, "direct")].flatMap((chunk) =>
    chunk.mode === "transaction"
      ? []
      : chunk.messages.map((stages) => stages.flatMap(({ parts }) => parts.map(({ sql }) => sql))),
  );
  const written = messages.filter((sql) => sql.some((part) => /^(INSERT|UPDATE|WITH)/.test(part)));
  const isUnflushed = written.map((sql) => sql.includes("SET LOCAL synchronous_commit = off"));
  // Of each the row, one statement done, the row's completion.
  expect(isUnflushed).toEqual([true, true, true, true, true, false]);
  expect(messages.at(-1)).toEqual(expect.arrayContaining(["DISCARD TEMP"]));
});

test.each(["transaction", "no-transaction"])(
  "in the mode %s the row that a repeatable migration replaces goes in the transaction of its new one, before it",
  (mode) => {
    const text = mode === "transaction" ? "SELECT 1;" : "-- migrate:no-transaction\nSELECT 1;";
    const old = makeRow("R__views", { checksum: "sha256:before" });
    const step = makeUpStep(makeRepeatable("views", text), LEDGER_NAME, old);
    const messages =
      mode === "transaction"
        ? [makeTransaction(step, execution)]
        : makeStages(step, execution).map(({ parts }) => parts);
    const sql = messages.map((parts) => parts.map((part) => part.sql));
    const message = sql.find((parts) => parts.some((part) => part.startsWith("INSERT INTO"))) ?? [];
    const at = message.findIndex((part) => part.startsWith("INSERT INTO"));
    expect(message[at - 1]).toMatch(/^DO .*DELETE FROM .*R__views.*sha256:before/);
    expect(message.slice(0, at).filter((part) => /^(BEGIN|COMMIT)\b/.test(part))).toEqual(["BEGIN"]);
    expect(sql.flat().filter((part) => part.includes("DELETE"))).toHaveLength(1);
  },
);
