import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SCENES } from "../../../scripts/pictures/scenes.ts";
import { STATUS_PICTURES } from "../../../scripts/pictures/status-page.ts";
import { parseCommands } from "../../docs/commands.ts";
import { NOT_RUN, withoutComment } from "../../docs/not-run.ts";
import { type Block, parseBlocks, placeOf, readPage, readPages } from "../../docs/pages.ts";
import { ROOT } from "../../support/built.ts";

const pages = readPages();
const blocks = pages.flatMap(parseBlocks);
const shell = blocks.filter(({ language }) => language === "sh");

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");

const withoutBlocks = (text: string): string => text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, "");
const anchorsOf = (text: string): readonly string[] =>
  [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));

/** Links and pictures of `text` within the repository, `[file, anchor]`; either may be empty. */
function linksOf(text: string): readonly (readonly [string, string])[] {
  const found = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g)];
  return found
    .map(([, markdown, html]) => markdown ?? html ?? "")
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => [link.split("#")[0] ?? "", link.split("#")[1] ?? ""] as const);
}

/** Every picture that `npm run picture` makes. */
const MADE = [...SCENES.flatMap(({ pictures }) => pictures), ...STATUS_PICTURES];

describe("the pages that people read:", () => {
  test.each(pages)("the links of $path lead to files and headings that are there", ({ path, text }) => {
    for (const [file, anchor] of linksOf(text)) {
      const target = file === "" ? path : join(path, "..", file);
      expect(existsSync(join(ROOT, target)), `${path}: ${file}`).toBe(true);
      if (anchor !== "")
        expect(anchorsOf(readPage(target).text), `${path}: ${file}#${anchor}`).toContain(anchor);
    }
  });

  test("every picture in them is one that `npm run picture` makes, and none that it makes is without a place", () => {
    const shown = pages.flatMap(({ text }) =>
      [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words = "", file = ""]) => ({
        words,
        name: file.replace(/^docs\//, ""),
      })),
    );
    expect([...new Set(shown.map(({ name }) => name))].toSorted()).toEqual(MADE.toSorted());
    expect(readdirSync(join(ROOT, "docs")).filter((name) => /\.(png|jpe?g|gif|svg)$/.test(name))).toEqual(
      MADE.toSorted(),
    );
    // For who does not see them.
    for (const { words } of shown) expect(words.length).toBeGreaterThan(40);
  });

  test.each(MADE)("%s is small enough to be loaded with a page", (name) => {
    expect(statSync(join(ROOT, "docs", name)).size).toBeLessThan(200_000);
  });

  test("every command that is not run is shown somewhere: the list has no more than that", () => {
    const shown = shell.flatMap(({ code }) => parseCommands(code).map(({ text }) => withoutComment(text)));
    for (const command of Object.keys(NOT_RUN)) expect(shown, command).toContain(command);
  });

  test("a shell block is called sh, so that its commands are run", () => {
    const others = blocks.filter(({ language }) => /^(bash|shell|console|zsh)$/.test(language));
    expect(others.map(placeOf)).toEqual([]);
    const unnamed = blocks.filter(
      ({ language, code }) => language === "" && /migrate-action |^npm /m.test(code),
    );
    expect(unnamed.map(placeOf)).toEqual([]);
  });

  const workflows = blocks.filter(({ language, code }) => language === "yaml" && /^jobs:$/m.test(code));
  const examples = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".yml"));

  test.each(workflows.map((block) => ({ ...block, place: placeOf(block) })))(
    "the whole workflow at $place is a file of examples/, which actionlint and act see",
    ({ code }) => {
      expect(
        examples.filter((name) => readPage(`examples/${name}`).text.endsWith(`\n${code}\n`)),
      ).toHaveLength(1);
    },
  );

  test("every file of examples/ stands in docs/workflows.md", () => {
    const { text } = readPage("docs/workflows.md");
    const there = workflows.filter(({ page }) => page === "docs/workflows.md");
    expect(there).toHaveLength(examples.length);
    for (const name of examples) expect(text).toContain(`\n## ${name}\n`);
  });
});

test.each([
  ["a workflow", "```yaml\njobs:\n```", "yaml", "jobs:"],
  ["a block in a list", "- so:\n\n  ```sh\n  npm test\n  ```\n", "sh", "npm test"],
])("%s is found", (_, text, language, code) => {
  expect(parseBlocks({ path: "a.md", text })).toMatchObject([{ language, code } satisfies Partial<Block>]);
});
