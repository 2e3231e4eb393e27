import { describe, expect, test } from "vitest";
import { plain } from "../../../../src/files/layouts/plain.ts";

const read = (...names: string[]) =>
  plain.makeMigrations(names.map((name) => ({ name, file: `m/${name}`, text: `-- ${name}` })));
const problemsOf = (...names: string[]) =>
  read(...names).problems.map(({ code, message }) => ({ code, message }));

describe("files in the order of their versions", () => {
  test("numbers with gaps and leading zeros are compared as numbers", () => {
    const { files, problems } = read("0011-b.sql", "0009-a.sql", "000_z.sql", "00010-c.sql");
    expect(problems).toEqual([]);
    expect(files.map(({ version, name }) => [version.text, version.key, name])).toEqual([
      ["000", "0", "z"],
      ["0009", "9", "a"],
      ["00010", "10", "c"],
      ["0011", "11", "b"],
    ]);
  });

  test("timestamps, and numbers beyond those a float can hold", () => {
    const { files } = read("9007199254740993_b.sql", "9007199254740992_a.sql", "20240101120000_c.sql");
    expect(files.map(({ name }) => name)).toEqual(["c", "a", "b"]);
    expect(files.map(({ version }) => version.order)).toEqual([
      [20240101120000n],
      [9007199254740992n],
      [9007199254740993n],
    ]);
  });

  test("a migration has all that its file says", () => {
    expect(read("001_create_users.sql").files).toEqual([
      {
        version: { text: "001", key: "1", order: [1n] },
        kind: "versioned",
        name: "create_users",
        stem: "001_create_users",
        file: "m/001_create_users.sql",
        text: "-- 001_create_users.sql",
        transactions: "runner",
        checksum: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        down: null,
      },
    ]);
  });
});

describe("ways back", () => {
  test("pairs beside flat files", () => {
    const { files, problems } = read("000_base.sql", "001_a.up.sql", "001_a.down.sql", "002_b.up.sql");
    expect(problems).toEqual([]);
    expect(files.map(({ stem, file, down }) => [stem, file, down])).toEqual([
      ["000_base", "m/000_base.sql", null],
      [
        "001_a",
        "m/001_a.up.sql",
        { file: "m/001_a.down.sql", text: "-- 001_a.down.sql", transactions: "runner" },
      ],
      ["002_b", "m/002_b.up.sql", null],
    ]);
  });

  test("folders up and down, with and without the suffix, beside a flat file", () => {
    const { files, problems } = read(
      "000_base.sql",
      "up/001_a.sql",
      "down/001_a.sql",
      "up/002_b.up.sql",
      "down/02_b.down.sql",
    );
    expect(problems).toEqual([]);
    expect(files.map(({ file, down }) => [file, down?.file])).toEqual([
      ["m/000_base.sql", undefined],
      ["m/up/001_a.sql", "m/down/001_a.sql"],
      ["m/up/002_b.up.sql", "m/down/02_b.down.sql"],
    ]);
  });

  test("a way back to a flat file", () => {
    expect(read("001_a.sql", "001_a.down.sql").files).toMatchObject([{ down: { file: "m/001_a.down.sql" } }]);
  });

  test("one with nothing to take back is a problem", () => {
    expect(problemsOf("001_a.sql", "002_b.down.sql")).toMatchObject([
      { code: "DOWN_WITHOUT_UP", message: expect.stringContaining("m/002_b.down.sql") },
    ]);
  });
});

test("verify files of one migration stand in the order of their paths, however they were found", () => {
  const names = ["1_a.sql", "1.verify.sql", "1_a.verify.sql", "1_b.verify.sql"];
  const sorted = ["m/1.verify.sql", "m/1_a.verify.sql", "m/1_b.verify.sql"];
  for (const found of [names, [...names].reverse()])
    expect(read(...found).files[0]?.verify?.map(({ file }) => file)).toEqual(sorted);
});

test("verify files are no migrations but stand beside theirs, in all their forms", () => {
  const { files, problems } = read(
    "001_a.sql",
    "001.verify.sql",
    "001_a.verify.sql",
    "up/002_b.sql",
    "up/002.verify.sql",
  );
  expect(problems).toEqual([]);
  expect(files.map(({ name, verify = [] }) => [name, ...verify.map(({ file }) => file)])).toEqual([
    ["a", "m/001.verify.sql", "m/001_a.verify.sql"],
    ["b", "m/up/002.verify.sql"],
  ]);
});

test("folders up and down are looked into, and no others", () => {
  expect(["up", "down", "verify", "ups", "001_a"].filter(plain.entersFolder)).toEqual(["up", "down"]);
});

test("where a way back goes is said", () => {
  expect(plain.layout.wayBack).toBe("`NAME.down.sql` beside it, or the same name in `down/`");
});

describe("what cannot be read is refused, never skipped", () => {
  test.each([
    "create users.sql",
    "1.sql",
    "001.sql",
    "001_.sql",
    "v1_a.sql",
    "1.5_a.sql",
    "_a.sql",
    "001 a.sql",
    "001.up.sql",
    "up/001_a.down.sql",
    "down/001_a.up.sql",
    "up/a.sql",
  ])("%s", (name) => {
    expect(problemsOf(name)).toMatchObject([
      { code: "FILE_NAME_INVALID", message: expect.stringContaining(`m/${name}`) },
    ]);
  });

  test("and how to name it is said", () => {
    expect(read("a.sql").problems[0]?.details.hint).toMatch(
      /^Name it `001_what_it_does\.sql` \(digits, `_` or `-`, a name\), or move it/,
    );
  });

  test("1 and 01 are one version, and all its files are named", () => {
    expect(problemsOf("1_a.sql", "01_b.sql", "001_c.sql", "2_d.sql")).toEqual([
      {
        code: "VERSION_DUPLICATE",
        message: "Version 1 is that of 3 files: m/1_a.sql, m/01_b.sql, m/001_c.sql.",
      },
    ]);
  });

  test("so are a flat file and a pair", () => {
    expect(problemsOf("1_a.sql", "1_a.up.sql", "1_a.down.sql")).toMatchObject([
      { code: "VERSION_DUPLICATE" },
    ]);
  });

  test("and two ways back", () => {
    expect(problemsOf("1_a.up.sql", "1_a.down.sql", "01_b.down.sql")).toMatchObject([
      { code: "VERSION_DUPLICATE", message: expect.stringContaining("m/01_b.down.sql") },
    ]);
  });

  test("versions both in the directory and in up/ are one problem: which of the two counts?", () => {
    expect(problemsOf("1_a.sql", "2_b.sql", "3_c.sql", "up/1_a.sql", "up/2_b.sql")).toEqual([
      {
        code: "LAYOUT_MIXED",
        message:
          "One version stands both in the directory and in up/: m/1_a.sql, m/up/1_a.sql, and 1 more versions likewise.",
      },
    ]);
  });

  test("all problems are found at once", () => {
    expect(problemsOf("a.sql", "1_a.sql", "01_b.sql", "2_c.down.sql").map(({ code }) => code)).toEqual([
      "FILE_NAME_INVALID",
      "DOWN_WITHOUT_UP",
      "VERSION_DUPLICATE",
    ]);
  });
});

test.each([
  ["001_a.sql", true],
  ["001_a.SQL", true],
  ["a b.Sql", true],
  ["up/001_a.sql", true],
  [".001_a.sql", false],
  ["up/.#001_a.sql", false],
  ["001_a.sql~", false],
  ["#001_a.sql#", false],
  ["001_a.sql.swp", false],
  ["README.md", false],
])("%s is looked at: %s", (name, isRead) => expect(plain.reads(name)).toBe(isRead));

describe("a version as a ledger or a person writes it", () => {
  test.each(["001", "1", "001_create_users", "01-create-users", "001_create_users.sql", "1_"])(
    "%s is version 1",
    (text) => {
      expect(plain.layout.parseVersion(text)?.key).toBe("1");
    },
  );

  test("keeps its digits as they are written", () => {
    expect(plain.layout.parseVersion("001_create_users")).toEqual({ text: "001", key: "1", order: [1n] });
  });

  test.each(["", "a", "v1", "1a", "1.2", " 1", "1 ", "-1"])("%j is none", (text) => {
    expect(plain.layout.parseVersion(text)).toBeNull();
  });
});
