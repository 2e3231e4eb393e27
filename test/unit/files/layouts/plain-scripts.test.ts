import { describe, expect, test } from "vitest";
import { plain } from "../../../../src/files/layouts/plain.ts";

const read = (...names: string[]) =>
  plain.makeMigrations(names.map((name) => ({ name, file: `m/${name}`, text: `-- ${name}` })));
const problemsOf = (...names: string[]) =>
  read(...names).problems.map(({ code, message }) => ({ code, message }));

describe("a migration in another language", () => {
  test.each(["002_b.js", "2-b.mts", "002_b.go", "2_b.RB", "20240101000000_b.py", "02_b.php"])(
    "%s is refused: its tool would run it, and here it would be passed over",
    (name) => {
      const [problem, ...others] = read("001_a.sql", name).problems;
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: "FILE_UNSUPPORTED", details: { at: { file: `m/${name}` } } });
    },
  );

  test.each([
    ["002_b.go", "002_b"],
    ["002_add.old.users.ts", "002_add.old.users"],
  ])("%s is told with its version and what to do", (name, version) => {
    expect(read("001_a.sql", name).problems).toMatchObject([
      {
        message: `m/${name} has a version and is no SQL: only its own tool can run it.`,
        details: {
          at: { file: `m/${name}`, line: 1, column: 1 },
          hint: "Put what it does into a file of this version that ends in `.sql`, or move it out of the directory: no migration is skipped in silence.",
          version,
        },
      },
    ]);
  });

  test("is let be where its version is there in SQL; tests, types and what has no version are none", () => {
    const names = [
      "001_a.sql",
      "1_a.js",
      "002_b.test.ts",
      "002_b.spec.js",
      "002_b.d.ts",
      "helper.js",
      "v1_a.js",
      "003_c.json",
      "003_c.js.map",
      "0010_add_users.ts",
      "2024.js",
    ];
    expect(names.filter(plain.reads)).toEqual(["001_a.sql", "1_a.js", "0010_add_users.ts"]);
    expect(problemsOf("001_a.sql", "0012_b.sql", "12_b.py", "1_a.js")).toEqual([]);
    expect(read("001_a.sql", "1_a.js").files).toHaveLength(1);
  });
});
