import { expect, test } from "vitest";
import type { Answer } from "../../../src/database/ask-questions.ts";
import { findHazards } from "../../../src/hazards/find-hazards.ts";
import { askedOf, makeAnswered } from "../../../src/preflight/make-answered.ts";
import { makeQuestions } from "../../../src/preflight/make-questions.ts";
import { withViolations } from "../../../src/preflight/make-violation-hazards.ts";
import { parseSteps } from "../../../src/syntax/parse-steps.ts";
import { makeColumn, makeFacts, makeTable, parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

const FACTS = makeFacts([
  makeTable("users", {
    columns: [makeColumn("id", "bigint", { isNotNull: true }), makeColumn("email", "text")],
    constraints: [
      {
        name: "users_pkey",
        kind: "primary-key",
        definition: "PRIMARY KEY (id)",
        columns: ["id"],
        isValid: true,
        isEnforced: true,
        references: null,
        index: "users_pkey",
      },
    ],
  }),
]);

/** What comes of `answers` to what these texts ask. */
function answered(texts: readonly string[], answers: readonly Answer[]) {
  const steps = parseSteps(
    texts.map((text, index) => makeStep(`00${index + 1}_pending`, text)),
    parse,
  );
  const question = { steps, facts: FACTS, server: { major: 18 }, parse };
  const questions = makeQuestions(question);
  expect(askedOf(questions)).toHaveLength(answers.length);
  const all = makeAnswered(questions, answers);
  const hazards = withViolations(findHazards(question), all, steps);
  return {
    answers: all.map(({ answer }) => answer),
    hazards: steps.flatMap(({ step }) => hazards.get(step)?.hazards ?? []),
  };
}

const HOLDS: Answer = { answer: "holds" };
const VIOLATED: Answer = { answer: "violated", count: 2, isExact: true, keys: [["4"], ["5"]] };
const NOT_NULL = "ALTER TABLE users ALTER email SET NOT NULL";

test("rows that are in the way are an error at the place of the statement, with their keys", () => {
  const { hazards } = answered([`SELECT 1;\n${NOT_NULL}`], [VIOLATED]);
  expect(hazards.filter(({ rule }) => rule === "data-violates")).toEqual([
    {
      rule: "data-violates",
      level: "error",
      line: 2,
      column: 13,
      statement: 1,
      message: "There are 2 rows of users without email: SET NOT NULL fails on them. Their id: 4, 5.",
      instead: "-- fill them first\nUPDATE users SET email = … WHERE email IS NULL;",
      allowedBecause: null,
    },
  ]);
});

test.each([
  [{ ...VIOLATED, count: 1, keys: [["4"]] }, "There is 1 row of users without email: "],
  [{ ...VIOLATED, count: 1_000, isExact: false }, "There are more than 1,000 rows of users without email: "],
  [{ ...VIOLATED, count: 1, isExact: false, keys: [] }, "There are rows of users without email: "],
] as const)("what was counted is said as it was: %j", (answer, words) => {
  const { hazards } = answered([NOT_NULL], [answer]);
  expect(hazards.find(({ rule }) => rule === "data-violates")?.message).toContain(words);
});

test("what holds or was not answered is no hazard", () => {
  for (const answer of [HOLDS, { answer: "not-answered", why: "x" }] as const)
    expect(answered([NOT_NULL], [answer]).hazards.map(({ rule }) => rule)).not.toContain("data-violates");
});

test("a violation is allowed with a reason, as all hazards are", () => {
  const allow = "-- migrate:allow data-violates reason: they are mended tonight\n";
  const { hazards } = answered([`${allow}${NOT_NULL}`], [VIOLATED]);
  expect(hazards.map(({ rule, allowedBecause }) => [rule, allowedBecause])).toContainEqual([
    "data-violates",
    "they are mended tonight",
  ]);
  expect(hazards.map(({ rule }) => rule)).not.toContain("unknown-rule");
});

test.each([
  ["DELETE FROM users WHERE id > 3", HOLDS, "holds"],
  ["DELETE FROM users WHERE id > 3", VIOLATED, "not-answered"],
  ["INSERT INTO users VALUES (9)", HOLDS, "not-answered"],
  ["INSERT INTO users VALUES (9)", VIOLATED, "violated"],
] as const)("after %s, %j is %s", (sql, answer, expected) => {
  const found = answered([sql, NOT_NULL], [answer]);
  expect(found.answers.map((one) => one.answer)).toEqual([expected]);
});
