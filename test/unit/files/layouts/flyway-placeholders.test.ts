// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how Flyway's placeholders are written.
import { describe, expect, test } from "vitest";
import { flyway } from "../../../../src/files/layouts/flyway.ts";

/** The directory `m` with these files: name to text. */
const read = (files: Readonly<Record<string, string>>) =>
  flyway.makeMigrations(
    Object.entries(files)
      .filter(([name]) => flyway.reads(name) || flyway.sees?.(name) === true)
      .map(([name, text]) => ({ name, file: `m/${name}`, text })),
  );
const problemsOf = (files: Readonly<Record<string, string>>) =>
  read(files).problems.map(({ code, details: { at } }) => `${code} ${at?.file}:${at?.line}:${at?.column}`);

describe("placeholders", () => {
  test.each([
    ["SELECT 1;\nSELECT '${name}';", 2, 9],
    ["-- for ${who}\n", 1, 8],
    ["SELECT $$ ${x} $$", 1, 11],
    ["$$$${x} $$${x}", 1, 11],
    ["GRANT ALL ON t TO ${flyway:user};", 1, 19],
    ["-- 🐘 ${", 1, 6],
  ])("in %j are refused at %i:%i", (text, line, column) => {
    expect(problemsOf({ "V1__a.sql": text })).toEqual([`FILE_UNSUPPORTED m/V1__a.sql:${line}:${column}`]);
  });

  test.each(["SELECT '$${x}'", "SELECT $1, '$ {x}', $$a$$, $a$ {x} $a$", "SELECT '{x}'", "$"])(
    "are not in %j",
    (text) => {
      expect(problemsOf({ "V1__a.sql": text })).toEqual([]);
    },
  );

  test("are left as they are where the .conf says so, and looked for in ways back too", () => {
    const conf = "placeholderReplacement=false";
    expect(problemsOf({ "V1__a.sql": "SELECT '${x}'", "V1__a.sql.conf": conf })).toEqual([]);
    expect(problemsOf({ "V1__a.sql": "", "U1__a.sql": "${x}", "V1__a.sql.conf": conf })).toEqual([
      "FILE_UNSUPPORTED m/U1__a.sql:1:1",
    ]);
  });

  test("are named where their name is one, and how to leave them is said", () => {
    const [first] = read({ "R__a.sql": "${schema}" }).problems;
    expect(first?.message).toContain("`${schema}`");
    expect(first?.details.hint).toContain("placeholderReplacement=false` in m/R__a.sql.conf");
    for (const text of ["${it's a secret}", "${it's a secret: ${x}", "${secret"])
      expect(read({ "R__a.sql": text }).problems[0]?.message).toBe(
        "m/R__a.sql:1:1: Flyway would put a value in place of a placeholder, and placeholders are not replaced here.",
      );
  });
});
