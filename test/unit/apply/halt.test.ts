import pg from "pg";
import { expect, test } from "vitest";
import { makeHalt, NOTHING_YET } from "../../../src/apply/halt.ts";
import type { BackendMark } from "../../../src/database/backend-mark.ts";
import { MessageError } from "../../../src/database/message.ts";
import type { Stage } from "../../../src/execution/make-stages.ts";
import { own } from "../../../src/execution/part.ts";

const parts = (count: number) => Array.from({ length: count }, (_, index) => own(`SELECT ${index}`));

const BACKEND: BackendMark = { way: "direct", pid: 7, head: "SELECT" };

/** Parts 0 to 1: before; 2 to 4: one statement done; 5 to 9: two, complete with part 7. */
const STAGES: readonly Stage[] = [
  { ...NOTHING_YET, parts: parts(2) },
  { ...NOTHING_YET, parts: parts(3), statementsDone: 1, isRecorded: true, message: "joined" },
  { ...NOTHING_YET, parts: parts(5), statementsDone: 2, isRecorded: true, message: "joined", completedBy: 2 },
];

/** The parts before `part` were answered. */
const haltAt = (part: number, code: string) => {
  const cause = Object.assign(new pg.DatabaseError("x", 1, "error"), { code, severity: "ERROR" });
  const error = new MessageError(cause, part, part, 0);
  const { statementsDone, isRecorded, goesOn, mayBeDone } = makeHalt(STAGES, BACKEND, error);
  return { statementsDone, isRecorded, goesOn, mayBeDone };
};

test.each([
  [1, { statementsDone: 0, isRecorded: false, goesOn: false, mayBeDone: false }],
  [2, { statementsDone: 1, isRecorded: true, goesOn: false, mayBeDone: false }],
  [4, { statementsDone: 1, isRecorded: true, goesOn: false, mayBeDone: false }],
  [5, { statementsDone: 2, isRecorded: true, goesOn: false, mayBeDone: false }],
  [7, { statementsDone: 2, isRecorded: true, goesOn: false, mayBeDone: false }],
  [8, { statementsDone: 2, isRecorded: true, goesOn: false, mayBeDone: true }],
])("an error at part %i: %o", (part, wanted) => {
  expect(haltAt(part, "42601")).toEqual(wanted);
});

test("where a later part does not parse nothing of the message has been run", () => {
  const cause = Object.assign(new pg.DatabaseError("x", 1, "error"), { code: "42601", severity: "ERROR" });
  expect(makeHalt(STAGES.slice(1), BACKEND, new MessageError(cause, 0, 6, 0))).toMatchObject({
    statementsDone: 1,
  });
});

test.each([
  [0, { statementsDone: 0, isRecorded: false, goesOn: true, mayBeDone: true }],
  [3, { statementsDone: 1, isRecorded: true, goesOn: true, mayBeDone: true }],
  [9, { statementsDone: 2, isRecorded: true, goesOn: true, mayBeDone: true }],
])("a connection lost after %i answers: all that follows may be done: %o", (part, wanted) => {
  expect(haltAt(part, "57P01")).toEqual(wanted);
});

test("a connection lost while a statement is alone in its message says nothing of what follows", () => {
  const alone: readonly Stage[] = [{ ...NOTHING_YET, parts: parts(1), statementsDone: 3, isRecorded: true }];
  const error = new MessageError(new Error("Connection terminated unexpectedly"), 0, 0, 0);
  expect(makeHalt(alone, null, error)).toMatchObject({ goesOn: false, mayBeDone: false, statementsDone: 3 });
});
