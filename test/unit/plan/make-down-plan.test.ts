import { describe, expect, test } from "vitest";
import type { MigrationFile, MigrationSet, WayBack } from "../../../src/files/migration-file.ts";
import type { DownRange } from "../../../src/inputs/inputs.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { type DownRules, makeDownPlan } from "../../../src/plan/make-down-plan.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { checksumOf } from "../../../src/plan/unfinished.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRow, makeSet } from "../../support/plan-values.ts";

const RANGE: DownRange = { target: null, steps: null, batch: null };
const RULES: DownRules = {
  range: RANGE,
  outOfOrder: "refuse",
  ledger: LEDGER_NAME,
  target: { host: "h", port: 5432, database: "d" },
};

/** A file with a way back, whose text is `down`; null: it has none. */
function pair(stem: string, down: string | null = `SELECT 'back ${stem}';`): MigrationFile {
  const file = makeFile(stem);
  if (down === null) return file;
  return { ...file, down: { file: `m/${stem}.down.sql`, text: down, transactions: "runner" } };
}

const setOf = (...files: MigrationFile[]): MigrationSet => ({ ...makeSet(), files });
const SET = setOf(pair("001_a"), pair("002_b"), pair("010_c"), pair("011_d"));
const ALL = makeLedger("001", "002", "010", "011");

const plan = (range: Partial<DownRange>, { set = SET, ledger = ALL, rules = RULES } = {}): Plan =>
  makeDownPlan(set, ledger, { ...rules, range: { ...RANGE, ...range } });
const versionsOf = ({ steps }: Plan) => steps.map(({ file }) => file.version.text);
const refusalsOf = ({ refusals }: Plan) => refusals.map(({ code, version }) => `${code} ${version}`);

describe("a plan down", () => {
  test.each<[string, Partial<DownRange>, string[]]>([
    ["the newest alone when nothing is said", {}, ["011"]],
    ["so many as asked, the newest first", { steps: 3 }, ["011", "010", "002"]],
    ["all when more are asked for than there are", { steps: 99 }, ["011", "010", "002", "001"]],
    ["all that are newer than the target, which stays", { target: "2" }, ["011", "010"]],
    ["nothing when the target is the newest", { target: "011" }, []],
    ["at most so many towards the target", { target: "1", steps: 2 }, ["011", "010"]],
    ["all for the target none", { target: "none" }, ["011", "010", "002", "001"]],
  ])("takes back %s", (_, range, versions) => {
    const made = plan(range);
    expect(versionsOf(made)).toEqual(versions);
    expect(made).toMatchObject({ refusals: [], notices: [], applied: ["001", "002", "010", "011"] });
  });

  test("runs the way back, and knows the row as it was read", () => {
    const ledger = makeLedger("1", "002_b");
    const [first, second] = plan({ steps: 2 }, { ledger }).steps;
    expect(first).toMatchObject({ direction: "down", takesBack: { version: "002_b" } });
    expect(first?.source.file).toBe("m/002_b.down.sql");
    expect(first?.script.statements.map(({ sql }) => sql)).toEqual(["SELECT 'back 002_b'"]);
    expect(second?.takesBack?.version).toBe("1");
  });

  test("of a fresh database has nothing to do, and refuses nothing", () => {
    for (const range of [{}, { batch: "last" }, { target: "none" }] as const)
      expect(plan(range, { ledger: makeLedger() })).toMatchObject({ steps: [], refusals: [] });
  });

  test.each<[string, Partial<DownRange>, Ledger, string]>([
    ["a version that no file has", { target: "7" }, ALL, "PLAN_VERSION_UNKNOWN 7"],
    ["a target that is pending", { target: "011" }, makeLedger("001", "002"), "DOWN_NOT_APPLIED 011"],
    ["a batch that no row has", { batch: 7 }, ALL, "DOWN_NOT_APPLIED null"],
    ["the last batch where no row has one", { batch: "last" }, ALL, "DOWN_NOT_APPLIED null"],
    ["a batch of an empty ledger", { batch: 1 }, makeLedger(), "DOWN_NOT_APPLIED null"],
  ])("refuses %s", (_, range, ledger, refusal) => {
    const made = plan(range, { ledger });
    expect(refusalsOf(made)).toEqual([refusal]);
    expect(made.steps).toEqual([]);
  });

  test("refuses every one that has no way back, and names them all before anything runs", () => {
    const set = setOf(pair("001_a", null), pair("002_b"), pair("010_c", null));
    const made = plan({ steps: 3 }, { set, ledger: makeLedger("001", "002", "010") });
    expect(refusalsOf(made)).toEqual(["DOWN_MISSING 010", "DOWN_MISSING 001"]);
    expect(refusalsOf(plan({}, { set: SET }))).toEqual([]);
  });

  test("takes an empty way back for one that does nothing, and says so", () => {
    const set = setOf(pair("001_a"), pair("002_b", ""), pair("010_c", "-- nothing to do\n"));
    const made = plan({ steps: 2 }, { set, ledger: makeLedger("001", "002", "010") });
    expect(refusalsOf(made)).toEqual([]);
    expect(made.notices).toEqual([
      "m/010_c.down.sql has no statement to take 010 back: only the ledger changes.",
      "m/002_b.down.sql has no statement to take 002 back: only the ledger changes.",
    ]);
  });

  test("refuses what cannot run as written, with its place in the down file", () => {
    const set = setOf(pair("001_a", "SELECT 1;\n  CREATE INDEX CONCURRENTLY i ON t (a);"));
    const [refusal] = plan({}, { set, ledger: makeLedger("001") }).refusals;
    expect(refusal).toMatchObject({
      code: "PLAN_TRANSACTION_MIX",
      at: { file: "m/001_a.down.sql", line: 2, column: 3 },
    });
  });

  test("leaves repeatable files alone", () => {
    const set = setOf(pair("001_a"), { ...pair("900_views"), kind: "repeatable" });
    expect(versionsOf(plan({ steps: 9 }, { set, ledger: makeLedger("001", "900") }))).toEqual(["001"]);
  });

  test("lets pending files that are older stand in nobody's way", () => {
    const made = plan({ steps: 1 }, { ledger: makeLedger("001", "010") });
    expect([versionsOf(made), refusalsOf(made), made.notices]).toEqual([["010"], [], []]);
  });
});

describe("a plan down over a ledger that does not fit", () => {
  const edited = (version: string) => makeRow(version, { checksum: "sha256:other" });

  test.each<[string, Ledger, string]>([
    ["edited where it goes", makeLedger("001", "002", "010", edited("011")), "PLAN_EDITED 011"],
    ["ahead", makeLedger("001", "012"), "PLAN_AHEAD 012"],
    ["missing above what goes", makeLedger("001", "002", "003"), "PLAN_MISSING 003"],
    ["running", makeLedger("001", makeRow("002", { status: "running" })), "PLAN_UNFINISHED 002"],
    ["failed", makeLedger("001", makeRow("002", { status: "failed" })), "PLAN_UNFINISHED 002"],
    ["duplicate", makeLedger("1", "01"), "PLAN_DUPLICATE 01"],
    ["foreign", { ...makeLedger(), state: "foreign" }, "LEDGER_FOREIGN null"],
  ])("refuses it where it is %s", (_, ledger, refusal) => {
    expect(refusalsOf(plan({ steps: 2 }, { ledger }))).toEqual([refusal]);
  });

  test("says of an edited file that its way back was written for one of the two", () => {
    const ledger = makeLedger("001", edited("002"));
    expect(plan({}, { ledger }).refusals[0]?.hint).toContain("way back");
  });

  test("goes on over an edited or missing one that stays, and says so", () => {
    const set = setOf(pair("001_a"), pair("010_c"));
    const made = plan({}, { set, ledger: makeLedger(edited("001"), "002", "010") });
    expect([versionsOf(made), refusalsOf(made)]).toEqual([["010"], []]);
    expect(made.notices).toEqual([
      expect.stringMatching(/^Version 002 is applied, but .* It stays as it is\.$/),
      expect.stringMatching(/^m\/001_a\.sql was changed .* It stays as it is\.$/),
    ]);
  });

  test("refuses a missing one of the same batch, though it is older", () => {
    const set = setOf(pair("001_a"), pair("010_c"));
    const ledger = makeLedger("001", makeRow("002", { batch: 4 }), makeRow("010", { batch: 4 }));
    expect(refusalsOf(plan({ batch: 4 }, { set, ledger }))).toEqual(["PLAN_MISSING 002"]);
  });

  test("says of a way back that stopped half-way what to do about that", () => {
    const row = makeRow("002", { status: "failed", errorMessage: "while it was taken back: no such table" });
    const [refusal] = plan({}, { ledger: makeLedger("001", row) }).refusals;
    expect(refusal?.message).toContain("while it was taken back: no such table");
    expect(refusal?.hint).toContain("`repair` with `version: 002`");
    const up = makeRow("002", { status: "failed", errorMessage: "no such table" });
    expect(plan({}, { ledger: makeLedger("001", up) }).refusals[0]?.hint).toContain(
      "`migrate-action repair --version 002`",
    );
  });

  test("goes on with a way back that is known to be the one that stopped half-way, and with no other", () => {
    const back = pair("002_b");
    const halfBack = (checksum: string) =>
      makeRow("002", {
        status: "failed",
        statementsDone: 1,
        errorMessage: `while it was taken back (${checksum}): no`,
      });
    const set = setOf(pair("001_a"), back);
    const own = checksumOf(back.down as WayBack);
    const going = plan({}, { set, ledger: makeLedger("001", halfBack(own)) });
    expect([refusalsOf(going), versionsOf(going), going.notices]).toEqual([[], ["002"], []]);
    expect(going.steps[0]?.resumes?.row.statementsDone).toBe(1);
    const other = plan({}, { set, ledger: makeLedger("001", halfBack(`sha256:${"0".repeat(64)}`)) });
    const up = plan(
      {},
      { set, ledger: makeLedger("001", { ...halfBack(own), errorMessage: "no such table" }) },
    );
    for (const made of [other, up])
      expect([refusalsOf(made), versionsOf(made)]).toEqual([["PLAN_UNFINISHED 002"], ["001"]]);
  });
});

describe("a plan down over several that stopped half-way", () => {
  const half = (version: string, errorMessage: string) =>
    makeRow(version, { status: "failed", statementsDone: 1, errorMessage });
  const back = (version: string) => half(version, "while it was taken back: no such table");

  test("goes on with the one that was being taken back, beside others that are to go", () => {
    const made = plan({ steps: 3 }, { ledger: makeLedger("001", back("002"), "010", "011") });
    expect([refusalsOf(made), versionsOf(made), made.notices]).toEqual([[], ["011", "010", "002"], []]);
    expect(made.steps.map(({ resumes }) => resumes?.row.version ?? null)).toEqual([null, null, "002"]);
  });

  test("is refused for the other one, which was being applied", () => {
    const ledger = makeLedger("001", back("002"), half("010", "no such table"));
    expect(refusalsOf(plan({}, { ledger }))).toEqual(["PLAN_UNFINISHED 010"]);
  });

  test("is refused for one whose way back is no longer there", () => {
    const set = setOf(pair("001_a"), pair("002_b", null));
    const made = plan({}, { set, ledger: makeLedger("001", back("002")) });
    expect([refusalsOf(made), versionsOf(made)]).toEqual([["PLAN_UNFINISHED 002"], ["001"]]);
  });
});

describe("a plan down by batch", () => {
  const ledger = makeLedger(
    makeRow("001", { batch: 1 }),
    makeRow("002", { batch: 3 }),
    makeRow("010", { batch: 1 }),
    makeRow("011", { batch: 2 }),
  );

  test("takes back what that run applied, the newest version first", () => {
    expect(versionsOf(plan({ batch: "last" }, { ledger }))).toEqual(["002"]);
    expect(versionsOf(plan({ batch: 3 }, { ledger }))).toEqual(["002"]);
  });

  test("refuses one that later runs were applied over, unless order is given up: then it says so", () => {
    expect(refusalsOf(plan({ batch: 1 }, { ledger }))).toEqual(["PLAN_LATER_APPLIED 010"]);
    const made = plan({ batch: 1 }, { ledger, rules: { ...RULES, outOfOrder: "allow" } });
    expect([versionsOf(made), refusalsOf(made)]).toEqual([["010", "001"], []]);
    expect(made.notices).toEqual([expect.stringContaining("(011, 002)")]);
  });

  test("by steps it is said, and not refused, when something that was applied later stays", () => {
    const made = plan({ steps: 1 }, { ledger });
    expect([versionsOf(made), refusalsOf(made)]).toEqual([["011"], []]);
    expect(made.notices).toEqual([expect.stringContaining("(002)")]);
  });
});

describe("a way back that takes away the ledger", () => {
  const downs = (text: string) => plan({}, { set: setOf(pair("000_l", text)), ledger: makeLedger("000") });

  test.each([
    "DROP TABLE schema_migrations;",
    "DROP TABLE IF EXISTS notes, public.schema_migrations CASCADE;",
    "DROP TABLE migration_history;",
    "TRUNCATE schema_migrations;",
    "DELETE FROM schema_migrations;",
    "DROP SCHEMA public CASCADE;",
    "DO $$ BEGIN DROP TABLE schema_migrations; END $$;",
  ])("is refused: %s", (text) => {
    const [refusal, ...more] = downs(`SELECT 1;\n${text}`).refusals;
    expect(more).toEqual([]);
    expect(refusal).toMatchObject({ code: "DOWN_DROPS_LEDGER", version: "000", at: { line: 2, column: 1 } });
    expect(refusal?.hint).toContain("target: 000");
  });

  test.each([
    "DELETE FROM schema_migrations WHERE version = '000';",
    "DROP TABLE other.schema_migrations;",
    "DROP SCHEMA other;",
    "ALTER TABLE schema_migrations DROP COLUMN note;",
  ])("is not: %s", (text) => {
    expect(refusalsOf(downs(text))).toEqual([]);
  });
});

describe("a file that deletes its own row", () => {
  const down = (text: string) =>
    plan({}, { set: setOf(pair("001_a", text)), ledger: makeLedger("001") }).steps[0]?.script;

  test("may do so outside of its own transaction", () => {
    const script = down("BEGIN; DROP TABLE a; COMMIT; DELETE FROM schema_migrations WHERE version = '001';");
    expect(script).toMatchObject({ mode: "transaction", problems: [] });
    expect(script?.statements).toHaveLength(2);
  });

  test("may do so beside statements that refuse a transaction", () => {
    const script = down("DROP INDEX CONCURRENTLY i; DELETE FROM schema_migrations WHERE version = '001';");
    expect(script).toMatchObject({ mode: "no-transaction", problems: [] });
  });
});

describe("the digest of a plan down", () => {
  test("is not that of a plan up, of another range, or of another way back", () => {
    const other = setOf(pair("001_a"), pair("002_b"), pair("010_c"), pair("011_d", "SELECT 2;"));
    const digests = [
      plan({}).digest,
      plan({ steps: 2 }).digest,
      plan({}, { set: other }).digest,
      plan({}, { rules: { ...RULES, target: { ...RULES.target, database: "e" } } }).digest,
    ];
    expect(new Set(digests).size).toBe(digests.length);
    expect(plan({}).digest).toBe(plan({ target: "010" }).digest);
  });
});
