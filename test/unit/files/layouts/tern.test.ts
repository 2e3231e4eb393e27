import { describe, expect, test } from "vitest";
import { tern } from "../../../../src/files/layouts/tern.ts";
import { problemsIn, readFiles, readOne, statementsOf } from "./read-one.ts";

const LINE = "---- create above / drop below ----";
const OFF = "---- tern: disable-tx ----";
const waysOf = (text: string) => {
  const file = readOne(tern, text);
  return [statementsOf(file), statementsOf(file.down)];
};

describe("both ways of a file, at their places in it", () => {
  test.each([
    ["the usual case", `SELECT 1;\n\n${LINE}\n\nSELECT 2;\n`, ["1:1 SELECT 1"], ["5:1 SELECT 2"]],
    ["no way back", "SELECT 1;\nSELECT 2", ["1:1 SELECT 1", "2:1 SELECT 2"], null],
    ["an empty way back", `SELECT 1;\n${LINE}`, ["1:1 SELECT 1"], []],
    ["line ends of Windows", `SELECT 1;\r\n${LINE}\r\n SELECT 2;\r\n`, ["1:1 SELECT 1"], ["3:2 SELECT 2"]],
    ["in the middle of a line", `SELECT 1; ${LINE} SELECT 2;`, ["1:1 SELECT 1"], ["1:47 SELECT 2"]],
    [
      "a second line, which is a comment",
      `SELECT 1;\n${LINE}\nSELECT 2;\n${LINE}\nSELECT 3;`,
      ["1:1 SELECT 1"],
      ["3:1 SELECT 2", "5:1 SELECT 3"],
    ],
    [
      "words like it behind a statement, which are a comment",
      "SELECT 1; -- create above / drop below\nSELECT 2;",
      ["1:1 SELECT 1", "2:1 SELECT 2"],
      null,
    ],
  ])("%s", (_, text, up, down) => expect(waysOf(text)).toEqual([up, down]));

  test.each([
    ["in neither", `SELECT 1;\n${LINE}\nSELECT 2;`, "wrapped", "wrapped"],
    ["in the way there", `${OFF}\nSELECT 1;\n${LINE}\nSELECT 2;`, "none", "wrapped"],
    ["in the way back", `SELECT 1;\n${LINE}\n-- x\n${OFF}\nSELECT 2;`, "wrapped", "none"],
    [
      "in both, with line ends of Windows",
      `${OFF}\r\nSELECT 1;\r\n${LINE}\r\n${OFF}\r\nSELECT 2;`,
      "none",
      "none",
    ],
    [
      "in a way back with a second line",
      `SELECT 1;\n${LINE}\n${OFF}\nSELECT 2;\n${LINE}\nSELECT 3;`,
      "wrapped",
      "none",
    ],
    ["with blanks behind it", `${OFF} \t\nSELECT 1;\n${LINE}\nSELECT 2;`, "none", "wrapped"],
    ["with words behind it", `${OFF} not\nSELECT 1;\n${LINE}\n${OFF}-\nSELECT 2;`, "wrapped", "wrapped"],
    ["not alone in its line", `  ${OFF}\nSELECT 1;\n${LINE}\nSELECT 2;-- ${OFF}`, "wrapped", "wrapped"],
  ])("disable-tx %s", (_, text, up, down) => {
    const file = readOne(tern, text);
    expect([file.transactions, file.down?.transactions]).toEqual([up, down]);
  });
});

describe("what tern reads otherwise than it looks is a problem at its place", () => {
  test.each([
    ["a value", "SELECT 1;\nCREATE TABLE {{.prefix}}_bar();", "FILE_UNSUPPORTED", 2, 14],
    ["a template", '{{ template "shared/v1_001.sql" . }}', "FILE_UNSUPPORTED", 1, 1],
    ["one in the way back", `SELECT 1;\n${LINE}\nDROP TABLE a_{{sub 43 1}};`, "FILE_UNSUPPORTED", 3, 14],
    ["an array in a string, at which tern fails", "SELECT '{{1,2},{3,4}}';", "FILE_UNSUPPORTED", 1, 9],
    ["one in a comment", "-- {{ x }}\nSELECT 1;", "FILE_UNSUPPORTED", 1, 4],
    [
      "a line with other dashes",
      "SELECT 1;\n-- create above / drop below --\nSELECT 2;",
      "HEADER_INVALID",
      2,
      1,
    ],
    [
      "a line without blanks, above one that is right",
      `SELECT 1;\n--create above/drop below\nSELECT 2;\n${LINE}\nSELECT 3;`,
      "HEADER_INVALID",
      2,
      1,
    ],
    [
      "a line behind blanks",
      "SELECT 1;\n \t-- create above / drop below --\nSELECT 2;",
      "HEADER_INVALID",
      2,
      1,
    ],
    [
      "a line with capitals",
      "SELECT 1;\n---- Create above / drop below ----\nSELECT 2;",
      "HEADER_INVALID",
      2,
      1,
    ],
  ])("%s", (_, text, code, line, column) => {
    expect(problemsIn(tern, text)).toMatchObject([{ code, line, column }]);
  });

  test.each([
    ["-- Create above / drop below", `tern takes this line for a comment. Write it \`${LINE}\`.`],
    ["SELECT '{{1}}';", "Write here what tern makes of it (`tern print-migrations`). An array"],
  ])("and %j is told with what to write instead", (text, says) => {
    expect(problemsIn(tern, text)).toMatchObject([{ says: expect.stringContaining(says) }]);
  });
});

test("names are digits, an underscore and something; folders are templates and snapshots", () => {
  const { files, problems } = readFiles(tern, {
    "10_b.sql": "",
    "009_a.sql": "",
    "should_be_ignored.sql": "",
    "3.sql": "",
    "tern.conf": "",
    "shared/v1_001.sql": "",
  });
  expect(files.map(({ version, name }) => [version.text, name])).toEqual([
    ["009", "a"],
    ["10", "b"],
  ]);
  expect(problems.map(({ code, details }) => [code, details.at?.file])).toEqual([
    ["FILE_NAME_INVALID", "m/should_be_ignored.sql"],
    ["FILE_NAME_INVALID", "m/3.sql"],
  ]);
  expect(["shared", "snapshots", "up"].some(tern.entersFolder)).toBe(false);
});
