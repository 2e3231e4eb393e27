import { describe, expect, test } from "vitest";
import { goose } from "../../../../src/files/layouts/goose.ts";
import { problemsIn, readFiles, readOne, statementsOf } from "./read-one.ts";

const waysOf = (text: string) => {
  const file = readOne(goose, text);
  return [statementsOf(file), statementsOf(file.down)];
};

describe("both ways of a file, at their places in it", () => {
  test.each([
    [
      "the usual case",
      "-- +goose Up\nSELECT 1;\n\n-- +goose Down\nSELECT 2;\n",
      ["2:1 SELECT 1"],
      ["5:1 SELECT 2"],
    ],
    ["no way back", "-- +goose Up\nSELECT 1;", ["2:1 SELECT 1"], null],
    [
      "an empty way back",
      "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose StatementBegin\n-- +goose StatementEnd",
      ["2:1 SELECT 1"],
      [],
    ],
    ["nothing at all", "-- +goose Up\n-- nothing\n", [], null],
    [
      "line ends of Windows",
      "-- +goose Up\r\nSELECT 1;\r\n-- +goose Down\r\n SELECT 2;\r\n",
      ["2:1 SELECT 1"],
      ["4:2 SELECT 2"],
    ],
    [
      "odd case and blanks",
      "--+goose   UP \t\nSELECT 1;\n-- +goose -- doWN --\nSELECT 2;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2"],
    ],
    ["the word at the end", "-- Up +goose\nSELECT 1;", ["2:1 SELECT 1"], null],
    ["comments above", "-- x\n\n/* y */\n-- +goose Up\nSELECT 1;", ["5:1 SELECT 1"], null],
    [
      "a block of several statements",
      "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\nSELECT 2;\n-- +goose StatementEnd\nSELECT 3;",
      ["3:1 SELECT 1", "4:1 SELECT 2", "6:1 SELECT 3"],
      null,
    ],
    [
      "a function",
      "-- +goose Up\n-- +goose StatementBegin\nDO $$\nBEGIN\n  PERFORM 1;\nEND\n$$;\n-- +goose StatementEnd\n-- +goose Down\nSELECT 2;",
      ["3:1 DO $$\nBEGIN\n  PERFORM 1;\nEND\n$$"],
      ["10:1 SELECT 2"],
    ],
    [
      "a block without a semicolon before what is in none",
      "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n-- +goose StatementEnd\nSELECT 2;",
      ["3:1 SELECT 1", "5:1 SELECT 2"],
      null,
    ],
    [
      "a comment behind a statement, which is no line of its own",
      "-- +goose Up\nSELECT 1; -- +goose Down\nSELECT 2;",
      ["2:1 SELECT 1", "3:1 SELECT 2"],
      null,
    ],
    [
      "COPY with its rows",
      "-- +goose Up\n-- +goose StatementBegin\nCOPY t FROM stdin;\n1\t2\n\\.\n-- +goose StatementEnd\nSELECT 1;",
      ["3:1 COPY t FROM stdin", "7:1 SELECT 1"],
      null,
    ],
  ])("%s", (_, text, up, down) => expect(waysOf(text)).toEqual([up, down]));

  test("the end of a block ends a statement without a semicolon, in each way", () => {
    const block = (sql: string) => `-- +goose StatementBegin\n${sql}\n-- +goose StatementEnd\n`;
    const text = `-- +goose Up\n${block("SELECT 1")}${block("SELECT 2")}-- +goose Down\n${block("SELECT 3")}${block("SELECT 4")}`;
    expect(waysOf(text)).toEqual([
      ["3:1 SELECT 1", "6:1 SELECT 2"],
      ["10:1 SELECT 3", "13:1 SELECT 4"],
    ]);
  });

  test.each([
    ["-- +goose Up\nSELECT 1;\n-- +goose Down", "wrapped"],
    ["-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down", "none"],
    ["-- +goose Up\n-- +goose no transaction\nSELECT 1;\n-- +goose Down", "none"],
    ["-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose NO TRANSACTION", "none"],
  ])("%j is %s, both ways", (text, rule) => {
    const file = readOne(goose, text);
    expect([file.transactions, file.down?.transactions]).toEqual([rule, rule]);
  });

  test("an annotation in the middle of a statement does not end it", () => {
    const between = "-- +goose ENVSUB OFF";
    expect(waysOf(`-- +goose Up\nSELECT\n${between}\n1;`)).toEqual([
      [`2:1 SELECT\n${" ".repeat(between.length)}\n1`],
      null,
    ]);
  });

  test("a header above both is about both", () => {
    const header = "-- migrate:timeout 5s\n";
    const file = readOne(goose, `${header}-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;`);
    expect([file.text.startsWith(header), file.down?.text.startsWith(header)]).toEqual([true, true]);
  });

  test("a COMMIT at the end of a wrapped file is goose's own", () => {
    expect(
      waysOf("-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\nCOMMIT;\n-- +goose StatementEnd"),
    ).toEqual([["3:1 SELECT 1"], null]);
  });
});

describe("what goose refuses is a problem at its place", () => {
  test.each([
    ["no annotation", "SELECT 1;", 1, 1, "no line `-- +goose Up`"],
    ["only a way back", "-- x\n-- +goose Down\nSELECT 1;", 2, 1, "before `-- +goose Up`"],
    ["two ways there", "-- +goose Up\nSELECT 1;\n-- +goose Up\nSELECT 2;", 3, 1, "second `-- +goose Up`"],
    [
      "a way there after the way back",
      "-- +goose Up\n-- +goose Down\n-- +goose Up\n",
      3,
      1,
      "second `-- +goose Up`",
    ],
    ["two ways back", "-- +goose Up\n-- +goose Down\n-- +goose Down\n", 3, 1, "second `-- +goose Down`"],
    ["statements above", "-- x\nSELECT 1;\n-- +goose Up\nSELECT 2;", 2, 1, "before the first marker"],
    [
      "a block above",
      "-- +goose StatementBegin\n-- +goose StatementEnd\n-- +goose Up",
      1,
      1,
      "before `-- +goose Up`",
    ],
    [
      "a block left open",
      "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;",
      2,
      1,
      "no `-- +goose StatementEnd`",
    ],
    [
      "a block over the way back",
      "-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\n-- +goose StatementEnd",
      2,
      1,
      "before the next part",
    ],
    [
      "a block in a block",
      "-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\n-- +goose StatementEnd",
      3,
      1,
      "inside another",
    ],
    ["an end without a block", "-- +goose Up\n-- +goose StatementEnd", 2, 1, "no `-- +goose StatementBegin`"],
    ["an unknown one", "-- +goose Up\n-- +goose Sideways", 2, 1, "-- +goose Sideways"],
    ["none at all", "-- +goose Up\n-- +goose", 2, 1, "does not know"],
    ["two in a line", "-- +goose +goose Up", 1, 1, "does not know"],
    [
      "blanks before the dashes",
      "\t-- +goose Up",
      1,
      1,
      "annotation: -- +goose Up. Write it from the first column on",
    ],
    ["capitals in the word", "-- +GOOSE Up\nSELECT 1;", 1, 1, "does not know"],
    ["a comment that speaks of it", "-- +goose Up\n-- as with +goose Down\nSELECT 1;", 2, 1, "does not know"],
  ])("%s", (_, text, line, column, says) => {
    expect(problemsIn(goose, text)).toEqual([
      { code: "HEADER_INVALID", line, column, says: expect.stringContaining(says) },
    ]);
  });
});

describe("values of the environment", () => {
  test.each([
    ["two dollars at the end of a line", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT $$\n1$$;", 3, 8],
    ["a name", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1;\nSELECT '$HOME';", 4, 9],
    [
      "a name in braces, on before the way there",
      `-- +goose ENVSUB ON\n-- +goose Up\nCREATE TABLE \${REGION}post (id int);`,
      3,
      14,
    ],
    ["a default", `-- +goose Up\n-- +goose envsub on\nSELECT '\${A:-b}';`, 3, 9],
    ["an escape, which goose takes away", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '\\$5';", 3, 9],
    [
      "dollar quotes, of which goose leaves one",
      "-- +goose Up\n-- +goose ENVSUB ON\nDO $$\nBEGIN END $$;",
      3,
      4,
    ],
    [
      "inside of a function",
      "-- +goose Up\nDO $$\n-- +goose ENVSUB ON\nBEGIN RAISE NOTICE '$A'; END;\n-- +goose ENVSUB OFF\n$$;",
      4,
      21,
    ],
    [
      "in the second of two such parts",
      "-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1;\n-- +goose ENVSUB OFF\n-- +goose ENVSUB ON\nSELECT '$A';",
      6,
      9,
    ],
    ["behind dashes in a string", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '-- $A';", 3, 12],
    ["in the way back", "-- +goose Up\n-- +goose ENVSUB ON\n-- +goose Down\nSELECT '$A';", 4, 9],
  ])("%s is refused at its place", (_, text, line, column) => {
    expect(problemsIn(goose, text)).toMatchObject([{ code: "FILE_UNSUPPORTED", line, column }]);
  });

  test.each([
    ["no dollar", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT 1;"],
    [
      "before and behind what is covered",
      "-- +goose Up\nSELECT '$A';\n-- +goose ENVSUB ON\nSELECT 1;\n-- +goose ENVSUB OFF\nSELECT '$A';",
    ],
    ["in a comment", "-- +goose Up\n-- +goose ENVSUB ON\n-- costs $A\n \t-- and $B\nSELECT 1;"],
    [
      "at the end of a line, or before a parenthesis",
      "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '$\r\n $(x)';",
    ],
  ])("%s: nothing to refuse", (_, text) => expect(problemsIn(goose, text)).toEqual([]));

  test("why they are refused is said, and what to do", () => {
    const [problem] = problemsIn(goose, "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '$A';");
    expect(problem?.says).toMatch(
      /goose writes this anew from its environment.* Write the value here, or take `-- \+goose ENVSUB ON` out/,
    );
  });
});

describe("names", () => {
  const read = (...names: string[]) =>
    readFiles(goose, Object.fromEntries(names.map((name) => [name, "-- +goose Up\nSELECT 1;"])));

  test("are digits before the first underscore, compared as numbers", () => {
    const { files, problems } = read("00010_b.sql", "00009_a_b.sql", "20240101120000_c.sql", "11_.sql");
    expect(problems).toEqual([]);
    expect(files.map(({ version, name }) => [version.text, name])).toEqual([
      ["00009", "a_b"],
      ["00010", "b"],
      ["11", "11_"],
      ["20240101120000", "c"],
    ]);
  });

  test.each(["1-a.sql", "1.sql", "a_1.sql", "00000_a.sql"])("%s is refused", (name) => {
    expect(read(name).problems).toMatchObject([{ code: "FILE_NAME_INVALID" }]);
  });

  test("migrations in Go are refused by name; tests of theirs and other Go are not looked at", () => {
    const { files, problems } = read(
      "00001_a.sql",
      "00002_seed_it.go",
      "00002_b_test.go",
      "helpers.go",
      "3x.go",
      "v3_b.go",
      "3_b.go.tmpl",
    );
    expect(files).toHaveLength(1);
    expect(problems.map(({ code, details }) => [code, details.at?.file, details.version])).toEqual([
      ["FILE_UNSUPPORTED", "m/00002_seed_it.go", "00002"],
    ]);
    expect(`${problems[0]?.message} ${problems[0]?.details.hint}`).toMatch(
      /^m\/00002_seed_it\.go is a migration of goose in Go.* Write what it does in SQL.* only `-- \+goose Up` in its place\.$/,
    );
  });
});
