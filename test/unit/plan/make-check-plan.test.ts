import { expect, test } from "vitest";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import type { Changes } from "../../../src/git/read-changes.ts";
import type { BaseBranch } from "../../../src/plan/base-branch.ts";
import { makeCheckPlan } from "../../../src/plan/make-check-plan.ts";
import { LEDGER_NAME, makeFile, makeRepeatable, makeSet } from "../../support/plan-values.ts";

const RULES = { outOfOrder: "refuse", ledger: LEDGER_NAME } as const;

const setOf = (...files: MigrationFile[]) => ({ ...makeSet(), files });

function baseOf(files: readonly MigrationFile[], more: Partial<BaseBranch> = {}): BaseBranch {
  const changes: Changes = { files: new Map(), lines: new Map() };
  return { name: "origin/main", commit: "c0ffee", files, newer: [], changes, ...more };
}

/** `CODE version file:line` of each refusal. */
function refusals(
  files: readonly MigrationFile[],
  base: BaseBranch,
  rules: { readonly outOfOrder: "refuse" | "allow"; readonly ledger: typeof LEDGER_NAME } = RULES,
): string[] {
  const { plan } = makeCheckPlan(setOf(...files), base, rules);
  return plan.refusals.map(({ code, version, at }) => `${code} ${version} ${at?.file}:${at?.line}`);
}

const [a, b, c] = [makeFile("1_a"), makeFile("2_b"), makeFile("3_c")];

test("what is new is the pull request's plan, and all of the base branch's runs before it", () => {
  const { plan, entries } = makeCheckPlan(setOf(a, b, c), baseOf([a, b]), RULES);
  expect(plan.refusals).toEqual([]);
  expect(plan.steps.map(({ file }) => file)).toEqual([c]);
  expect(entries.map(({ step, origin }) => `${step.file.stem} ${origin}`)).toEqual([
    "1_a base",
    "2_b base",
    "3_c pull-request",
  ]);
});

test("without a base every file is the pull request's", () => {
  const { plan, entries } = makeCheckPlan(setOf(a, b), null, RULES);
  expect(plan.steps).toHaveLength(2);
  expect(entries.every(({ origin }) => origin === "pull-request")).toBe(true);
});

test("an edit to a file of the base is refused at its first changed line, and the base's text is what runs", () => {
  const edited = makeFile("1_a", "SELECT 1; -- a comment");
  const lines = new Map([["m/1_a.sql", [{ from: 7, to: 9 }]]]);
  const base = baseOf([a, b], { changes: { files: new Map(), lines } });
  expect(refusals([edited, b], base)).toEqual(["CHECK_EDITED 1 m/1_a.sql:7"]);
  const { entries, plan } = makeCheckPlan(setOf(edited, b), base, RULES);
  expect(entries[0]?.step.file).toBe(a);
  expect(plan.steps).toEqual([]);
});

test("a deleted file is refused where it was, a renamed one where it is", () => {
  expect(refusals([b], baseOf([a, b]))).toEqual(["CHECK_REMOVED 1 m/1_a.sql:1"]);
  expect(refusals([makeFile("1_x"), b], baseOf([a, b]))).toEqual(["CHECK_REMOVED 1 m/1_x.sql:1"]);
  const [was, is] = [makeFile("1_a", "SELECT 'moved';"), makeFile("4_a", "SELECT 'moved';")];
  expect(refusals([b, is], baseOf([was, b]))).toEqual(["CHECK_REMOVED 4 m/4_a.sql:1"]);
});

test("a file of the base that has become one of a pair is the same file", () => {
  const paired = { ...a, file: "m/1_a.up.sql" };
  expect(refusals([paired, b], baseOf([a, b]))).toEqual([]);
});

test("a new file that sorts before one of the base is late, also before one that came there since", () => {
  expect(refusals([a, b, c], baseOf([a, c]))).toEqual(["CHECK_LATE 2 m/2_b.sql:1"]);
  expect(refusals([a, b], baseOf([a], { newer: [c] }))).toEqual(["CHECK_LATE 2 m/2_b.sql:1"]);
  const nine = makeFile("9_y");
  expect(refusals([a, nine, makeFile("10_x")], baseOf([a, nine]))).toEqual([]);
});

test("with out-of-order: allow a late file is a remark, and nothing else is", () => {
  const rules = { ...RULES, outOfOrder: "allow" } as const;
  const { plan } = makeCheckPlan(setOf(b, c), baseOf([a, c]), rules);
  expect(plan.refusals.map(({ code }) => code)).toEqual(["CHECK_REMOVED"]);
  expect(plan.notices).toEqual([expect.stringContaining("m/2_b.sql sorts before m/3_c.sql")]);
});

test("a version that the base branch has taken since is refused, unless it is the same migration", () => {
  const taken = makeFile("2_other");
  expect(refusals([a, b], baseOf([a], { newer: [taken] }))).toEqual(["CHECK_TAKEN 2 m/2_b.sql:1"]);
  expect(refusals([a, b], baseOf([a], { newer: [makeFile("02_other")] }))).toEqual([
    "CHECK_TAKEN 2 m/2_b.sql:1",
  ]);
  expect(refusals([a, b], baseOf([a], { newer: [b] }))).toEqual([]);
});

test("repeatable migrations may be edited and deleted, and an edited one runs again", () => {
  const [was, is, gone] = [
    makeRepeatable("v", "SELECT 1;"),
    makeRepeatable("v", "SELECT 2;"),
    makeRepeatable("w"),
  ];
  const base = baseOf([a, was, gone]);
  expect(refusals([a, is], base)).toEqual([]);
  const { plan } = makeCheckPlan(setOf(a, is), base, RULES);
  expect(plan.steps.map(({ file, replaces }) => [file, replaces?.checksum])).toEqual([[is, was.checksum]]);
});

const down = (text: string) => ({ file: "m/1_a.down.sql", text, transactions: "runner" }) as const;

test("the way back of a new file is tried, and one of the base's only where the pull request touches it", () => {
  const [withDown, questions] = [{ ...a, down: down("SELECT 2;") }, [{ file: "m/1.verify.sql", text: "" }]];
  const entryOf = (base: BaseBranch | null, file: MigrationFile) =>
    makeCheckPlan(setOf(file), base, RULES).entries[0];
  expect(entryOf(null, withDown)).toMatchObject({ origin: "pull-request", back: { direction: "down" } });
  expect(entryOf(baseOf([withDown]), withDown)).toMatchObject({ origin: "base", back: null });
  const files = new Map([["m/1_a.down.sql", "added"] as const]);
  const base = baseOf([a], { changes: { files, lines: new Map() } });
  expect(entryOf(base, withDown)).toMatchObject({ origin: "base", back: { source: withDown.down } });
  const asked = { ...a, verify: questions };
  expect(entryOf(baseOf([asked]), asked)?.verify).toEqual([]);
  const edited = new Map([["m/1.verify.sql", "edited"] as const]);
  const touched = baseOf([asked], { changes: { files: edited, lines: new Map() } });
  expect(makeCheckPlan(setOf(asked), touched, RULES)).toMatchObject({
    isTouched: true,
    entries: [{ verify: questions }],
  });
});

test("a way back that would take the ledger away is not tried, and said so", () => {
  const file = { ...a, down: down("DROP TABLE schema_migrations;") };
  const [entry] = makeCheckPlan(setOf(file), null, RULES).entries;
  expect(entry).toMatchObject({ back: null, untried: expect.stringContaining("the ledger") });
});

test("what cannot be run is refused with its place, in ways back too, and nothing is run then", () => {
  const file = { ...a, down: down("SELECT 1;\nSELECT '") };
  const { plan, isRunnable } = makeCheckPlan(setOf(file), null, RULES);
  expect(plan.refusals).toMatchObject([
    { code: "SQL_UNTERMINATED", at: { file: "m/1_a.down.sql", line: 2 } },
  ]);
  expect(isRunnable).toBe(false);
  expect(makeCheckPlan(setOf(b), baseOf([a, b]), RULES)).toMatchObject({
    isRunnable: true,
    isTouched: false,
  });
});
