import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT_CODE_OF } from "../../../src/errors.ts";
import { COMMAND_NAMES } from "../../../src/inputs/commands.ts";
import { INPUTS } from "../../../src/inputs/definitions.ts";
import { OUTPUTS } from "../../../src/inputs/outputs.ts";
import { renderTroubleshooting } from "../../../src/report/troubleshooting.ts";
import { parseBlocks, placeOf, readPages } from "../../docs/pages.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const pages = readPages();
const readme = read("README.md");
const reference = read("docs/reference.md");
const troubleshooting = read("docs/troubleshooting.md");

const all = pages.flatMap(parseBlocks);
const yaml = all
  .filter(({ language }) => language === "yaml")
  .map((block) => ({ ...block, place: placeOf(block) }));

const uses = "uses: st44/migrate-action@v1";

/** Names under `with:` of every step that uses the action. */
function inputsUsed(code: string): string[] {
  return code.split(/^ *- /m).flatMap((step) => {
    const [, rest = ""] = step.split(uses);
    const [, values = ""] = /\n( *)with:\n((?:\1 +.*\n?)+)/.exec(`${rest}\n`)?.slice(1) ?? [];
    return [...values.matchAll(/^ *([\w-]+):/gm)].map(([, name = ""]) => name);
  });
}

/** A part of a workflow (a job, steps, or a step's inputs) as a whole one, with this tree's action for the released one. */
function asWorkflow(code: string): string {
  const indented = (text: string) => text.replaceAll(/^/gm, "      ");
  const steps = /^ {4}/.test(code) ? `- uses: ./\n  with:\n${code}` : code;
  const job = steps.startsWith("- ")
    ? `  job:\n    runs-on: ubuntu-latest\n    steps:\n${indented(steps)}`
    : steps;
  const whole = code.startsWith("name:") ? code : `name: part\non: push\njobs:\n${job}`;
  return whole.replaceAll(uses, "uses: ./");
}

/** Where actionlint is; null where it is not installed: `npm run lint` gets it. */
function findActionlint(): string | null {
  const places = [join(root, ".tools/bin/actionlint"), "actionlint"];
  return places.find((program) => spawnSync(program, ["-version"]).status === 0) ?? null;
}

describe("the pages that users read:", () => {
  test("there are workflows in them", () => {
    expect(yaml.filter(({ code }) => code.includes(uses)).length).toBeGreaterThanOrEqual(4);
  });

  test.each(yaml)("the workflow at $place gives only inputs that exist", ({ code }) => {
    const names = INPUTS.map(({ name }) => name as string);
    for (const name of inputsUsed(code)) expect(names).toContain(name);
  });

  test.each(yaml)("the workflow at $place reads only outputs that exist", ({ code }) => {
    const names = OUTPUTS.map(({ name }) => name as string);
    for (const [, name] of code.matchAll(/steps\.migrate\.outputs\.([\w-]+)/g)) expect(names).toContain(name);
  });

  const actionlint = findActionlint();
  test.skipIf(actionlint === null).each(yaml)(
    "actionlint finds nothing in the workflow at $place",
    ({ code }) => {
      const run = spawnSync(actionlint ?? "", ["-no-color", "-"], {
        cwd: root,
        input: asWorkflow(code),
        encoding: "utf8",
      });
      expect(run.stdout + run.stderr).toBe("");
    },
  );

  test("the parts made from the tables are as the tables are now", () => {
    const script = join(root, "scripts/write-interface.ts");
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
    const homes = { inputs: readme, commands: readme, outputs: reference, troubleshooting };
    for (const [part, page] of Object.entries(homes)) {
      expect(page).toContain(`<!-- ${part}:begin -->\n`);
      expect(page).toContain(`<!-- ${part}:end -->\n`);
    }
  });

  test("a mark in them has a part that is made", () => {
    const known =
      /^(inputs|outputs|commands|troubleshooting|rules|workflows|health codes|metrics|example [\w-]+\.yml)$/;
    // Of format.md and of `npm run peers`.
    const others = ["ledger", "history", "backup", "expectation", "peers"];
    const marks = pages.flatMap(({ text }) =>
      [...text.matchAll(/<!-- (.+?):(?:begin|end) -->/g)].map(([, name = ""]) => name),
    );
    expect(marks.length).toBeGreaterThanOrEqual(14);
    expect(marks.filter((name) => !known.test(name) && !others.includes(name))).toEqual([]);
  });

  test("every error code has its entry under Troubleshooting", () => {
    expect(troubleshooting).toContain(renderTroubleshooting().trimEnd());
    for (const code of Object.keys(EXIT_CODE_OF)) expect(troubleshooting).toContain(`\n### ${code}\n`);
  });

  test("the table of exit codes has every code there is", () => {
    const table = reference.slice(reference.indexOf("| exit code |"));
    const told = [...table.slice(0, table.indexOf("\n\n")).matchAll(/^\| (\d+) \|/gm)].map(([, code]) =>
      Number(code),
    );
    // 0: nothing went wrong; 9: the command line's own, for `status --exit-code`.
    const codes = new Set([0, 9, ...Object.values(EXIT_CODE_OF)]);
    expect(told).toEqual([...codes].toSorted((a, b) => a - b));
  });

  test("every command line in them is one that this version has", () => {
    const lines = all.filter(({ language }) => language === "sh").flatMap(({ code }) => code.split("\n"));
    const inline = pages.flatMap(({ text }) => [...text.matchAll(/`(migrate-action [^`\n]+)`/g)]);
    const typed = [...lines, ...inline.map(([, words = ""]) => words)].flatMap((line) =>
      [...line.matchAll(/(?:^|\s)migrate-action ([^|>]*?)(?: *#.*)?$/g)].map(([, rest = ""]) => rest),
    );
    expect(typed.length).toBeGreaterThanOrEqual(40);
    const switches = ["watch", "json", "exit-code", "help", "dry-run", "verbose", "quiet", "no-color"];
    const flags = [...INPUTS.map(({ name }) => name as string), ...switches];
    for (const line of typed) {
      const [command = ""] = line.split(" ");
      expect([...COMMAND_NAMES, "--help"], line).toContain(command);
      for (const [, flag] of line.matchAll(/(?<=^|\s)--([\w-]+)/g)) expect(flags, line).toContain(flag);
    }
  });

  test("the npm scripts named in them exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const { text } of pages) {
      for (const [, name = ""] of text.matchAll(/npm run ([\w:]+)/g))
        expect(Object.keys(scripts)).toContain(name);
    }
  });
});
