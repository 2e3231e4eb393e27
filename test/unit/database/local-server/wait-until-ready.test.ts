import { expect, test } from "vitest";
import { parseReadyPid, tellingLines } from "../../../../src/database/local-server/wait-until-ready.ts";

const pidFile = (state: string) => `4711\n/tmp/d/data\n1763712000\n5432\n/tmp/d\n\n  1  2\n${state}\n`;

test.each([
  [pidFile("ready   "), 4711],
  [pidFile("starting"), null],
  [pidFile("stopping"), null],
  ["4711\n/tmp/d/data\n", null],
  ["", null],
])("%j: %s", (text, pid) => {
  expect(parseReadyPid(text)).toBe(pid);
});

test("of a log's end, what says why is shown, else the last five lines", () => {
  const said =
    'creating directory … ok\ninitdb: error: superuser name "pg_x" is disallowed\nHINT:  Take another.\n';
  expect(tellingLines(said)).toBe('initdb: error: superuser name "pg_x" is disallowed\nHINT:  Take another.');
  expect(tellingLines("1\n2\n\n3\n4\n5\n6\n")).toBe("2\n3\n4\n5\n6");
});
