import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeMigrationName } from "../../../src/inputs/migration-name.ts";

const nameOf = (typed: string) => makeMigrationName(typed)?.name ?? null;

describe("the name that is made of what was typed", () => {
  test.each([
    ["words", "Add users' e-mail", "add_users_e_mail"],
    ["a typographic apostrophe", "don’t lose it", "dont_lose_it"],
    ["camelCase", "addUsersEmail", "add_users_email"],
    ["PascalCase with an abbreviation", "AddHTTPServer2", "add_http_server2"],
    ["an abbreviation in the plural", "dropUserIDs", "drop_user_ids"],
    ["a digit inside a word", "addE2ETests v2Users utf8", "add_e2e_tests_v2_users_utf8"],
    ["snake_case as it is", "add_users_email", "add_users_email"],
    ["kebab-case", "add-users--email", "add_users_email"],
    ["blanks around", "  \t add \n users ", "add_users"],
    ["a way out of the directory", "../../etc/passwd", "etc_passwd"],
    ["folders", "a/b\\c", "a_b_c"],
    ["control characters", "a\u0001b\u007f\u001b[31mc", "a_b_31mc"],
    ["a device of Windows", "NUL.txt:stream", "nul_txt_stream"],
    ["what a shell would run", "$(rm -rf ~); `id`", "rm_rf_id"],
    ["German", "Größe ändern", "größe_ändern"],
    ["Greek, Cyrillic, Japanese", "Ελλάδα Страна 国を追加", "ελλάδα_страна_国を追加"],
    ["Hindi, whose vowels are marks", "हिन्दी", "हिन्दी"],
    ["an accent apart from its letter", "e\u0301te\u0301", "été"],
    ["wide letters and ligatures", "Ａｄｄ ﬁeld", "add_field"],
    ["what cannot be seen", "ad\u200bd\u00ad us\u202eers\ufe0f", "add_users"],
    ["letters that cannot be seen", "\u3164a\u115f", "a"],
    ["emoji", "🚀 ship it 🎉", "ship_it"],
    ["marks without a letter", "\u0301\u0301 a \u0301b", "a_b"],
    ["digits alone", "42", "42"],
    ["nothing", "", null],
    ["punctuation", "--- ?! ../ ''", null],
    ["emoji alone", "🚀", null],
    ["a mark alone", "\u0301", null],
  ])("of %s: %j is %j", (_, typed, name) => {
    expect(nameOf(typed)).toBe(name);
  });

  test("has at most 100 bytes, and ends with a whole word", () => {
    const typed = "add a column to the table of users ".repeat(10);
    const { name, isCut } = makeMigrationName(typed) ?? { name: "", isCut: false };
    expect(isCut).toBe(true);
    expect(name).toBe(
      "add_a_column_to_the_table_of_users_add_a_column_to_the_table_of_users_add_a_column_to_the_table_of",
    );
    expect(makeMigrationName("x".repeat(100))).toEqual({ name: "x".repeat(100), isCut: false });
    expect(makeMigrationName("x".repeat(101))).toEqual({ name: "x".repeat(100), isCut: true });
  });

  test("is not cut inside of a character", () => {
    expect(nameOf("国".repeat(50))).toBe("国".repeat(33));
    expect(nameOf(`${"x".repeat(97)}हिन्दी`)).toBe("x".repeat(97));
  });

  test("is, whatever was typed, lower case, short, and harmless to paths; and its own name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (typed) => {
        const name = nameOf(typed);
        if (name === null) return;
        expect(name).toMatch(/^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_]*[\p{L}\p{N}\p{M}])?$/u);
        expect(name).not.toContain("__");
        expect(name).toBe(name.toLowerCase());
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100);
        expect(nameOf(name)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});
