import { describe, expect, test } from "vitest";
import { plain } from "../../../src/files/layouts/plain.ts";
import { makeScript } from "../../../src/files/make-script.ts";
import type { TransactionRule } from "../../../src/files/migration-file.ts";
import { largeSource } from "./large/source-of.ts";

const LEDGER = { schema: "public", table: "schema_migrations" };
const script = (text: string, transactions: TransactionRule = "runner") =>
  makeScript({ text, transactions }, LEDGER);
const sqlOf = (text: string) => script(text).statements.map(({ sql }) => sql);
const problemsOf = (text: string) => script(text).problems.map(({ code, line }) => [code, line]);
const ROW = "INSERT INTO schema_migrations (version) VALUES ('1')";

describe("an ordinary file", () => {
  test("runs in one transaction", () => {
    expect(script("CREATE TABLE a ();\nCREATE TABLE b ();")).toMatchObject({
      mode: "transaction",
      problems: [],
      ownLedgerRows: [],
      createsLedger: null,
      leftOut: [],
      statementTimeoutMs: null,
      allowances: [],
    });
  });

  test.each(["", "\n", "-- nothing to do here\n", "/* nor here */;"])(
    "without statements is fine: %j",
    (text) => {
      expect(script(text)).toMatchObject({ mode: "transaction", statements: [], problems: [] });
    },
  );

  test("names the statements that write its own row, and the one that makes the ledger", () => {
    const text = `CREATE TABLE IF NOT EXISTS schema_migrations (version text); ${ROW}; SELECT 1; DO $$ BEGIN ${ROW}; END $$`;
    expect(script(text)).toMatchObject({ createsLedger: 0, ownLedgerRows: [1, 3], problems: [] });
  });

  test("does not run what would drop the ledger that records it", () => {
    const text = "SELECT 1; DROP TABLE IF EXISTS schema_migrations; SELECT 2";
    expect(sqlOf(text)).toEqual(["SELECT 1", "SELECT 2"]);
    expect(sqlOf(`-- migrate:no-transaction\n${text}`)).toEqual(["SELECT 1", "SELECT 2"]);
    expect(script(text).leftOut.map(({ sql }) => sql)).toEqual(["DROP TABLE IF EXISTS schema_migrations"]);
    expect(script(text).problems).toEqual([]);
  });

  test("carries what its headers say", () => {
    expect(script("-- migrate:timeout 1h\n-- migrate:allow a reason: b\nSELECT 1")).toMatchObject({
      statementTimeoutMs: 3_600_000,
      allowances: [{ rule: "a", reason: "b", line: 2 }],
    });
  });
});

describe("a file's own BEGIN … COMMIT", () => {
  test("is taken out, and the rest stays at its place", () => {
    const { statements, problems, mode } = script(
      "-- head\nBEGIN;\n  SELECT 1;\nSELECT 2;\nCOMMIT;\n-- end\n",
    );
    expect(statements.map(({ sql, line, column }) => [sql, line, column])).toEqual([
      ["SELECT 1", 3, 3],
      ["SELECT 2", 4, 1],
    ]);
    expect({ mode, problems }).toEqual({ mode: "transaction", problems: [] });
  });

  test.each([
    ["START TRANSACTION; SELECT 1; END"],
    ["begin work; SELECT 1; commit and no chain;"],
    ["BEGIN ISOLATION LEVEL READ COMMITTED; SELECT 1; COMMIT TRANSACTION"],
  ])("is known in all its words: %s", (text) => expect(sqlOf(text)).toEqual(["SELECT 1"]));

  test("may have the file's own ledger row behind it, which then runs in the one transaction", () => {
    expect(script(`BEGIN; SELECT 1; COMMIT; ${ROW};`)).toMatchObject({
      mode: "transaction",
      statements: [{ sql: "SELECT 1" }, { sql: ROW }],
      ownLedgerRows: [1],
      problems: [],
    });
  });

  test("may have it before", () => {
    expect(script(`${ROW}; BEGIN; SELECT 1; COMMIT;`)).toMatchObject({ ownLedgerRows: [0], problems: [] });
  });

  test("may have around it what takes rows off the ledger, as people write it into a way back", () => {
    const text = "BEGIN; SELECT 1; COMMIT; DELETE FROM schema_migrations WHERE version = '1'";
    expect(script(text)).toMatchObject({ mode: "transaction", ownLedgerRows: [], problems: [] });
    expect(sqlOf(text)).toEqual(["SELECT 1", "DELETE FROM schema_migrations WHERE version = '1'"]);
  });

  test("keeps savepoints", () => {
    const text = "BEGIN; SAVEPOINT a; SELECT 1; ROLLBACK TO a; RELEASE a; COMMIT";
    expect(sqlOf(text)).toHaveLength(4);
    expect(problemsOf(text)).toEqual([]);
  });

  test("leaves the indexes of own rows and of the ledger's table right", () => {
    const text = `BEGIN; CREATE TABLE schema_migrations (); ${ROW}; COMMIT`;
    expect(script(text)).toMatchObject({ createsLedger: 0, ownLedgerRows: [1] });
  });
});

describe("what one transaction of the runner's cannot stand for is refused at its line", () => {
  test.each([
    ["two transactions", "BEGIN; SELECT 1;\nCOMMIT;\nBEGIN; SELECT 2; COMMIT;", 3],
    ["a COMMIT without BEGIN", "SELECT 1;\nCOMMIT;", 2],
    ["a ROLLBACK", "BEGIN;\nSELECT 1;\nROLLBACK;", 3],
    ["a BEGIN without COMMIT", "\nBEGIN;\nSELECT 1;", 2],
    ["a BEGIN inside the transaction", "BEGIN;\nBEGIN;\nCOMMIT;", 2],
    ["a statement before the pair", "\nSET x.y = 1;\nBEGIN; SELECT 1; COMMIT;", 2],
    ["a statement behind the pair", `BEGIN; SELECT 1; COMMIT;\n${ROW};\nSELECT 2;`, 3],
    ["an isolation level", "\nBEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1; COMMIT", 2],
    ["a chain", "BEGIN; SELECT 1;\nCOMMIT AND CHAIN;\nSELECT 2; COMMIT", 2],
    ["a prepared transaction", "BEGIN; SELECT 1;\nPREPARE TRANSACTION 'a';", 2],
  ])("%s", (_, text, line) => {
    expect(problemsOf(text)).toEqual([["PLAN_TRANSACTION_CONTROL", line]]);
    expect(script(text).problems[0]?.hint).toContain("-- migrate:no-transaction");
    expect(script(text).mode).toBe("transaction");
  });

  test("two transactions are called that", () => {
    const { problems } = script("BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;");
    expect(problems[0]?.message).toBe("The file has more than one transaction.");
  });

  test.each([
    "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;",
    "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT",
    "CREATE INDEX CONCURRENTLY i ON t (a); SELECT 1",
  ])("and runs as written with the header: %s", (text) => {
    const withHeader = script(`-- migrate:no-transaction\n${text}`);
    expect(withHeader).toMatchObject({ mode: "no-transaction", problems: [] });
    expect(withHeader.statements.map(({ sql }) => sql)).toEqual(
      text.split(/; ?/).filter((sql) => sql !== ""),
    );
  });
});

describe("what the tool that a file was written for says about transactions", () => {
  test.each<[string, TransactionRule, object]>([
    ["SELECT 1; SELECT 2", "none", { mode: "no-transaction", sql: ["SELECT 1", "SELECT 2"] }],
    ["BEGIN; SELECT 1; COMMIT", "none", { mode: "no-transaction", sql: ["BEGIN", "SELECT 1", "COMMIT"] }],
    ["SELECT 1; SELECT 2; COMMIT", "wrapped", { mode: "transaction", sql: ["SELECT 1", "SELECT 2"] }],
    ["BEGIN; SELECT 1; COMMIT", "as-written", { mode: "transaction", sql: ["SELECT 1"] }],
    [
      "BEGIN; SELECT 1; ROLLBACK",
      "as-written",
      { mode: "no-transaction", sql: ["BEGIN", "SELECT 1", "ROLLBACK"] },
    ],
  ])("counts: %s of one that says %s", (text, rule, expected) => {
    const { mode, statements, problems } = script(text, rule);
    expect({ mode, sql: statements.map(({ sql }) => sql) }).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe("statements that may not run in a transaction", () => {
  test("run without one when the file has no others", () => {
    expect(script("CREATE INDEX CONCURRENTLY i ON t (a);\nDROP INDEX CONCURRENTLY j;")).toMatchObject({
      mode: "no-transaction",
      problems: [],
    });
  });

  test("may have the file's own ledger row beside them", () => {
    expect(script(`CREATE INDEX CONCURRENTLY i ON t (a); ${ROW}`)).toMatchObject({
      mode: "no-transaction",
      ownLedgerRows: [1],
      problems: [],
    });
  });

  test("a file of nothing but its own row still runs in a transaction", () => {
    expect(script(ROW).mode).toBe("transaction");
  });

  test("are refused at the line of the first where others stand beside them, with what to do", () => {
    const text = "ALTER TABLE t ADD c int;\n  CREATE INDEX CONCURRENTLY i ON t (c);\nVACUUM t;";
    expect(script(text)).toMatchObject({
      mode: "transaction",
      problems: [
        {
          code: "PLAN_TRANSACTION_MIX",
          message: "This statement cannot run in a transaction, and others in the file would run in one.",
          hint: "Split the file, or put `-- migrate:no-transaction` on the first line: then nothing in it is taken back when a statement fails.",
          line: 2,
          column: 3,
        },
      ],
    });
  });

  test("are refused inside the file's own BEGIN … COMMIT, even alone", () => {
    expect(script("BEGIN;\n CREATE INDEX CONCURRENTLY i ON t (c);\nCOMMIT;").problems).toEqual([
      {
        code: "PLAN_TRANSACTION_MIX",
        message:
          "This statement cannot run in a transaction, and stands inside the file's own BEGIN … COMMIT.",
        hint: "Put it into a file of its own, without BEGIN and COMMIT.",
        line: 2,
        column: 2,
      },
    ]);
  });
});

describe("what is wrong with the text itself", () => {
  test("comes as problems of the script, in order of place", () => {
    expect(problemsOf("  \\set a 1\n-- migrate:nonsense\nSELECT 'a")).toEqual([
      ["PSQL_COMMAND", 1],
      ["HEADER_INVALID", 2],
      ["SQL_UNTERMINATED", 3],
    ]);
  });

  test("hides what would only follow from it", () => {
    expect(problemsOf("BEGIN;\nSELECT 'a;\nCOMMIT;")).toEqual([["SQL_UNTERMINATED", 2]]);
    expect(script("BEGIN;\nSELECT 'a;\nCOMMIT;").mode).toBe("transaction");
  });

  test("counts with the header too", () => {
    expect(problemsOf("-- migrate:no-transaction\nSELECT 'a;")).toEqual([["SQL_UNTERMINATED", 2]]);
  });
});

describe("a large file", () => {
  /** Longer than a short statement, and so that it could stand in a run. */
  const insert = (id: number) => `INSERT INTO t VALUES (${id}, '${"x".repeat(300)}')`;

  /** The script of the file with this text, read from its bytes; and how often they were read. */
  const largeScript = (text: string) => {
    const source = largeSource("1_a.sql", text, 1_000);
    let readings = 0;
    const large = source.large && {
      ...source.large,
      read: (...asked: Parameters<typeof source.large.read>) => {
        readings++;
        return (source.large ?? expect.unreachable()).read(...asked);
      },
    };
    const [file] = plain.makeMigrations([large ? { ...source, large } : source]).files;
    if (file === undefined) throw new Error("the case has no file");
    return { make: (ledger = LEDGER) => makeScript(file, ledger), readings: () => readings };
  };

  const cutOf = (text: string) => {
    const { mode, statements, problems, allowances } = largeScript(text).make();
    return { mode, problems, allowances, cut: statements.map(({ sql, count }) => [sql, count]) };
  };

  const [ONE, TWO] = [insert(1), insert(2)];

  test("sends statements that go together in a transaction as runs", () => {
    const text = `-- migrate:allow a reason: b\nCREATE TABLE t ();\n${ONE};\n${TWO};\n`;
    expect(cutOf(text)).toEqual({
      mode: "transaction",
      problems: [],
      allowances: [{ rule: "a", reason: "b", line: 1 }],
      cut: [
        ["CREATE TABLE t ()", 1],
        [`${ONE};\n${TWO}`, 2],
      ],
    });
  });

  test.each([
    ["nothing but such", [ONE, TWO]],
    ["others among them", ["CREATE TABLE t ()", ONE, TWO]],
    ["nothing but others", ["CREATE TABLE t ()", "CREATE TABLE u ()"]],
  ])("sends each by itself outside of one, with %s", (_, statements) => {
    const text = `-- migrate:no-transaction\n${statements.join(";\n")};\n`;
    expect(cutOf(text)).toEqual({
      mode: "no-transaction",
      problems: [],
      allowances: [],
      cut: statements.map((sql) => [sql, 1]),
    });
  });

  test("may have a statement that is longer than what is looked at at once", () => {
    const long = `INSERT INTO t VALUES ('${"x".repeat(300_000)}')`;
    const { problems, statements } = largeScript(`${long};\nSELECT 1;\n`).make();
    expect(problems).toEqual([]);
    expect(statements[0]?.sql.startsWith(long)).toBe(true);
  });

  test("is read once for all plans of a run, and again for another ledger", () => {
    const { make, readings } = largeScript(`${ONE};\nINSERT INTO log VALUES ('1');\n`);
    const script = make();
    const before = readings();
    expect([make() === script, readings() - before]).toEqual([true, 0]);
    const others = [make({ schema: "public", table: "log" }), make({ schema: "log", table: "log" })];
    expect([script, ...others].map(({ ownLedgerRows }) => ownLedgerRows)).toEqual([[], [1], [1]]);
    expect(new Set([script, ...others]).size).toBe(3);
  });
});
