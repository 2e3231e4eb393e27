import { describe, expect, test } from "vitest";
import { nodePgMigrate } from "../../../../src/files/layouts/node-pg-migrate.ts";
import { problemsIn, readFiles, readOne, statementsOf } from "./read-one.ts";

const waysOf = (text: string) => {
  const file = readOne(nodePgMigrate, text);
  return [statementsOf(file), statementsOf(file.down)];
};

describe("both ways of a file, at their places in it", () => {
  test.each([
    [
      "the usual case",
      "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2"],
    ],
    ["no markers", "SELECT 1;\nSELECT 2;", ["1:1 SELECT 1", "2:1 SELECT 2"], null],
    ["only the way there", "-- x\n-- Up Migration\nSELECT 1;", ["3:1 SELECT 1"], null],
    [
      "the way back first",
      "-- Down Migration\nSELECT 2;\n-- Up Migration\nSELECT 1;",
      ["4:1 SELECT 1"],
      ["2:1 SELECT 2"],
    ],
    [
      "line ends of Windows",
      "-- Up Migration\r\nSELECT 1;\r\n-- Down Migration\r\n SELECT 2;\r\n",
      ["2:1 SELECT 1"],
      ["4:2 SELECT 2"],
    ],
    [
      "odd case, dashes and blanks",
      "  ------ uP   mIGRATION of users\nSELECT 1;\n\t--DOWN\tmigration\nSELECT 2;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2"],
    ],
    [
      "a second marker, which is a comment",
      "-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;\n-- Up Migration\nSELECT 3;",
      ["2:1 SELECT 1"],
      ["4:1 SELECT 2", "6:1 SELECT 3"],
    ],
    ["an empty template", "-- Up Migration\n\n-- Down Migration", [], []],
    [
      "a way back that is commented out, without a way there",
      "SELECT 1;\n-- Down Migration\n-- SELECT 2;",
      ["1:1 SELECT 1"],
      [],
    ],
    [
      "a comment behind a statement, which is no line of its own",
      "-- Up Migration\nSELECT 1; -- Down Migration\nSELECT 2;",
      ["2:1 SELECT 1", "3:1 SELECT 2"],
      null,
    ],
    ["words that only begin like it", "-- upward migration\nSELECT 1;", ["2:1 SELECT 1"], null],
  ])("%s", (_, text, up, down) => expect(waysOf(text)).toEqual([up, down]));

  test("a header above both is about both", () => {
    const header = "-- migrate:timeout 5s\n";
    const file = readOne(nodePgMigrate, `${header}-- Up Migration\nSELECT 1;\n-- Down Migration\nSELECT 2;`);
    expect([file.text.startsWith(header), file.down?.text.startsWith(header)]).toEqual([true, true]);
  });

  test("node-pg-migrate puts a transaction around either", () => {
    const file = readOne(nodePgMigrate, "-- Up Migration\nSELECT 1;\nCOMMIT;\n-- Down Migration\n");
    expect([file.transactions, file.down?.transactions]).toEqual(["wrapped", "wrapped"]);
  });

  test("pairs", () => {
    const { files, problems } = readFiles(nodePgMigrate, {
      "1_a.up.sql": "SELECT 1;",
      "1_a.down.sql": "SELECT 2;",
      "2_b.sql": "SELECT 3;",
      "3_c.down.sql": "",
    });
    expect(files.map(({ version, file, down }) => [version.text, file, down?.file])).toEqual([
      ["1_a", "m/1_a.up.sql", "m/1_a.down.sql"],
      ["2_b", "m/2_b.sql", undefined],
    ]);
    expect(problems).toMatchObject([{ code: "DOWN_WITHOUT_UP", details: { version: "3_c" } }]);
  });
});

describe("what node-pg-migrate reads otherwise than it looks is a problem at its place", () => {
  test.each([
    [
      "a way back without a way there, which would be run with it",
      "SELECT 1;\n  -- Down Migration\nSELECT 2;",
      2,
      1,
      "runs the whole file",
    ],
    [
      "statements above, which would be left out",
      "-- x\n SELECT 1;\n-- Up Migration\nSELECT 2;",
      2,
      2,
      "leaves it out",
    ],
    [
      "also where a comment in the middle reads like a marker",
      "SELECT 1;\n-- Up migration of the rest\nSELECT 2;",
      1,
      1,
      "leaves it out",
    ],
  ])("%s", (_, text, line, column, says) => {
    expect(problemsIn(nodePgMigrate, text)).toEqual([
      { code: "HEADER_INVALID", line, column, says: expect.stringContaining(says) },
    ]);
  });
});

describe("names", () => {
  const read = (...names: string[]) =>
    readFiles(nodePgMigrate, Object.fromEntries(names.map((name) => [name, "SELECT 1;"])));

  test("are versions; the number before, then the rest as people sort it, gives the order", () => {
    const names = [
      "10_b.sql",
      "9_z.sql",
      "10_a10.sql",
      "10_a2.sql",
      "0011-c.sql",
      "12.sql",
      "1700000000000_y.sql",
    ];
    const { files, problems } = read(...names, "20231114221319999_x.sql", "20231114221320001_z.sql");
    expect(problems).toEqual([]);
    expect(files.map(({ version, name }) => [version.text, name])).toEqual([
      ["9_z", "z"],
      ["10_a2", "a2"],
      ["10_a10", "a10"],
      ["10_b", "b"],
      ["0011-c", "c"],
      ["12", "12"],
      ["20231114221319999_x", "x"],
      ["1700000000000_y", "y"],
      ["20231114221320001_z", "z"],
    ]);
  });

  test("of one number stand as people sort them: case and marks aside, then by their characters", () => {
    const names = ["20_B", "20_ac", "20_a🐘b", "20_a-c", "20_ab", "20_c", "20_a", "21_", "21"];
    expect(read(...names.map((name) => `${name}.sql`)).files.map(({ version }) => version.text)).toEqual([
      "20_ab",
      "20_a🐘b",
      "20_a-c",
      "20_ac",
      "20_a",
      "20_B",
      "20_c",
      "21",
      "21_",
    ]);
  });

  test("of one number, one of which begins the other, stand as the whole names of their files do", () => {
    const names = ["20_users_index.sql", "20_users.sql", "20_users_view.sql"];
    expect(read(...names.toReversed()).files.map(({ stem }) => stem)).toEqual([
      "20_users_index",
      "20_users",
      "20_users_view",
    ]);
  });

  test("of 17 digits are times, those of more are numbers as they are", () => {
    const names = ["202311142213199990_d", "120231114221319999_c", "1700000000000_b", "20231114221319999_a"];
    expect(read(...names.map((name) => `${name}.sql`)).files.map(({ name }) => name)).toEqual([
      "a",
      "b",
      "c",
      "d",
    ]);
  });

  test.each([
    ["1__a.sql", "1__a", "a"],
    ["1-_-a.sql", "1-_-a", "a"],
    ["1a.sql", "1a", "a"],
    ["1_.sql", "1_", "_"],
    ["1_a.upper.sql", "1_a.upper", "a.upper"],
    ["1_a.down.sqlite.sql", "1_a.down.sqlite", "a.down.sqlite"],
  ])("%s is the way there of version %s, called %s", (name, version, shown) => {
    const { files, problems } = read(name);
    expect(problems).toEqual([]);
    expect(files.map((file) => [file.version.text, file.name])).toEqual([[version, shown]]);
  });

  test.each(["a.sql", "_1.sql"])("%s is refused", (name) => {
    expect(read(name).problems).toMatchObject([{ code: "FILE_NAME_INVALID" }]);
  });

  test("two with one number are two migrations, one name twice is not", () => {
    expect(read("1_a.sql", "1_b.sql").problems).toEqual([]);
    expect(read("1_a.sql", "1_a.up.sql").problems).toMatchObject([{ code: "VERSION_DUPLICATE" }]);
  });

  test.each([
    ["2_b.js", "2_b"],
    ["2_b.ts", "2_b"],
    ["2_b.mjs", "2_b"],
    ["2_b.cjs", "2_b"],
    ["2_b.mts", "2_b"],
    ["2_b.c.js", "2_b.c"],
  ])("%s is refused by name, and never taken for SQL", (name, version) => {
    const { files, problems } = read("1_a.sql", name);
    expect(problems).toMatchObject([
      {
        code: "FILE_UNSUPPORTED",
        message: `m/${name} is a migration of node-pg-migrate in JavaScript.`,
        details: { at: { file: `m/${name}` }, version },
      },
    ]);
    expect(files.map(({ stem }) => stem)).toEqual(["1_a"]);
  });

  test("other scripts are not looked at", () => {
    expect(read("1_a.sql", "helpers.js", "helper2.js", "2_b.d.ts", "package.json", "2_b.json")).toMatchObject(
      {
        files: [{ name: "a" }],
        problems: [],
      },
    );
  });
});

test("a ledger's or a person's text means the file with and without its end", () => {
  const keys = ["1_a", "1_a.sql", "1_a.up.sql"].map((text) => nodePgMigrate.layout.parseVersion(text)?.key);
  expect(keys).toEqual(["1_a", "1_a", "1_a"]);
  expect(nodePgMigrate.layout.parseVersion("a")).toBeNull();
});
