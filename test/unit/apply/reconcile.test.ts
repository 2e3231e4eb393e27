import { expect, test } from "vitest";
import { connectionLost, stateUnknown } from "../../../src/apply/judge-stop.ts";
import { doneState, type MigrationState, notRun, type Outcome } from "../../../src/apply/outcome.ts";
import { reconcile } from "../../../src/apply/reconcile.ts";
import type { Ledger, LedgerRow } from "../../../src/ledger/ledger.ts";
import type { Step } from "../../../src/plan/plan.ts";
import { makeLedger, makeRow, makeStep } from "../../support/plan-values.ts";

const [first, second, third] = [makeStep("1_a"), makeStep("2_b"), makeStep("3_c")];
const NONE: ReadonlySet<Step> = new Set();

const ledgerOf = (...rows: readonly (Partial<LedgerRow> & { version: string })[]): Ledger =>
  makeLedger(...rows.map((row) => makeRow(row.version, row)));

const outcomeOf = (
  states: readonly (readonly [Step, MigrationState])[],
  failure: Outcome["failure"],
): Outcome => ({
  migrations: states.map(([step, state]) =>
    state === "not-run" ? notRun(step) : { step, state, durationMs: 1, tries: 1, error: null },
  ),
  failure,
});
const statesOf = ({ migrations }: Outcome) => migrations.map(({ state }) => state);

test("what the ledger has as it was heard is the same value", () => {
  const outcome = outcomeOf([[first, doneState(first)]], null);
  expect(reconcile(outcome, ledgerOf({ version: "1" }), NONE)).toBe(outcome);
});

test.each(["001", "1_a", "01_whatever"])(
  "a row that the file has written itself as %s is its row",
  (version) => {
    const outcome = outcomeOf([[first, "applied"]], null);
    expect(reconcile(outcome, ledgerOf({ version }), NONE)).toBe(outcome);
  },
);

test("what was heard to be committed and is not there is not called applied", () => {
  const lost = connectionLost(second, new Error("gone"));
  const outcome = outcomeOf(
    [
      [first, "applied"],
      [second, "rolled-back"],
      [third, "not-run"],
    ],
    lost,
  );
  const reconciled = reconcile(outcome, ledgerOf(), NONE);
  expect(statesOf(reconciled)).toEqual(["rolled-back", "rolled-back", "not-run"]);
  expect(reconciled.failure).toMatchObject({ code: "COMMIT_LOST", details: { version: "1" }, cause: lost });
});

test.each(["running", "failed"] as const)("a row that is %s is not on record as applied", (status) => {
  const outcome = outcomeOf([[first, "applied"]], null);
  expect(reconcile(outcome, ledgerOf({ version: "1", status }), NONE).failure?.code).toBe("COMMIT_LOST");
});

test("what was taken back and is there again was lost too", () => {
  const down = { ...first, direction: "down", takesBack: makeRow("1") } as const;
  const outcome = outcomeOf([[down, "taken-back"]], null);
  expect(reconcile(outcome, ledgerOf(), NONE)).toBe(outcome);
  expect(reconcile(outcome, ledgerOf({ version: "1" }), NONE).failure?.code).toBe("COMMIT_LOST");
});

const unknown = (rest: readonly (readonly [Step, MigrationState])[] = []) =>
  outcomeOf([[first, "applied"], [second, "unknown"], ...rest], stateUnknown(second, new Error("gone")));

test("what was unknown and is on record of this run is applied, and all is well where it was the last", () => {
  const reconciled = reconcile(unknown(), ledgerOf({ version: "1" }, { version: "2" }), new Set([second]));
  expect(statesOf(reconciled)).toEqual(["applied", "applied"]);
  expect(reconciled.failure).toBeNull();
});

test("… and where more was to come, the connection was lost", () => {
  const reconciled = reconcile(
    unknown([[third, "not-run"]]),
    ledgerOf({ version: "1" }, { version: "2" }),
    new Set([second]),
  );
  expect(statesOf(reconciled)).toEqual(["applied", "applied", "not-run"]);
  expect(reconciled.failure).toMatchObject({ code: "CONNECTION_LOST", details: { version: "3" } });
});

test("what was unknown stays so where another run has recorded it, or nobody yet: the server may be at it", () => {
  for (const rows of [[{ version: "1" }], [{ version: "1" }, { version: "2" }]]) {
    const outcome = unknown();
    expect(reconcile(outcome, ledgerOf(...rows), NONE)).toBe(outcome);
  }
});

test("what was unknown of a way back and is done by now is taken back", () => {
  const down = { ...second, direction: "down", takesBack: makeRow("2") } as const;
  const outcome = outcomeOf([[down, "unknown"]], stateUnknown(down, new Error("gone")));
  const reconciled = reconcile(outcome, ledgerOf({ version: "1" }), new Set([down]));
  expect(statesOf(reconciled)).toEqual(["taken-back"]);
  expect(reconciled.failure).toBeNull();
});
