import { describe, expect, test } from "vitest";
import { afterTakingBack } from "../../../src/apply/after-taking-back.ts";
import type { MigrationOutcome, MigrationState } from "../../../src/apply/outcome.ts";
import { type ErrorCode, MigrateError } from "../../../src/errors.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import {
  type FailedRun,
  whyItStays,
  whyItStaysByLedger,
} from "../../../src/pipeline/take-back/why-it-stays.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { makeRow, makeStep, makeStepDown } from "../../support/plan-values.ts";

const STEPS = [makeStep("1_a"), makeStep("2_b"), makeStep("3_c")];

const outcomes = (states: readonly MigrationState[]): MigrationOutcome[] =>
  STEPS.slice(0, states.length).map((step, index) => ({
    ...{ step, state: states[index] ?? "not-run", durationMs: 1, tries: 1, error: null },
  }));

/** A run in which the first two were applied and the third ended as `last`, with `code`. */
function failed(
  last: MigrationState,
  code: ErrorCode = "MIGRATION_FAILED",
  more: Partial<FailedRun> = {},
): FailedRun {
  const failure = new MigrateError(code, "It failed.", { version: "3", sqlState: "22012" });
  const waysBack = STEPS.map((step) => ({
    ...makeStepDown(step.file.stem, "SELECT 1;", makeRow("1")),
    file: step.file,
  }));
  const outcome = { migrations: outcomes(["applied", "applied", last]), failure };
  return { outcome, failure, waysBack, batch: 7, isCancelled: false, isLocked: true, ...more };
}

/** A plan after the failure, whose ledger has these rows. */
const planOf = (...rows: readonly LedgerRow[]): Plan =>
  ({
    match: { files: STEPS.map(({ file }, index) => ({ file, row: rows[index] ?? null })) },
  }) as unknown as Plan;

const ours = (version: string) => makeRow(version, { batch: 7 });

describe("what a failed run has applied", () => {
  test.each<[string, FailedRun, RegExp | null]>([
    ["goes after a failed migration", failed("rolled-back"), null],
    ["goes after a failed verification", failed("applied", "VERIFY_FAILED"), null],
    ["goes after a lost connection whose end is known", failed("rolled-back", "CONNECTION_LOST"), null],
    [
      "stays when cancelled",
      failed("rolled-back", "CANCELLED", { isCancelled: true }),
      /cancelled ends as it is/,
    ],
    [
      "stays without the run lock",
      failed("rolled-back", "MIGRATION_FAILED", { isLocked: false }),
      /run lock is lost/,
    ],
    ["stays where one is unknown", failed("unknown", "STATE_UNKNOWN"), /^of 3 it is not known/],
    [
      "stays when another run came in between",
      failed("rolled-back", "LEDGER_CHANGED"),
      /no migration that failed/,
    ],
    [
      "stays where one of it has no way back",
      failed("rolled-back", "MIGRATION_FAILED", { waysBack: [] }),
      /^1 has no way back/,
    ],
  ])("%s", (_, run, why) => {
    const said = whyItStays(run);
    if (why === null) expect(said).toBeNull();
    else expect(said).toMatch(why);
  });

  test.each<[string, FailedRun, readonly LedgerRow[], string | null]>([
    ["goes where the ledger has it", failed("rolled-back"), [ours("1"), ours("2")], null],
    [
      "stays where the ledger lacks it",
      failed("rolled-back"),
      [ours("1")],
      "the ledger does not have 2 as this run has written it",
    ],
    [
      "stays where the ledger has it of another run",
      failed("rolled-back"),
      [ours("1"), makeRow("2", { batch: 8 })],
      "the ledger does not have 2 as this run has written it",
    ],
    [
      "goes from under a file of which nothing is done",
      failed("failed"),
      [ours("1"), ours("2"), makeRow("3", { status: "failed", statementsDone: 0 })],
      null,
    ],
    [
      "stays under a file of which something is done",
      failed("failed"),
      [ours("1"), ours("2"), makeRow("3", { status: "failed", statementsDone: 2 })],
      "3 stopped half-way over it, with 2 of its statements done",
    ],
    [
      "stays where the server has not answered",
      failed("failed", "CONNECTION_LOST", { failure: new MigrateError("CONNECTION_LOST", "It is lost.") }),
      [ours("1"), ours("2"), makeRow("3", { status: "failed", statementsDone: 0 })],
      "3 stopped half-way over it, with 0 of its statements done",
    ],
  ])("%s", (_, run, rows, why) => {
    expect(whyItStaysByLedger(run, planOf(...rows))).toBe(why);
  });
});

test("a way back that failed or was not begun leaves its migration applied, any other end is the migration's", () => {
  const back = outcomes(["taken-back", "rolled-back", "not-run"]).map((one) => ({
    ...one,
    error: "It failed.",
  }));
  const after = afterTakingBack(outcomes(["applied", "applied", "applied"]), back);
  expect(after.map(({ state, error }) => `${state} ${error}`)).toEqual([
    "taken-back It failed.",
    "applied It failed.",
    "applied It failed.",
  ]);
  const unknown = afterTakingBack(outcomes(["applied", "rolled-back"]), outcomes(["unknown", "taken-back"]));
  expect(unknown.map(({ state }) => state)).toEqual(["unknown", "rolled-back"]);
});
