import { describe, expect, test } from "vitest";
import { parseInputs } from "../../../../../src/inputs/parse-inputs.ts";
import {
  makeRunInputs,
  parseRunRequest,
  type RunRequest,
} from "../../../../../src/shells/http/runs/run-request.ts";

const parsed = (body: object): RunRequest => {
  const request = parseRunRequest(body);
  if ("problem" in request) expect.unreachable(request.problem);
  return request;
};

describe("what a body asks for", () => {
  test("is a dry run unless dryRun is false, and nothing else makes it more", () => {
    expect(parsed({}).command).toBe("plan");
    expect(parsed({ dryRun: true, confirm: "MIGRATE-PRODUCTION" }).command).toBe("plan");
    expect(parsed({ dryRun: false }).command).toBe("up");
  });

  test("has its fields as the inputs of the same meaning", () => {
    const body = { confirm: "yes", expectedPlan: "sha256:1", target: "0016", steps: 3, actor: "octo cat" };
    const { values, actor } = parsed(body);
    expect([...values]).toEqual([
      ["confirm", "yes"],
      ["expected-plan", "sha256:1"],
      ["target", "0016"],
      ["steps", "3"],
    ]);
    expect(actor).toBe("octo cat");
  });

  const wrong: readonly [body: unknown, problem: RegExp][] = [
    [[], /must be a JSON object/],
    [null, /must be a JSON object/],
    ["dryRun", /must be a JSON object/],
    [{ dry_run: true }, /a field that is not known; there are: dryRun, confirm/],
    [{ dryRun: 1 }, /^dryRun must be true or false\.$/],
    [{ steps: "1" }, /^steps must be a whole number from 1/],
    [{ steps: 1e9 }, /^steps must be/],
    [{ target: "\n" }, /^target must be a text, not blank, of at most 200 characters\.$/],
    [{ target: "x".repeat(201) }, /^target/],
    [{ actor: "ünknown" }, /^actor must be a text of visible ASCII characters/],
    [{ actor: " a" }, /^actor/],
  ];
  test.each(wrong)("%j is refused with a sentence that repeats nothing of it", (body, problem) => {
    expect(parseRunRequest(body)).toEqual({ problem: expect.stringMatching(problem) });
  });

  test("counts characters, as JSON Schema does: 200 emoji are 200", () => {
    expect(parsed({ target: "😀".repeat(200) }).values.size).toBe(1);
    expect(parseRunRequest({ target: "😀".repeat(201) })).toHaveProperty("problem");
  });
});

describe("the inputs of a run", () => {
  const url = "postgres://u@h/db";
  const raw = {
    values: new Map([
      ["command", "serve"],
      ["confirm", "MIGRATE-PRODUCTION"],
      ["environment", "production"],
      ["database-url", url],
    ]),
    environment: { CONFIRM_PRODUCTION_MIGRATION: "true", GITHUB_ACTOR: "who-deployed", PATH: "/bin" },
  };

  test("are the server's, but nobody has confirmed anything yet", () => {
    const inputs = parseInputs(makeRunInputs(raw, parsed({ dryRun: false })));
    expect(inputs).toMatchObject({
      command: "up",
      actor: "who-deployed",
      gate: { isProduction: true, confirm: null },
    });
  });

  test("have what the request says over the server's own", () => {
    const made = makeRunInputs(raw, parsed({ confirm: "typed", actor: "octocat" }));
    expect(parseInputs(made)).toMatchObject({
      ...{ command: "plan", actor: "octocat (HTTP)", gate: { confirm: "typed" } },
    });
    expect(made.environment["PATH"]).toBe("/bin");
  });
});
