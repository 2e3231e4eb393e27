import { describe, expect, test } from "vitest";
import { makeScript } from "../../../src/files/make-script.ts";

const LEDGER = { schema: "public", table: "schema_migrations" };
const script = (text: string) => makeScript({ text, transactions: "runner" }, LEDGER);
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
    expect(script(text).problems).toMatchObject([{ code: "PLAN_TRANSACTION_MIX", line: 2, column: 3 }]);
    expect(script(text).problems[0]?.hint).toMatch(/Split the file, or put `-- migrate:no-transaction`/);
  });

  test("are refused inside the file's own BEGIN … COMMIT, even alone", () => {
    expect(problemsOf("BEGIN;\nCREATE INDEX CONCURRENTLY i ON t (c);\nCOMMIT;")).toEqual([
      ["PLAN_TRANSACTION_MIX", 2],
    ]);
  });
});

describe("what is wrong with the text itself", () => {
  test("comes as problems of the script, in order of place", () => {
    expect(problemsOf("\\set a 1\n-- migrate:nonsense\nSELECT 'a")).toEqual([
      ["PSQL_COMMAND", 1],
      ["HEADER_INVALID", 2],
      ["SQL_UNTERMINATED", 3],
    ]);
  });

  test("hides what would only follow from it", () => {
    expect(problemsOf("BEGIN;\nSELECT 'a;\nCOMMIT;")).toEqual([["SQL_UNTERMINATED", 2]]);
  });

  test("counts with the header too", () => {
    expect(problemsOf("-- migrate:no-transaction\nSELECT 'a;")).toEqual([["SQL_UNTERMINATED", 2]]);
  });
});
