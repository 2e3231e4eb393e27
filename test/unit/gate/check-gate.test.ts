import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import { MigrateError } from "../../../src/errors.ts";
import { checkGate, checkRecordGate } from "../../../src/gate/check-gate.ts";
import { restorationNeed } from "../../../src/gate/restoration-need.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import type { Rehearsal } from "../../../src/rehearsal/rehearsal.ts";
import { LEDGER_NAME, makeLedger, makeSet } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

const FACTS = { database: "db", user: "u" } as ServerFacts;
const GOOD: Rehearsal = {
  site: "server",
  description: "a server",
  ok: true,
  schemaFrom: "replay",
  drift: null,
  driftUnknown: null,
  restoration: null,
  notRehearsed: [],
  verifications: [],
  failure: null,
  durationsMs: new Map(),
  traces: new Map(),
  durationMs: 1,
};
const NONE: Rehearsal = { ...GOOD, site: "none", ok: false, description: "There was none." };
const FAILED: Rehearsal = {
  ...GOOD,
  ok: false,
  failure: new MigrateError("REHEARSAL_FAILED", "no such column"),
};

function needs(values: Record<string, string>, rehearsal = GOOD): string[] {
  const inputs = parsed(values);
  const plan = makePlan(makeSet("1_a"), makeLedger(), {
    range: inputs.range,
    outOfOrder: "refuse",
    halfWay: "resume",
    ledger: LEDGER_NAME,
    target: { host: "h", port: 5432, database: "db" },
  });
  const gate = checkGate({
    inputs,
    connection: inputs.connection,
    facts: FACTS,
    plan,
    hazards: null,
    environment: null,
    rehearsal,
    confirm: inputs.gate.confirm,
  });
  expect(gate.passed).toBe(gate.needs.length === 0);
  for (const { hint } of gate.needs) expect(hint).toMatch(/\.$|`/);
  return gate.needs.map(({ code }) => code);
}

describe("the gate", () => {
  test.each([
    [{}, []],
    [{ environment: "staging" }, []],
    [{ environment: "production" }, ["CONFIRMATION_MISSING"]],
    [{ environment: " PROD " }, ["CONFIRMATION_MISSING"]],
    [{ environment: "production", confirm: "MIGRATE-PRODUCTIO" }, ["CONFIRMATION_WRONG"]],
    [{ environment: "production", confirm: "MIGRATE-PRODUCTION" }, []],
    [{ "expected-plan": `sha256:${"0".repeat(64)}` }, ["EXPECTED_PLAN_DIFFERS"]],
    [{ "expected-database": "db" }, []],
    [{ "expected-database": "h/db" }, []],
    [{ "expected-database": "other/db" }, ["EXPECTED_DATABASE_DIFFERS"]],
    [{ "expected-database": "d" }, ["EXPECTED_DATABASE_DIFFERS"]],
  ])("for %o needs %o", (values, wanted) => {
    expect(needs(values)).toEqual(wanted);
  });

  test("does without a rehearsal where there was no site, but not where one is required, as in production", () => {
    expect(needs({}, NONE)).toEqual([]);
    expect(needs({ "require-rehearsal": "true" }, NONE)).toEqual(["REHEARSAL_MISSING"]);
    expect(needs({ environment: "production", confirm: "MIGRATE-PRODUCTION" }, NONE)).toEqual([
      "REHEARSAL_MISSING",
    ]);
    expect(
      needs({ environment: "production", confirm: "MIGRATE-PRODUCTION", "require-rehearsal": "false" }, NONE),
    ).toEqual([]);
  });

  test("lets no failed rehearsal through, whatever else is given", () => {
    expect(needs({ "require-rehearsal": "false" }, FAILED)).toEqual(["REHEARSAL_FAILED"]);
    expect(needs({ environment: "production", confirm: "MIGRATE-PRODUCTION" }, FAILED)).toEqual([
      "REHEARSAL_FAILED",
    ]);
  });

  const seen = (drift: readonly string[], more: Partial<Rehearsal> = {}): Rehearsal => ({
    ...GOOD,
    drift,
    ...more,
  });
  const unrun = { version: "1", file: "m/1_a.sql", line: 1, why: "It needs the extension vector." };

  test.each<[string, Record<string, string>, Rehearsal, readonly string[]]>([
    ["equal schemas", {}, seen([]), []],
    ["a difference", {}, seen(["table a is missing"]), ["BASELINE_DIFFERS"]],
    ["a difference that is accepted", { "accept-drift": "true" }, seen(["table a is missing"]), []],
    ["a statement that was not run", {}, seen([], { notRehearsed: [unrun] }), ["BASELINE_DIFFERS"]],
    ["the same, accepted", { "accept-drift": "true" }, seen([], { notRehearsed: [unrun] }), []],
    ["no site", { "accept-drift": "true", "require-rehearsal": "false" }, NONE, ["REHEARSAL_MISSING"]],
    ["a failed rehearsal", { "accept-drift": "true" }, FAILED, ["REHEARSAL_FAILED"]],
    ["production", { environment: "production" }, seen([]), ["CONFIRMATION_MISSING"]],
  ])("of a baseline, with %s (%o)", (_, values, rehearsal, wanted) => {
    expect(needs({ command: "baseline", ...values }, rehearsal)).toEqual(wanted);
  });

  test.each<[string, Rehearsal, readonly string[]]>([
    ["error", seen(["table a is missing"], { notRehearsed: [unrun] }), []],
    ["high", seen(["table a is missing"]), []],
    ["medium", seen(["table a is missing"]), ["DRIFT"]],
    ["medium", seen([]), []],
    ["medium", { ...GOOD, drift: null, driftUnknown: "It was not read in time." }, []],
    ["never", seen(["table a is missing"]), []],
  ])("takes drift of `up` for a hazard of the level medium (fail-on: %s)", (level, rehearsal, wanted) => {
    expect(needs({ "fail-on": level }, rehearsal)).toEqual(wanted);
  });

  const left = { ...GOOD, restoration: { differences: ["table t is left behind"], unknown: null } };
  const unseen = { ...GOOD, restoration: { differences: null, unknown: "The shadow is a copy." } };
  test.each<[string, Record<string, string>, Rehearsal, readonly string[]]>([
    ["down that leaves something behind", { command: "down" }, left, ["DOWN_DIFFERS"]],
    ["the same, accepted", { command: "down", "accept-drift": "true" }, left, []],
    ["one of which that is not known", { command: "down" }, unseen, []],
    ["up whose ways back leave something", { "on-failure": "rollback-batch" }, left, ["DOWN_DIFFERS"]],
    ["the same, where down would accept it", { "accept-drift": "true" }, left, ["DOWN_DIFFERS"]],
  ])("of %s (%o)", (_, values, rehearsal, wanted) => {
    expect(needs(values, rehearsal)).toEqual(wanted);
  });

  test("names what is left behind, and another way out for each direction", () => {
    const hintOf = (command: string) => {
      const inputs = parsed({ command });
      const [need] = [restorationNeed({ inputs, rehearsal: left })];
      expect(need?.message).toBe("Taken back, the schema is not what it was before: table t is left behind.");
      return need?.hint;
    };
    expect(hintOf("down")).toContain("`accept-drift: true`");
    expect(hintOf("up")).toContain("`on-failure: stop`");
  });

  test("does not ask a baseline for its drift twice", () => {
    const values = { command: "baseline", "accept-drift": "true", "fail-on": "medium" };
    expect(needs(values, seen(["table a is missing"]))).toEqual([]);
  });
});

describe("the gate of what is only recorded", () => {
  const needsOf = (values: Record<string, string>, confirm: string | null) => {
    const inputs = parsed(values);
    const question = { inputs, connection: inputs.connection, facts: FACTS, confirm };
    return checkRecordGate(question).needs.map(({ code }) => code);
  };

  test.each<[Record<string, string>, string | null, string[]]>([
    [{}, null, []],
    [{ environment: "prod" }, null, ["CONFIRMATION_MISSING"]],
    [{ environment: "prod" }, "yes", ["CONFIRMATION_WRONG"]],
    [{ environment: "prod" }, "MIGRATE-PRODUCTION", []],
    [{ "expected-database": "other" }, null, ["EXPECTED_DATABASE_DIFFERS"]],
    [{ "require-rehearsal": "true", "expected-plan": `sha256:${"0".repeat(64)}` }, null, []],
  ])("with %o and %o typed lacks %o", (values, confirm, codes) => {
    expect(needsOf(values, confirm)).toEqual(codes);
  });
});
