import { describe, expect, test } from "vitest";
import type { ServerFacts } from "../../../src/database/server-facts.ts";
import { MigrateError } from "../../../src/errors.ts";
import { checkGate, checkRecordGate } from "../../../src/gate/check-gate.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import type { Rehearsal } from "../../../src/rehearsal/rehearsal.ts";
import { parsed } from "../inputs/support.ts";

const FACTS = { database: "db", user: "u" } as ServerFacts;
const SEEN = { site: "server", description: "a server", drift: [], notRehearsed: [], failure: null };

/** The gate over an empty plan, with a rehearsal that differs from a good one by this. */
function gateOf(values: Record<string, string>, rehearsal: Partial<Rehearsal>) {
  const inputs = parsed(values);
  const plan = { digest: "", steps: [] as Plan["steps"] } as Plan;
  const { connection } = inputs;
  const seen = { ...SEEN, ...rehearsal } as Rehearsal;
  const { confirm } = inputs.gate;
  return checkGate({
    inputs,
    connection,
    facts: FACTS,
    plan,
    hazards: null,
    environment: null,
    rehearsal: seen,
    confirm,
  });
}

const unrun = (why: string) => ({ version: "1", file: "m/1_a.sql", line: 1, why });

describe("the gate tells", () => {
  test("why there was no rehearsal where one is required", () => {
    const { needs } = gateOf(
      { "require-rehearsal": "true" },
      { site: "none", description: "There is no server." },
    );
    expect(needs[0]?.message).toMatch(/required here\. There is no server\.$/);
    expect(needs[0]?.hint).toContain("`shadow-url`");
  });

  test("why a baseline could not be looked at", () => {
    const { needs } = gateOf(
      { command: "baseline", target: "1" },
      { site: "none", description: "There is no server." },
    );
    expect(needs[0]?.message).toMatch(/recorded unseen\. There is no server\.$/);
  });

  test.each<[string, Partial<Rehearsal>, string]>([
    [
      "how the target differs",
      { drift: ["table a is missing"] },
      "The target is not what the files make: table a is missing.",
    ],
    [
      "how many statements were not run, and why the first was not",
      { notRehearsed: [unrun("It needs vector."), unrun("It needs postgis.")] },
      "2 of their statements could not be run on the site, so what they make is not known (It needs vector.)",
    ],
    [
      "both",
      { drift: ["table a is missing"], notRehearsed: [unrun("It needs vector.")] },
      "The target is not what the files make: table a is missing. 1 of their statements could not be run on the site, so what they make is not known (It needs vector.)",
    ],
  ])("of a baseline %s", (_, rehearsal, message) => {
    const { needs } = gateOf({ command: "baseline", target: "1" }, rehearsal);
    expect(needs).toEqual([
      expect.objectContaining({
        code: "BASELINE_DIFFERS",
        message,
        hint: expect.stringContaining("accept-drift"),
      }),
    ]);
  });

  test("nothing of drift that a baseline could not look for", () => {
    const { needs } = gateOf(
      { command: "baseline", target: "1" },
      { drift: null, notRehearsed: [unrun("It needs vector.")] },
    );
    expect(needs).toEqual([]);
  });

  test("of a failed rehearsal what failed, with its own hint, or with one that says that nothing was touched", () => {
    const failure = new MigrateError("REHEARSAL_FAILED", "no such column", { hint: "Name it right." });
    const [own] = gateOf({}, { failure }).needs;
    expect(own).toMatchObject({ message: "no such column", hint: "Name it right." });
    const [other] = gateOf({}, { failure: new MigrateError("REHEARSAL_FAILED", "no such column") }).needs;
    expect(other?.hint).toContain("Nothing there was touched");
  });

  test("what is to be typed, and whether anything was", () => {
    const production = { environment: "production", "confirmation-phrase": "YES-DO" };
    const [missing] = gateOf(production, {}).needs;
    expect(missing?.message).toContain("nothing was typed");
    expect(missing?.hint).toContain("`confirm: YES-DO`");
    const [wrong] = gateOf({ ...production, confirm: "yes-do" }, {}).needs;
    expect(wrong?.message).toContain("not the phrase");
    expect(wrong?.hint).toContain("`confirm: YES-DO`");
  });
});

test("what only records passes exactly when nothing is lacking", () => {
  const inputs = parsed({ environment: "production" });
  const question = { inputs, connection: inputs.connection, facts: FACTS };
  expect(checkRecordGate({ ...question, confirm: "MIGRATE-PRODUCTION" })).toEqual({
    passed: true,
    needs: [],
  });
  expect(checkRecordGate({ ...question, confirm: null }).passed).toBe(false);
});
