import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT_CODE_OF } from "../../../src/errors.ts";
import { AVAILABLE_COMMANDS } from "../../../src/inputs/commands.ts";
import { INPUTS } from "../../../src/inputs/definitions.ts";
import { OUTPUTS } from "../../../src/inputs/outputs.ts";
import { renderTroubleshooting } from "../../../src/report/troubleshooting.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const pages = ["README.md", "docs/DATABASE.md"].map((path) => ({ path, text: read(path) }));
const readme = read("README.md");

interface Block {
  readonly page: string;
  readonly code: string;
  /** The paragraph above. */
  readonly above: string;
}

const blocks = (language: string): Block[] =>
  pages.flatMap(({ path, text }) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\`$`, "gm"))].map((found) => ({
      page: path,
      code: found[1] ?? "",
      above:
        text
          .slice(0, found.index)
          .trimEnd()
          .split(/\n\n|^#.*$/m)
          .at(-1) ?? "",
    })),
  );

const yaml = blocks("yaml");
const uses = "uses: st44/migrate-action@v1";

/** Names under `with:` of every step that uses the action. */
function inputsUsed(code: string): string[] {
  return code.split(/^ *- /m).flatMap((step) => {
    const [, rest = ""] = step.split(uses);
    const [, values = ""] = /\n( *)with:\n((?:\1 +.*\n?)+)/.exec(`${rest}\n`)?.slice(1) ?? [];
    return [...values.matchAll(/^ *([\w-]+):/gm)].map(([, name = ""]) => name);
  });
}

/** A part of a workflow as a whole one, with this tree's action in place of the released one. */
function asWorkflow(code: string): string {
  const head = "name: part\non: push\njobs:\n";
  const isSteps = code.startsWith("- ");
  const steps = isSteps
    ? `  job:\n    runs-on: ubuntu-latest\n    steps:\n${code.replaceAll(/^/gm, "      ")}`
    : code;
  const whole = code.startsWith("name:") ? code : head + steps;
  return whole.replaceAll(uses, "uses: ./");
}

/** Where actionlint is; null where it is not installed: `npm run lint` gets it. */
function findActionlint(): string | null {
  const places = [join(root, ".tools/bin/actionlint"), "actionlint"];
  return places.find((program) => spawnSync(program, ["-version"]).status === 0) ?? null;
}

describe("README.md and docs/DATABASE.md:", () => {
  test("there are workflows in them", () => {
    expect(yaml.filter(({ code }) => code.includes(uses)).length).toBeGreaterThanOrEqual(4);
  });

  test.each(yaml)("a workflow of $page gives only inputs that exist", ({ code }) => {
    const names = INPUTS.map(({ name }) => name as string);
    for (const name of inputsUsed(code)) expect(names).toContain(name);
  });

  test.each(yaml)("a workflow of $page reads only outputs that exist", ({ code }) => {
    const names = OUTPUTS.map(({ name }) => name as string);
    for (const [, name] of code.matchAll(/steps\.migrate\.outputs\.([\w-]+)/g)) expect(names).toContain(name);
  });

  test("a workflow said to be an example is that example, word for word", () => {
    const claimed = yaml.flatMap(({ code, above }) =>
      [...above.matchAll(/\]\((examples\/[\w-]+\.yml)\)/g)].map(([, path = ""]) => ({ path, code })),
    );
    expect(claimed.map(({ path }) => path)).toEqual([
      "examples/deploy.yml",
      "examples/production.yml",
      "examples/reviewed-plan.yml",
      "examples/pull-request.yml",
    ]);
    for (const { path, code } of claimed) expect(read(path)).toContain(`\n${code}\n`);
  });

  const actionlint = findActionlint();
  test.skipIf(actionlint === null).each(yaml)(
    "actionlint finds nothing in a workflow of $page",
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
    for (const part of ["inputs", "outputs", "commands", "troubleshooting"]) {
      expect(readme).toContain(`<!-- ${part}:begin -->\n`);
      expect(readme).toContain(`<!-- ${part}:end -->\n`);
    }
  });

  test("every error code has its entry under Troubleshooting", () => {
    expect(readme).toContain(renderTroubleshooting().trimEnd());
    for (const code of Object.keys(EXIT_CODE_OF)) expect(readme).toContain(`\n### ${code}\n`);
  });

  test("the table of exit codes has every code there is", () => {
    const table = readme.slice(readme.indexOf("| exit code |"));
    const told = [...table.slice(0, table.indexOf("\n\n")).matchAll(/^\| (\d+) \|/gm)].map(([, code]) =>
      Number(code),
    );
    // 0: nothing went wrong; 9: the command line's own, for `status --exit-code`.
    const codes = new Set([0, 9, ...Object.values(EXIT_CODE_OF)]);
    expect(told).toEqual([...codes].toSorted((a, b) => a - b));
  });

  test("every command line in them is one that this version has", () => {
    const lines = blocks("sh").flatMap(({ code }) => code.split("\n"));
    const typed = lines.flatMap((line) =>
      [...line.matchAll(/dist\/cli\.js (.*)/g)].map(([, rest = ""]) => rest),
    );
    expect(typed.length).toBeGreaterThanOrEqual(6);
    const switches = ["json", "exit-code", "help", "dry-run", "verbose", "quiet", "no-color"];
    const flags = [...INPUTS.map(({ name }) => name as string), ...switches];
    for (const line of typed) {
      const [command = ""] = line.split(" ");
      expect([...AVAILABLE_COMMANDS, "--help"]).toContain(command);
      for (const [, flag] of line.matchAll(/(?<=^|\s)--([\w-]+)/g)) expect(flags).toContain(flag);
    }
  });

  test("the npm scripts named in them exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    for (const { text } of [...pages, { text: read("CONTRIBUTING.md") }]) {
      for (const [, name = ""] of text.matchAll(/npm run ([\w:]+)/g))
        expect(Object.keys(scripts)).toContain(name);
    }
  });

  test.each(pages)("the links of $path lead to files that are there", ({ path, text }) => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
    for (const link of links.filter((target) => !target.includes("://"))) {
      expect(existsSync(join(root, path, "..", link)), link).toBe(true);
    }
  });
});
