import { expect, test } from "vitest";
import { makeChunks } from "../../../src/apply/make-chunks.ts";
import { makeStep } from "../../support/plan-values.ts";

const shape = (...steps: Parameters<typeof makeChunks>[0]) =>
  makeChunks(steps).map((chunk) =>
    chunk.mode === "transaction"
      ? chunk.steps.map(({ file }) => file.version.text).join(" ")
      : `(${chunk.step.file.version.text})`,
  );

const OUTSIDE = "CREATE INDEX CONCURRENTLY i ON t (a);";

test("transactional steps go in one message, cut only where one runs outside a transaction", () => {
  expect(
    shape(makeStep("1_a"), makeStep("2_b"), makeStep("3_c", OUTSIDE), makeStep("4_d"), makeStep("5_e")),
  ).toEqual(["1 2", "(3)", "4 5"]);
  expect(shape(makeStep("1_a", OUTSIDE), makeStep("2_b", OUTSIDE))).toEqual(["(1)", "(2)"]);
  expect(shape()).toEqual([]);
});

test("a message ends before it would be too long, and a step that is too long alone goes alone", () => {
  const long = `SELECT '${"x".repeat(2_400_000)}';`;
  expect(
    shape(
      makeStep("1_a", long),
      makeStep("2_b"),
      makeStep("3_c", long),
      makeStep("4_d", long.repeat(2)),
      makeStep("5_e"),
    ),
  ).toEqual(["1 2", "3", "4", "5"]);
});
