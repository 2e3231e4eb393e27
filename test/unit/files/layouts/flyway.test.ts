// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Flyway's placeholders are written.
import { describe, expect, test } from "vitest";
import { detectLayout } from "../../../../src/files/layouts/detect-layout.ts";
import { flyway } from "../../../../src/files/layouts/flyway.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";
import { compareOrder } from "../../../../src/files/order.ts";

/** The directory `m` with these files: name to text. */
const read = (files: Readonly<Record<string, string>>) =>
  flyway.makeMigrations(
    Object.entries(files)
      .filter(([name]) => flyway.reads(name) || flyway.sees?.(name) === true)
      .map(([name, text]) => ({ name, file: `m/${name}`, text })),
  );
const named = (...names: string[]) => read(Object.fromEntries(names.map((name) => [name, `-- ${name}`])));
const problemsOf = (files: Readonly<Record<string, string>>) =>
  read(files).problems.map(({ code, details: { at } }) => `${code} ${at?.file}:${at?.line}:${at?.column}`);

describe("the order of Flyway's files", () => {
  test("versions by their parts as numbers, then repeatable ones by their description", () => {
    const { files, problems } = named(
      "R__b view.sql",
      "V10__j.sql",
      "R__Z_last_in_bytes.sql",
      "V2__b.sql",
      "V2_1__c.sql",
      "V2.10__e.sql",
      "V2.9__d.sql",
      "V1.0__a.sql",
      "R__a_view.sql",
      "R__aBview.sql",
    );
    expect(problems).toEqual([]);
    expect(files.map(({ version, kind }) => `${version.text} ${kind}`)).toEqual([
      "1.0 versioned",
      "2 versioned",
      "2.1 versioned",
      "2.9 versioned",
      "2.10 versioned",
      "10 versioned",
      "R__Z_last_in_bytes repeatable",
      // An underscore counts as a space, which is before any letter.
      "R__a_view repeatable",
      "R__aBview repeatable",
      "R__b view repeatable",
    ]);
    expect([...files].sort((a, b) => compareOrder(a.version, b.version))).toEqual(files);
  });

  test("a migration has all that its file says, and what takes it back", () => {
    const { files } = read({ "V1_2__a.sql": "SELECT 1;", "U1.2__other_words.sql": "SELECT 0;" });
    expect(files).toEqual([
      {
        kind: "versioned",
        version: { text: "1.2", key: "1.2", order: [1n, 2n] },
        name: "a",
        stem: "V1_2__a",
        file: "m/V1_2__a.sql",
        text: "SELECT 1;",
        transactions: "wrapped",
        checksum: expect.stringMatching(/^sha256:/),
        down: { file: "m/U1.2__other_words.sql", text: "SELECT 0;", transactions: "wrapped" },
      },
    ]);
  });

  test("versions that are equal as numbers are one version twice", () => {
    expect(problemsOf({ "V1__a.sql": "", "V1.0__b.sql": "" })).toEqual(["VERSION_DUPLICATE m/V1__a.sql:1:1"]);
    expect(problemsOf({ "a/V1_1__a.sql": "", "b/V1.1__a.sql": "" })).toEqual([
      "VERSION_DUPLICATE m/a/V1_1__a.sql:1:1",
    ]);
    expect(problemsOf({ "R__a_b.sql": "", "R__a b.sql": "" })).toEqual([
      "VERSION_DUPLICATE m/R__a_b.sql:1:1",
    ]);
    expect(problemsOf({ "V1__a.sql": "", "U1__a.sql": "", "U1.0__b.sql": "" })).toEqual([
      "VERSION_DUPLICATE m/U1__a.sql:1:1",
    ]);
  });

  test("a way back without a way there, and where one goes", () => {
    expect(flyway.layout.wayBack).toBe("a file of its name with `U` in place of `V`");
    expect(problemsOf({ "V1__a.sql": "", "U2__a.sql": "" })).toEqual(["DOWN_WITHOUT_UP m/U2__a.sql:1:1"]);
  });
});

describe("a file that Flyway would skip is refused, saying so", () => {
  test.each(["V1_init.sql", "v1__init.sql", "seed.sql", "README.sql", "001_init.sql", "R1__x.sql"])(
    "%s",
    (name) => {
      const { problems } = read({ "V9__a.sql": "", [name]: "" });
      expect(problems).toMatchObject([
        {
          code: "FILE_NAME_INVALID",
          details: { at: { file: `m/${name}` }, hint: expect.stringContaining("Flyway would skip it.") },
        },
      ]);
    },
  );
});

describe("what Flyway would do and is not done here is refused, and never skipped", () => {
  test.each([
    ["beforeMigrate.sql", "is a callback"],
    ["afterMigrate.sql", "is a callback"],
    ["beforeEachMigrate__set_role.sql", "is a callback"],
    ["afterEachMigrateStatement.sql", "is a callback"],
    ["afterMigrateError.sql", "is a callback"],
    ["afterVersioned__x.SQL", "is a callback"],
    ["beforeRepeatables.sql", "is a callback"],
    ["createSchema.sql", "is a callback"],
    ["callbacks/afterConnect.sql", "is a callback"],
    ["B5__base.sql", "is a baseline migration"],
    ["V3__x.java", "is a migration that is not SQL"],
    ["V3_1__x.class", "is a migration that is not SQL"],
    ["code/R__x.kt", "is a migration that is not SQL"],
    ["U3__x.sh", "is a migration that is not SQL"],
    ["V2__typo.sql.conf", "belongs to no migration"],
    ["V9__a.conf", "belongs to no migration"],
  ])("%s %s", (name, what) => {
    const { problems, files } = read({ "V9__a.sql": "", [name]: "" });
    expect(problems).toMatchObject([
      {
        code: "FILE_UNSUPPORTED",
        message: expect.stringContaining(`m/${name} ${what}`),
        details: {
          at: { file: `m/${name}`, line: 1, column: 1 },
          hint: expect.stringMatching(/\w{3,}.*\.$/),
        },
      },
    ]);
    expect(files.map(({ stem }) => stem)).toEqual(["V9__a"]);
  });

  test.each([
    "README.md",
    "flyway.conf",
    "V1__a.sql~",
    "V1__a.sql.bak",
    ".V1__a.sql",
    "Helper.java",
    "U.java",
    "V1__a.md",
  ])("%s is none of its business", (name) => {
    expect(named("V9__a.sql", name)).toMatchObject({ problems: [], files: [{ stem: "V9__a" }] });
  });
});

describe("is recognised", () => {
  const detect = (...names: string[]) =>
    detectLayout(
      [flyway, plain],
      names.map((name) => ({ name, file: `m/${name}`, text: "" })),
    );

  test.each([[["V1__a.sql"]], [["R__a.sql", "README.md"]], [["V1_2__a.sql", "V3.sql", "beforeMigrate.sql"]]])(
    "%j",
    (names) => {
      expect(detect(...names)).toEqual({ kind: "layout", reader: flyway });
    },
  );

  test.each([[["001_a.sql"]], [["V0001.Initial.up.sql"]], [["V1__a.md"]], [["v1__a.sql"]]])(
    "and %j is not",
    (names) => {
      expect(detect(...names)).toEqual({ kind: "layout", reader: plain });
    },
  );
});
