import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { parserStatements } from "./real-parser.ts";

const CORPORA = fileURLToPath(new URL("../../../../../shared/corpora/", import.meta.url));
const NAMES = ["openmeter", "supabase_storage", "docs_rs", "authelia", "crates_io", "langfuse", "marquez"];

describe.each(NAMES)("the real history %s", (name) => {
  const folder = `${CORPORA}${name}/`;

  test("is cut as PostgreSQL's own parser cuts it, wherever that can parse a file", ({ skip }) => {
    if (!existsSync(folder)) skip(`${folder} is not here: real histories are not part of this repository`);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".sql") && statSync(folder + file).isFile(),
    );
    let compared = 0;
    for (const file of files) {
      const text = readFileSync(folder + file, "utf8");
      const expected = parserStatements(text);
      if (expected === null) continue;
      compared++;
      const { statements, problems } = splitStatements(text);
      expect(problems, file).toEqual([]);
      expect(
        statements.map(({ sql }) => sql),
        file,
      ).toEqual(expected);
    }
    expect(compared).toBeGreaterThan(files.length * 0.95);
  });
});
