import { describe, expect, test } from "vitest";
import type { RunFacts } from "../../peers/facts.ts";
import { judgeBesideIndexing } from "../../peers/faults/concurrently.ts";
import { judgeKilled } from "../../peers/faults/killed.ts";
import { judgeKilledIndexing } from "../../peers/faults/killed-indexing.ts";
import { judgeMalformedUrl } from "../../peers/faults/malformed-url.ts";
import { judgeOwnCommit } from "../../peers/faults/own-commit.ts";
import { judgeRace, type Race } from "../../peers/faults/race.ts";
import { judgeBehindReader } from "../../peers/faults/reader.ts";
import { OK } from "../../peers/verdict.ts";

const well: RunFacts = { code: 0, isStuck: false, said: "", durationMs: 1 };
const failed: RunFacts = { code: 1, isStuck: false, said: "ERROR: deadlock detected", durationMs: 1 };
const stuck: RunFacts = { code: null, isStuck: true, said: "", durationMs: 60_000 };
const oneValid = { valid: 1, invalid: 0 };

describe("two runners at once", () => {
  const race: Race = {
    runs: [well, well],
    marks: { "1": 2 },
    locksLeft: 0,
    next: well,
  };
  test.each([
    { name: "both end well, each migration ran once", is: {}, words: "" },
    { name: "one fails", is: { runs: [well, failed] }, words: "one fails (deadlock detected)" },
    { name: "both fail", is: { runs: [failed, failed] }, words: "both: each fails (deadlock detected)" },
    { name: "one is stuck", is: { runs: [stuck, well] }, words: "one has not ended after 60 s" },
    {
      name: "one ran twice, both say it is well",
      is: { marks: { "1": 1, "2": 1 } },
      words: "1 of 2 run twice",
    },
    {
      name: "one never ran, both say it is well",
      is: { marks: { "0": 1, "1": 1 } },
      words: "1 of 2 not run",
    },
    { name: "the lock outlives both", is: { locksLeft: 1 }, words: "its lock stays" },
    { name: "nobody can run again", is: { next: stuck }, words: "the next run has not ended after 60 s" },
  ])("$name", ({ is, words }) => {
    expect(judgeRace({ ...race, ...is })).toEqual({ isOk: words === "", words });
  });
});

describe("a second runner beside CREATE INDEX CONCURRENTLY", () => {
  const beside = { first: well, second: well, indexes: oneValid, locksLeft: 0 };
  test.each([
    { name: "both end well with a valid index", is: {}, words: "" },
    {
      name: "an invalid index stays",
      is: { indexes: { valid: 0, invalid: 1 } },
      words: "an invalid index stays",
    },
    { name: "there is no index", is: { indexes: { valid: 0, invalid: 0 } }, words: "0 indexes" },
    { name: "the second fails", is: { second: failed }, words: "the second fails (deadlock detected)" },
  ])("$name", ({ is, words }) => {
    expect(judgeBesideIndexing({ ...beside, ...is })).toEqual({ isOk: words === "", words });
  });
});

describe("kill -9", () => {
  const whole = { after: [well], marks: { "1": 1 } };
  test.each([
    { name: "the next run finishes", is: {}, words: "" },
    {
      name: "only a later run finishes",
      is: { after: [failed, well] },
      words: "the next run fails (deadlock detected); one later goes through",
    },
    {
      name: "no run finishes",
      is: { after: [failed, failed], marks: { "0": 1 } },
      words: "the next run fails (deadlock detected); and so does one later; 1 of 1 not run",
    },
  ])("$name", ({ is, words }) => {
    expect(judgeKilled({ ...whole, ...is })).toEqual({ isOk: words === "", words });
  });

  test("in CREATE INDEX CONCURRENTLY asks for a valid index too", () => {
    expect(judgeKilledIndexing({ after: [well], indexes: oneValid, marks: 1 })).toEqual(OK);
    expect(judgeKilledIndexing({ after: [well], indexes: { valid: 0, invalid: 1 }, marks: 1 }).isOk).toBe(
      false,
    );
  });
});

describe("a reader that stays", () => {
  const marks = { "1": 2 };
  test("for others is no reason to wait longer than half of its time", () => {
    expect(judgeBehindReader({ run: well, longestWaitMs: 2_100, marks })).toEqual({
      isOk: true,
      words: "others wait 2 s",
    });
    expect(judgeBehindReader({ run: well, longestWaitMs: 6_100, marks })).toEqual({
      isOk: false,
      words: "others wait 6 s",
    });
  });

  test("does not excuse a migration that was given up", () => {
    expect(judgeBehindReader({ run: failed, longestWaitMs: 10, marks: { "0": 1, "1": 1 } }).isOk).toBe(false);
  });
});

test("a malformed URL: printing the password is wrong, and a run that ends well is the harness's mistake", () => {
  expect(judgeMalformedUrl({ code: 1, isStuck: false, printsPassword: false })).toEqual(OK);
  expect(judgeMalformedUrl({ code: 1, isStuck: false, printsPassword: true }).isOk).toBe(false);
  expect(() => judgeMalformedUrl({ code: 0, isStuck: false, printsPassword: false })).toThrow();
});

describe("a file that commits by itself and fails behind that", () => {
  const whole = { run: failed, marksAfter: { "0": 2 }, corrected: well, marks: { "1": 2 } };
  test.each([
    { name: "leaves nothing, and its correction all of it once", is: {}, words: "" },
    { name: "leaves a part", is: { marksAfter: { "0": 1, "1": 1 } }, words: "a part of it stays" },
    { name: "is said to have gone well", is: { run: well }, words: "says that all went well" },
    { name: "runs twice in part", is: { marks: { "1": 1, "2": 1 } }, words: "1 of 2 run twice" },
  ])("$name", ({ is, words }) => {
    expect(judgeOwnCommit({ ...whole, ...is })).toEqual({ isOk: words === "", words });
  });
});
