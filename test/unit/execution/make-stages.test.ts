import { describe, expect, test } from "vitest";
import { joinStages } from "../../../src/apply/join-stages.ts";
import { prepareChunks } from "../../../src/apply/prepare-chunks.ts";
import { makeStages } from "../../../src/execution/make-stages.ts";
import { type Execution, makeTransaction } from "../../../src/execution/make-transaction.ts";
import { makeRecorder } from "../../../src/ledger/make-recorder.ts";
import { goOnAt, makeResumingStep, makeUpStep } from "../../../src/plan/make-step.ts";
import type { Step } from "../../../src/plan/plan.ts";
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
    runMark: "0123456789ab",
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

/** With a checksum as short as a real one, which stands in each count. */
const withChecksum = (step: Step): Step => ({ ...step, file: { ...step.file, checksum: "sha256:x" } });

/** The statements of the file in each message, with `+` where its count, `!` where the completion is in it. */
const messagesOf = (text: string) =>
  joinStages(
    makeStages(withChecksum(makeStep("1_a", `-- migrate:no-transaction\n${text}`)), execution),
  ).flatMap((stages) => {
    const parts = stages.flatMap((stage) => stage.parts);
    const said = parts.flatMap(({ sql, statement }) => {
      if (statement !== null) return [sql];
      if (/status = 'completed'/.test(sql)) return ["!"];
      return /statements_done = [^0]/.test(sql) ? ["+"] : [];
    });
    // The completion is counted too, so that a run whose file was taken over does not complete it.
    const counted = said.indexOf("!") - 1;
    expect([undefined, "+"]).toContain(said[counted]);
    if (counted >= 0) said.splice(counted, 1);
    return said.length === 0 ? [] : [said.join(" ")];
  });

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

test("a transaction of the file's own is counted once, just before its COMMIT and as ourselves, and the last one completed there", () => {
  expect(sent("SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2;")).toEqual([
    "1 SELECT 0 after 0",
    "1 BEGIN after 1",
    "1 SELECT 1 after 1",
    "4 COMMIT after 1",
    "1 SELECT 2 after 4",
  ]);
  const inside = makeStages(
    makeStep("1_a", "-- migrate:no-transaction\nBEGIN; SELECT 1; COMMIT;"),
    execution,
  ).map(({ parts }) => parts.map(({ sql }) => sql));
  const begin = inside.findIndex((sql) => sql.length === 1 && sql[0] === "BEGIN");
  expect(inside.slice(begin, begin + 2)).toEqual([["BEGIN"], ["SELECT 1"]]);
  const last = inside[begin + 2] ?? [];
  const commit = last.indexOf("COMMIT");
  expect(last.slice(0, 2)).toEqual(["SET LOCAL SESSION AUTHORIZATION DEFAULT", "SET LOCAL ROLE NONE"]);
  expect(last.slice(2, commit).join()).toMatch(
    /statements_done = CASE .*status = 'completed'.*migration_history/s,
  );
  expect(inside).toHaveLength(begin + 3);
});

test.each([
  "BEGIN READ ONLY",
  "BEGIN; SET TRANSACTION READ ONLY",
  "BEGIN; SET LOCAL transaction_read_only = on",
])("a transaction that may only read is counted behind its COMMIT: %s", (begin) => {
  expect(sent(`${begin}; SELECT 1; COMMIT; SELECT 2;`).filter((said) => said.includes("COMMIT"))).toEqual([
    "1 COMMIT after 0",
  ]);
});

/** What a step sends that goes on after `done` statements of `text`, without the ledger's own. */
const resumed = (text: string, done: number, cleanUp: readonly string[] = []) => {
  const row = makeRow("1", { status: "running", statementsDone: done, batch: 3 });
  const step = makeResumingStep(makeStep("1_a", `-- migrate:no-transaction\n${text}`), row);
  if (step.resumes === null) throw new Error("It does not go on.");
  return joinStages(makeStages(goOnAt(step, step.resumes, done, cleanUp), execution)).map((stages) =>
    stages
      .flatMap(({ parts }) => parts.map(({ sql }) => sql))
      .filter(
        (sql) =>
          !/"public"|^(BEGIN|COMMIT|RESET ALL|DISCARD|DEALLOCATE|CLOSE|UNLISTEN|SELECT pg_)|SESSION AUTH|ROLE|LOCAL|idle_in_transaction|check_interval/.test(
            sql,
          ),
      ),
  );
};

describe("a step that goes on", () => {
  test("sends only what is left, after what its session had set, and with the limits that stood", () => {
    const text =
      "SET search_path = s; CREATE INDEX CONCURRENTLY i ON t (a); SET lock_timeout = '1s'; VACUUM t; VACUUM u;";
    expect(resumed(text, 4).flat()).toEqual([
      "SET lock_timeout = '2000ms'",
      "SET statement_timeout = '0ms'",
      "SET search_path = s",
      "SET lock_timeout = '2000ms'",
      "SET statement_timeout = '0ms'",
      "SET lock_timeout = '1s'",
      "VACUUM u",
    ]);
  });

  test("clears away what was left without limits, each statement alone in its message", () => {
    const messages = resumed("DROP TABLE a; CREATE INDEX CONCURRENTLY i ON t (a);", 1, ["DROP x", "DROP y"]);
    expect(messages.filter((message) => message.some((sql) => sql.startsWith("DROP")))).toEqual([
      ["DROP x"],
      ["DROP y"],
    ]);
    expect(messages.flat()).toEqual([
      "SET lock_timeout = '2000ms'",
      "SET statement_timeout = '0ms'",
      "SET lock_timeout = 0",
      "SET statement_timeout = 0",
      "DROP x",
      "DROP y",
      "SET lock_timeout = '2000ms'",
      "SET statement_timeout = '0ms'",
      "SET lock_timeout = 0",
      "SET statement_timeout = 0",
      "CREATE INDEX CONCURRENTLY i ON t (a)",
      "SET lock_timeout = '2000ms'",
      "SET statement_timeout = '0ms'",
    ]);
  });

  test("takes its row up again, exactly as it was read, and counts on from there", () => {
    const row = makeRow("01", { status: "running", statementsDone: 1, batch: 3, appliedBy: "mona" });
    const step = makeResumingStep(
      makeStep("1_a", "-- migrate:no-transaction\nVACUUM t; VACUUM u; VACUUM v;"),
      row,
    );
    const sql = makeStages(step, execution).flatMap(({ parts }) => parts.map((part) => part.sql));
    const taken = sql.find((text) => text.startsWith("DO ")) ?? "";
    expect(taken).toContain("version = ''01'' AND");
    expect(taken).toContain("statements_done IS NOT DISTINCT FROM 1 AND batch IS NOT DISTINCT FROM 3");
    expect(sql.join("\n")).toContain("The run ended after 1 of its statements without a word.");
    expect(
      sql
        .filter((text) => text.includes("statements_done = CASE"))
        .map((text) => /THEN (\d)/.exec(text)?.[1]),
    ).toEqual(["2", "3"]);
  });
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

test("only the row at the end waits for the disk, as it is told of then, and its last statement is not counted before it", () => {
  const steps = ["1_a", "2_b"].map((stem) => makeStep(stem, "-- migrate:no-transaction\nVACUUM; ANALYZE;"));
  const messages = [...prepareChunks(steps, execution, "direct")].flatMap((chunk) =>
    chunk.mode === "transaction"
      ? []
      : chunk.messages.map((stages) => stages.flatMap(({ parts }) => parts.map(({ sql }) => sql))),
  );
  const written = messages.filter((sql) => sql.some((part) => /^(INSERT|UPDATE|WITH)/.test(part)));
  const isUnflushed = written.map((sql) => sql.includes("SET LOCAL synchronous_commit = off"));
  // Of each the row, one statement done, the row's completion.
  expect(isUnflushed).toEqual([true, true, false, true, true, false]);
  expect(messages.at(-1)).toEqual(expect.arrayContaining(["DISCARD TEMP"]));
});

test("behind a pooler all rows wait for the disk: a run can go on with a server that was restarted meanwhile", () => {
  const steps = ["1_a", "2_b"].map((stem) => makeStep(stem, "-- migrate:no-transaction\nVACUUM; ANALYZE;"));
  const sent = [...prepareChunks(steps, execution, "pooled")].flatMap((chunk) =>
    chunk.mode === "transaction" ? [] : chunk.messages.flat().flatMap(({ parts }) => parts),
  );
  expect(sent.filter(({ sql }) => sql.includes("synchronous_commit"))).toEqual([]);
  expect(sent.filter(({ sql }) => sql.startsWith("INSERT INTO"))).toHaveLength(4);
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
