import { expect, test } from "vitest";
import { mentionedNames } from "../../../src/hazards/mentioned-names.ts";
import { parseSteps } from "../../../src/syntax/parse-steps.ts";
import { parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

test("the catalog is asked who uses a type that is dropped", () => {
  const step = makeStep("001_x", "DROP TYPE app.status CASCADE; DROP DOMAIN mail; DROP FUNCTION f()");
  expect(mentionedNames(parseSteps([step], parse)).types).toEqual([
    { schema: "app", name: "status" },
    { schema: null, name: "mail" },
  ]);
});
