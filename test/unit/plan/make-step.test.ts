import { expect, test } from "vitest";
import { goOnAt, makeDonePart, makeResumingStep } from "../../../src/plan/make-step.ts";
import type { Step } from "../../../src/plan/plan.ts";
import { makeRow, makeStep } from "../../support/plan-values.ts";

const WHOLE = `-- migrate:no-transaction
-- migrate:allow all-of-it reason: a
VACUUM t;
-- migrate:allow of-the-ledger reason: b
CREATE TABLE schema_migrations (version text);
VACUUM u;
-- migrate:allow of-the-row reason: c
INSERT INTO schema_migrations (version) VALUES ('1');
-- migrate:allow of-nothing reason: d
`;

/** What a part of WHOLE has: its statements by their lines, what is allowed there, and which of them write the ledger. */
const shown = ({ script }: Step) => ({
  lines: script.statements.map(({ line }) => line),
  allows: script.allowances.map(({ rule }) => rule),
  ledger: { rows: script.ownLedgerRows, creates: script.createsLedger },
});

const resuming = (statementsDone: number | null, text = WHOLE) => {
  const row = makeRow("1", { status: "running", statementsDone });
  const step = makeResumingStep(makeStep("1_a", text), row);
  if (step.resumes === null) throw new Error("It does not go on.");
  return { step, resumes: step.resumes, row };
};

const [ALL, LEDGER, ROW] = ["all-of-it", "of-the-ledger", "of-the-row"];

test.each([
  [0, [3, 5, 6, 8], [ALL, LEDGER, ROW], { rows: [3], creates: 1 }],
  [1, [5, 6, 8], [ALL, LEDGER, ROW], { rows: [2], creates: 0 }],
  [2, [6, 8], [ALL, ROW], { rows: [1], creates: null }],
  [3, [8], [ALL, ROW], { rows: [0], creates: null }],
  [4, [], [ALL], { rows: [], creates: null }],
])(
  "after %i statements a step goes on with what is left, and what is allowed of that",
  (done, lines, allows, ledger) => {
    expect(shown(resuming(done).step)).toEqual({ lines, allows, ledger });
  },
);

test("what makes no ledger makes none from its first statement on either", () => {
  const { step } = resuming(0, "-- migrate:no-transaction\nVACUUM t;\nVACUUM u;");
  expect(shown(step).ledger).toEqual({ rows: [], creates: null });
});

test.each([
  [0, [], [ALL], { rows: [], creates: null }],
  [1, [3], [ALL], { rows: [], creates: null }],
  [2, [3, 5], [ALL, LEDGER], { rows: [], creates: 1 }],
  [4, [3, 5, 6, 8], [ALL, LEDGER, ROW], { rows: [3], creates: 1 }],
])(
  "after %i statements its done part is the others, and goes on from nowhere",
  (done, lines, allows, ledger) => {
    const { step, resumes } = resuming(done);
    const part = makeDonePart(step, resumes);
    expect(shown(part)).toEqual({ lines, allows, ledger });
    expect(part.resumes).toBeNull();
  },
);

test("it remembers its row and the whole of its script, and by itself clears nothing away and remarks nothing", () => {
  const { step, row } = resuming(2);
  const whole = makeStep("1_a", WHOLE).script;
  expect(step.resumes).toEqual({ row, whole, done: 2, cleanUp: [], remark: null });
  expect(makeResumingStep(makeStep("1_a", WHOLE), row, "chosen").resumes?.remark).toBe("chosen");
});

test("it may go on elsewhere, once something is cleared away", () => {
  const { step, resumes } = resuming(1);
  const going = goOnAt(step, resumes, 3, ["DROP INDEX i"]);
  expect(shown(going).lines).toEqual([8]);
  expect(going.resumes).toEqual({ ...resumes, done: 3, cleanUp: ["DROP INDEX i"] });
});

test.each([null, 2])("of a file that was emptied since nothing is left, whatever was counted: %s", (done) => {
  expect(resuming(done, "-- nothing").step.script.statements).toEqual([]);
});

test("a row that was not counted goes on from the beginning", () => {
  expect(shown(resuming(null).step).lines).toEqual([3, 5, 6, 8]);
});
