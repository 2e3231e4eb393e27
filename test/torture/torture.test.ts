import { dirname } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { builtProgram } from "../support/built.ts";
import { findEquipment, needsProxy } from "./bench/equipment.ts";
import { drive } from "./drive.ts";
import { DEFAULT_SEED } from "./options.ts";
import { renderViolation } from "./report/render-violation.ts";
import type { CaseResult } from "./run/case-result.ts";

/** The first of the thousand that `npm run torture` runs. */
const CASES = 36;

const equipment = await findEquipment();
const { toxiproxy, pgBouncer } = equipment;

describe("a run that is broken at a random point leaves each migration done exactly once, and no report lies,", () => {
  const results: CaseResult[] = [];

  beforeAll(async () => {
    await drive({
      seed: DEFAULT_SEED,
      cases: Array.from({ length: CASES }, (_, index) => index),
      workers: 2,
      deadlineMs: Number.POSITIVE_INFINITY,
      dist: dirname(builtProgram("cli.js")),
      equipment,
      onCase: (result) => {
        results.push(result);
        return "go-on";
      },
    });
  }, 600_000);

  const check = (isOfIt: (result: CaseResult) => boolean) => {
    const ofIt = results.filter(isOfIt);
    expect(ofIt.length).toBeGreaterThan(2);
    const wrong = ofIt.filter(({ violations }) => violations.length > 0);
    expect(wrong.map(renderViolation)).toEqual([]);
  };

  test("when processes, backends and servers are killed, and when runners race", () => {
    check(({ drawn }) => drawn.route === "direct" && !needsProxy(drawn));
  });

  test.skipIf("missing" in pgBouncer)(`through PgBouncer${whyNot(pgBouncer)}`, () => {
    check(({ drawn }) => drawn.route !== "direct");
  });

  test.skipIf("missing" in toxiproxy)(`when the network fails${whyNot(toxiproxy)}`, () => {
    check(({ drawn }) => needsProxy(drawn));
  });
});

function whyNot(tool: typeof toxiproxy): string {
  return "missing" in tool ? ` (skipped: ${tool.missing})` : "";
}
