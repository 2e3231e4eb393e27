import { describe, expect, test } from "vitest";
import { drizzle } from "../../../../src/files/layouts/drizzle.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import { problemsAs, readAs } from "../../../support/source-files.ts";

const journal = (tags: readonly string[], dialect = "postgresql") =>
  JSON.stringify({
    version: "7",
    dialect,
    entries: tags.map((tag, idx) => ({
      idx,
      version: "7",
      when: 1_700_000_000_000 - idx,
      tag,
      breakpoints: true,
    })),
  });

const JOURNAL = "m/meta/_journal.json";

const files = (...tags: string[]) => Object.fromEntries(tags.map((tag) => [`${tag}.sql`, `-- ${tag}`]));

describe("with a journal", () => {
  test("its order and its tags are those of the migrations", () => {
    const tags = ["0000_a", "0001_b", "0010_c"];
    const { files: found, problems } = readAs(drizzle, {
      ...files("0010_c", "0000_a", "0001_b"),
      "meta/_journal.json": journal(tags),
      "meta/0000_snapshot.json": "no JSON",
    });
    expect(problems).toEqual([]);
    expect(found.map(({ stem }) => stem)).toEqual(tags);
    expect(found[2]).toMatchObject({
      version: { text: "0010_c", key: "0010_c", order: [10n, "0010_c"] },
      name: "c",
      transactions: "wrapped",
      down: null,
    });
  });

  test.each([
    ["an order that is not that of numbers", ["0001_b", "0000_a", "0002_c"]],
    ["tags without numbers", ["zebra", "ant"]],
    ["one number twice, after a merge", ["0001_z", "0001_a"]],
  ])("%s is kept, as drizzle keeps it", (_, tags) => {
    const { files: found, problems } = readAs(drizzle, {
      ...files(...tags),
      "meta/_journal.json": journal(tags),
    });
    expect(problems).toEqual([]);
    expect(found.map(({ stem }) => stem)).toEqual(tags);
    expect(found.map(({ version }) => version.order[0])).toEqual(tags.map((_, index) => BigInt(index)));
  });

  test.each([
    ["a file that it does not list", ["0_a"], ["0_a", "1_b"], "m/1_b.sql", "is not listed in m/meta/_"],
    ["a tag without a file", ["0_a", "1_b"], ["0_a"], JOURNAL, "it lists 1_b, and there is no 1_b.sql"],
    ["a tag that leads elsewhere", ["0_a", "../x"], ["0_a"], JOURNAL, "there is no ../x.sql"],
    ["a tag twice", ["0_a", "0_a"], ["0_a"], JOURNAL, "it lists 0_a twice"],
  ])("%s is refused", (_, tags, names, file, says) => {
    const found = readAs(drizzle, { ...files(...names), "meta/_journal.json": journal(tags) });
    expect(found.problems).toMatchObject([
      { code: "LAYOUT_INVALID", message: expect.stringContaining(says), details: { at: { file } } },
    ]);
    expect(found.files.every(({ stem }) => stem === "0_a")).toBe(true);
  });

  test.each([
    ["{", "it is no JSON ("],
    ["", "it is no JSON ("],
    ["[]", "it has no list `entries`"],
    ["null", "it has no list `entries`"],
    ['{"entries": {}}', "it has no list `entries`"],
    ['{"entries": [{"tag": "0_a"}, null]}', "its entry 2 has no `tag`"],
    ['{"entries": [{"tag": 7}]}', "its entry 1 has no `tag`"],
    ['{"entries": [{"tag": ""}]}', "its entry 1 has no `tag`"],
  ])("a journal that is %j is refused, and its files are not blamed", (text, what) => {
    const { files: found, problems } = readAs(drizzle, { ...files("0_a"), "meta/_journal.json": text });
    expect(found).toEqual([]);
    expect(problems).toMatchObject([
      {
        code: "LAYOUT_INVALID",
        message: expect.stringContaining(
          `m/meta/_journal.json is not drizzle's journal of these files: ${what}`,
        ),
      },
    ]);
  });

  test("numbers in it that no float holds are none of our business", () => {
    const text = '{"entries": [{"idx": 1e999, "when": 99999999999999999999, "tag": "0_a"}]}';
    expect(problemsAs(drizzle, { ...files("0_a"), "meta/_journal.json": text })).toEqual([]);
  });

  test.each([
    ["mysql", journal(["0_a"], "mysql"), 27],
    ["sqlite", journal(["0_a"], "sqlite"), 27],
    ["mysql", '{"dialect":"\\u006dysql","entries":[{"tag":"0_a"}]}', 1],
  ])("one of %s is refused, where its journal says so: %s", (dialect, text, column) => {
    const { problems } = readAs(drizzle, { ...files("0_a"), "meta/_journal.json": text });
    expect(problems).toMatchObject([
      {
        code: "FILE_UNSUPPORTED",
        message: expect.stringContaining(`are written for ${dialect},`),
        details: { at: { file: JOURNAL, line: 1, column } },
      },
    ]);
  });

  test("one of PostgreSQL may call it pg, as drizzle-kit once did", () => {
    const texts = { ...files("0_a.sql"), "meta/_journal.json": journal(["0_a.sql"], "pg") };
    expect(problemsAs(drizzle, texts)).toEqual([]);
  });
});

describe("folders, as 1.0 writes them", () => {
  test("in the order of their times, then names", () => {
    const { files: found, problems } = readAs(drizzle, {
      "20240102000000_b/migration.sql": "",
      "20240101000000_z/migration.sql": "",
      "20240101000000_a/migration.sql": "",
      "20240101000000_a/": "",
      "20240101000000_a/snapshot.json": "{",
    });
    expect(problems).toEqual([]);
    expect(found.map(({ version }) => version.text)).toEqual([
      "20240101000000_a",
      "20240101000000_z",
      "20240102000000_b",
    ]);
    expect(found[0]).toMatchObject({ name: "a", transactions: "wrapped" });
  });

  test.each([
    ["one without migration.sql", { "20240101000000_a/": "" }, ["LAYOUT_INVALID m/20240101000000_a/"]],
    [
      "a file beside them",
      { "20240101000000_a/migration.sql": "", "0001_b.sql": "" },
      ["FILE_NAME_INVALID m/0001_b.sql"],
    ],
    [
      "a journal beside them",
      { "20240101000000_a/migration.sql": "", "meta/_journal.json": journal([]) },
      ["LAYOUT_INVALID m/20240101000000_a/migration.sql"],
    ],
  ])("%s is refused", (_, texts, problems) => {
    expect(problemsAs(drizzle, texts)).toEqual(problems);
  });

  test("one without migration.sql is told as one of drizzle's", () => {
    expect(readAs(drizzle, { "20240101000000_a/": "" }).problems[0]?.message).toBe(
      "m/20240101000000_a/ has no migration.sql: in a directory of drizzle, every folder is a migration.",
    );
  });
});

describe("a statement-breakpoint changes nothing", () => {
  const BREAKPOINT = "--> statement-breakpoint";
  const statements = (text: string) => {
    const { statements, problems } = makeScript(
      { text, transactions: "wrapped" },
      { schema: "public", table: "schema_migrations" },
    );
    expect(problems).toEqual([]);
    return statements.map(({ sql }) => sql.replaceAll(BREAKPOINT, "").trim());
  };
  test.each([
    ["between statements", `SELECT 1;${BREAKPOINT}\nSELECT 2;\n${BREAKPOINT}\n`, 2],
    ["inside a dollar quote", `DO $$ BEGIN\n${BREAKPOINT}\nNULL; END $$;\n${BREAKPOINT}\nSELECT 2`, 2],
    ["inside a string", `SELECT 'a\n${BREAKPOINT}\nb;';SELECT 2`, 2],
    ["inside a comment", `/* ${BREAKPOINT} ; */ SELECT 1; SELECT 2`, 2],
    ["alone", BREAKPOINT, 0],
  ])("%s", (_, text, count) => {
    expect(statements(text)).toHaveLength(count);
    expect(statements(text)).toEqual(statements(text.replaceAll(BREAKPOINT, "")));
  });
});

test("both forms in one directory are refused, saying how to get out of it", () => {
  const { files: found, problems } = readAs(drizzle, {
    ...files("0_a"),
    "meta/_journal.json": journal(["0_a"]),
    "20240101000000_b/migration.sql": "",
  });
  expect(found).toEqual([]);
  expect(problems).toMatchObject([
    {
      message:
        "m/meta/_journal.json is of drizzle before 1.0, and m/20240101000000_b/migration.sql of a later one.",
      details: {
        hint: "Run `drizzle-kit up` to bring all of it to one form, or take out what is no longer used.",
      },
    },
  ]);
});

test("a migration that the journal lists has all that its file says", () => {
  const { files: found } = readAs(drizzle, { ...files("0_a"), "meta/_journal.json": journal(["0_a"]) });
  expect(found).toEqual([
    {
      kind: "versioned",
      version: { text: "0_a", key: "0_a", order: [0n, "0_a"] },
      name: "a",
      stem: "0_a",
      file: "m/0_a.sql",
      text: "-- 0_a",
      transactions: "wrapped",
      checksum: expect.stringMatching(/^sha256:/),
      down: null,
    },
  ]);
});

describe("names that are drizzle's", () => {
  test("folders: the journal's, and those of fourteen digits with a name or none", () => {
    const names = ["meta", "20240101000000", "20240101000000_", "20240101000000_init", "metadata"];
    const others = ["x20240101000000_init", "20240101000000-init", "20240101000000/b", "20240101", "1_a"];
    expect([...names, ...others].filter(drizzle.entersFolder)).toEqual(names.slice(0, -1));
  });

  test("files: the journal, scripts in the directory, and those in the folders", () => {
    const names = [
      "meta/_journal.json",
      "0000_a.sql",
      "20240101000000/migration.sql",
      "20240101000000_init/migration.sql",
      "20240101000000_init/",
    ];
    const others = [
      "meta/0000_snapshot.json",
      "20240101000000_init/seed.sql",
      "20240101000000_init/migration.sql.bak",
      "20240101000000-init/migration.sql",
      "old/20240101000000_init/migration.sql",
      ".0000_a.sql",
    ];
    expect([...names, ...others].filter(drizzle.reads)).toEqual(names);
  });

  test.each(["0003_tough_moon", "20240101000000_init", "init"])("%s is a version", (text) => {
    expect(drizzle.layout.parseVersion(text)).toMatchObject({ text, key: text });
  });

  test.each(["", " ", "0003 tough", " 0003_a", "0003_a ", "meta/0003_a", "/0003_a", "0003_a/"])(
    "%j is none",
    (text) => expect(drizzle.layout.parseVersion(text)).toBeNull(),
  );
});

const find = drizzle.mark?.in === "names" ? drizzle.mark.find : () => expect.unreachable();

test("its marks are the journal, and snapshots beside migrations", () => {
  expect(find(["0_a.sql", "meta/_journal.json"])).toEqual(["meta/_journal.json"]);
  expect(find(["0_a.sql", "20240101000000_a/migration.sql"])).toEqual([]);
  const both = ["meta/_journal.json", "20240101000000_init/snapshot.json", "20240101000000/snapshot.json"];
  const scripts = ["20240101000000_init/migration.sql", "20240101000000/migration.sql"];
  expect(find([...both, ...scripts])).toEqual(both);
  expect(
    find([
      "20240101000000_a/migration.sql",
      "20240101000000_a/snapshot.json",
      "20240102000000_b/snapshot.json",
    ]),
  ).toEqual(["20240101000000_a/snapshot.json"]);
});

test.each([
  ["deeper", "old/20240101000000_a/snapshot.json", "old/20240101000000_a/migration.sql"],
  ["put aside", "20240101000000_a/snapshot.json.bak", "20240101000000_a/migration.sql.bak"],
])("what lies %s is no mark", (_, snapshot, script) => expect(find([snapshot, script])).toEqual([]));
