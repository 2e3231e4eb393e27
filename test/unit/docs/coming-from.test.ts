import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TOOLS } from "../../../src/adoption/tools.ts";
import { EXIT_CODE_OF } from "../../../src/errors.ts";
import { LAYOUTS } from "../../../src/files/layouts/layouts.ts";
import { COMMAND_NAMES } from "../../../src/inputs/commands.ts";
import { INPUTS } from "../../../src/inputs/definitions.ts";

const DOCS = join(import.meta.dirname, "../../../docs");
const read = (name: string): string => readFileSync(join(DOCS, name), "utf8");
const page = read("coming-from.md");
const inputs = INPUTS.map(({ name }) => name as string);
const headings = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
const found = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, text = ""]) => text);

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

describe("docs/coming-from.md:", () => {
  test.each([...new Set(TOOLS.map(({ name }) => name))])("%s has its section", (tool) => {
    const words = headings(page).flatMap((heading) => heading.split(", "));
    expect(words).toContain(tool);
  });

  test("every link leads to a heading", () => {
    const links = [...page.matchAll(/\]\(([\w.-]*)#([\w-]+)\)/g)];
    expect(links.length).toBeGreaterThan(15);
    for (const [, file = "", anchor = ""] of links) {
      expect(headings(file === "" ? page : read(file)).map(anchorOf)).toContain(anchor);
    }
  });

  test("every code in it is one", () => {
    const codes = found(/(?<![:.\w])([A-Z]{3,}(?:_[A-Z]+)+)\b/g);
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(Object.keys(EXIT_CODE_OF)).toContain(code);
  });

  test("every input, command and layout in it is one", () => {
    const names = LAYOUTS.flatMap((layout) => layout.names);
    for (const layout of found(/layout: ([\w-]+)/g)) expect(names).toContain(layout);
    const yaml = found(/```yaml\n([^`]*)```/g).join("\n");
    const given = [...yaml.matchAll(/^ +([\w-]+): /gm)].map(([, name = ""]) => name);
    expect(given.length).toBeGreaterThan(10);
    for (const input of given) expect(inputs).toContain(input);
    const typed = found(/^migrate-action (.*?)(?: *#.*)?$/gm);
    expect(typed.length).toBeGreaterThanOrEqual(4);
    for (const line of typed) {
      const [command = "", ...rest] = line.split(" ");
      expect(COMMAND_NAMES).toContain(command);
      for (const flag of rest.filter((word) => word.startsWith("--"))) {
        expect(inputs).toContain(flag.slice(2));
      }
    }
  });

  test("a tool whose table has our ledger's name is told to name another", () => {
    const section = page.slice(page.indexOf("**A table called `schema_migrations`**"));
    expect(section).toMatch(/^\*\*A table called `schema_migrations`\*\* \(dbmate, golang-migrate, Rails\)/);
    for (const tool of ["dbmate", "golang-migrate"]) {
      const [, own = ""] = page.split(`\n## ${tool}\n`);
      expect(own.split("\n## ")[0]).toContain("ledger-table: ");
    }
  });
});
